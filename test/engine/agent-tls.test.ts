import { execFile } from 'node:child_process';
import { createECDH, createHash, createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boundedAgents, failureOf } from '../../scripts/engine/agent.ts';

interface Newman {
  run(
    options: object,
    done: (error: unknown, summary: { run: { executions: { requestError?: Error }[] } }) => void,
  ): void;
}
const newman: Newman = createRequire(import.meta.url)('newman');

/** For 127.0.0.1 and agent.test, not for localhost; signed by itself, from 2024 to 2124. */
const cert = `-----BEGIN CERTIFICATE-----
MIIBfTCCASOgAwIBAgIUHKQNtL4KsU97WYW1JnXpfRp5j5IwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKYWdlbnQtdGVzdDAgFw0yNDAxMDEwMDAwMDBaGA8yMTI0MDEw
MTAwMDAwMFowFTETMBEGA1UEAwwKYWdlbnQtdGVzdDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABGgZV5BQFNOdph4f2zh7GHZhMLJE3OrR0+/yqPMkjfj8D8jFVa24
vpBxjLHg7o946mULSpKqYEN3verCtwa/FLKjTzBNMA8GA1UdEwEB/wQFMAMBAf8w
GwYDVR0RBBQwEocEfwAAAYIKYWdlbnQudGVzdDAdBgNVHQ4EFgQU/itnJAW8WWIi
GOJdrcsWZ/WnqxMwCgYIKoZIzj0EAwIDSAAwRQIhAJbzCcN+5qyd0VjrRLCrUrSs
tpsgl2gjGgrG7n8cC9uhAiBBKf+D6XdUr99HwVWCpPPMzfq7PgdyE0FyYEoDLViw
rA==
-----END CERTIFICATE-----
`;

/** The key of that certificate, made from a name so that no key lies in the repository. */
function testKey(): string {
  const d = createHash('sha256').update('agent.test.ts').digest();
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const text = (bytes: Buffer): string => bytes.toString('base64url');
  const key = { kty: 'EC', crv: 'P-256', d: text(d), x: text(point.subarray(1, 33)), y: text(point.subarray(33)) };
  return createPrivateKey({ format: 'jwk', key }).export({ type: 'pkcs8', format: 'pem' }).toString();
}

let port = 0;
let requests = 0;
let folder = '';
const server = https.createServer({ cert, key: testKey() }, (_request, response) => {
  requests += 1;
  response.end('{}');
});
const silent = net.createServer(() => {});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  port = portOf(server);
  folder = await mkdtemp(join(tmpdir(), 'agent-'));
  await writeFile(join(folder, 'ca.pem'), cert);
});
afterAll(async () => {
  server.close();
  silent.close();
  await rm(folder, { recursive: true });
});

function portOf(of: net.Server): number {
  const address = of.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const boundsOf = (origin: string, deadlineMs = 2000) => {
  return { origin, deadlineMs, maxBodyBytes: 65_536, maxHeaderBytes: 16_384 };
};

/** The body, or the code of the error. */
function ask(origin: string, more: object = {}, deadlineMs?: number): Promise<unknown> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const agent = boundedAgents(boundsOf(origin, deadlineMs)).https;
    const request = https.request({ hostname, port, agent, ...more }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    });
    request.on('error', (error) => resolve('code' in error ? error.code : error)).end();
  });
}

const slack = { rejectUnauthorized: false, checkServerIdentity: () => undefined };

test.each([
  ['a trusted certificate', '127.0.0.1', { ca: cert }, '{}'],
  ['one that nobody trusts', '127.0.0.1', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['one that nobody trusts, though the request would', '127.0.0.1', slack, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['another host, though the request would', 'localhost', { ca: cert, ...slack }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [
    'another host, though the Host header fits',
    'localhost',
    { ca: cert, headers: { Host: 'agent.test' } },
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
])('%s', async (_what, host, more, expected) => {
  const before = requests;
  expect(await ask(`https://${host}:${port}`, more)).toBe(expected);
  expect(requests - before).toBe(expected === '{}' ? 1 : 0);
});

test('the deadline covers the handshake', async () => {
  expect(await ask(`https://127.0.0.1:${portOf(silent)}`, {}, 100)).toBe('E_BOUND_DEADLINE');
});

test('newman, told not to verify, verifies', async () => {
  const origin = `https://127.0.0.1:${port}`;
  const item = [{ name: 'i', request: { url: origin }, protocolProfileBehavior: { strictSSL: false } }];
  const error = await new Promise((resolve, reject) => {
    const options = { insecure: true, ignoreRedirects: true, delayRequest: 0, reporters: [] };
    const collection = { info: { name: 'c' }, item };
    newman.run({ collection, requestAgents: boundedAgents(boundsOf(origin)), ...options }, (failed, summary) => {
      if (failed) reject(failed);
      else resolve(summary.run.executions[0]?.requestError);
    });
  });
  expect(failureOf(error)).toBe('tls');
});

test.each([
  ['NODE_EXTRA_CA_CERTS is honoured', () => ({ NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }), '200'],
  [
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is not',
    () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ],
])('%s', async (_what, env, expected) => {
  const origin = `https://127.0.0.1:${port}`;
  const script = `
    import https from 'node:https';
    import { boundedAgents } from ${JSON.stringify(new URL('../../scripts/engine/agent.ts', import.meta.url).href)};
    const agent = boundedAgents(${JSON.stringify(boundsOf(origin))}).https;
    https.get('${origin}', { agent }, (r) => console.log(r.statusCode)).on('error', (e) => console.log(e.code));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env() },
  });
  expect(stdout.trim()).toBe(expected);
});
