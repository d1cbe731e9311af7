import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { boundedAgents } from '../../scripts/engine/agent.ts';
import { detailOf, failureOf } from '../../scripts/engine/agent-failure.ts';
import type { Connection } from '../../scripts/model/exchange.ts';
import { certificateFor } from '../support/certificate.ts';
import { listen } from '../support/listen.ts';
import { runNewman } from '../support/newman.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { stopClock } from '../support/time.ts';

const { cert, key } = certificateFor(['127.0.0.1', 'agent.test']);

let port = 0;
let silentPort = 0;
let requests = 0;
const server = https.createServer({ cert, key }, (_request, response) => {
  requests += 1;
  response.end('{}');
});
const silent = net.createServer(() => {});

beforeAll(async () => {
  port = await listen(server);
  silentPort = await listen(silent);
});
afterAll(() => {
  server.close();
  silent.close();
});

/** A deadline that no test reaches unless it moves the clock. */
const boundsOf = (origin: string) => {
  return { origin, deadlineMs: 60_000, maxBodyBytes: 65_536, maxHeaderBytes: 16_384 };
};

/** The body, or the code of the error. */
function ask(origin: string, more: object = {}): Promise<unknown> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const agent = boundedAgents(boundsOf(origin)).https;
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

test('what is known of the connection is reported', async () => {
  const origin = `https://127.0.0.1:${port}`;
  const seen: Connection[] = [];
  const agent = boundedAgents(boundsOf(origin), { onConnection: (one) => seen.push(one) }).https;
  await new Promise((resolve) =>
    https.get(origin, { agent, ca: cert }, (response) => response.resume().on('end', resolve)),
  );
  expect(seen).toEqual([
    { tls: 'TLSv1.3', certificateEnds: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/) },
  ]);
  const days = (Date.parse(seen[0]?.certificateEnds ?? '') - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
});

test('TLS 1.1 is refused, also where the request would take it, and the words say so', async () => {
  const old = tls.createServer({
    cert,
    key,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  old.on('tlsClientError', () => undefined);
  const origin = `https://127.0.0.1:${await listen(old)}`;
  onTestFinished(() => void old.close());
  const agent = boundedAgents(boundsOf(origin)).https;
  const slackest = { ca: cert, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const error = await new Promise<unknown>((resolve) => {
    https.get(origin, { agent, ...slackest }, () => resolve('answered')).on('error', resolve);
  });
  expect(failureOf(error)).toBe('tls');
  expect(detailOf(error)).toBe('TLS: the host speaks no version from 1.2 on, and older ones are refused');
});

test.each([
  [{ code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }, true],
  [new Error('write EPROTO 40:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:ssl/record.c:1586'), true],
  [{ cause: { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' } }, true],
  [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, false],
  [{ code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' }, false],
  [{ code: 'ECONNREFUSED' }, false],
])('%s is about an old version of TLS: %s', (error, isOld) => {
  expect(detailOf(error) !== undefined).toBe(isOld);
});

test('the deadline covers the handshake', async () => {
  stopClock();
  const hello = new Promise((resolve) => silent.once('connection', (socket) => socket.once('data', resolve)));
  const asked = ask(`https://127.0.0.1:${silentPort}`);
  await hello;
  vi.advanceTimersByTime(60_000);
  expect(await asked).toBe('E_BOUND_DEADLINE');
});

test('newman, told not to verify, verifies', async () => {
  const origin = `https://127.0.0.1:${port}`;
  const item = [{ name: 'i', request: { url: origin }, protocolProfileBehavior: { strictSSL: false } }];
  const options = { insecure: true, ignoreRedirects: true, delayRequest: 0 };
  const collection = { info: { name: 'c' }, item };
  const { executions } = await runNewman({ collection, requestAgents: boundedAgents(boundsOf(origin)), ...options });
  const error = executions[0]?.requestError;
  expect(failureOf(error)).toBe('tls');
});

test.each([
  ['NODE_EXTRA_CA_CERTS is honoured', (ca: string) => ({ NODE_EXTRA_CA_CERTS: ca }), '200'],
  [
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is not',
    () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ],
])('%s', async (_what, env, expected) => {
  const ca = join(await temporaryFolder(), 'ca.pem');
  await writeFile(ca, cert);
  const origin = `https://127.0.0.1:${port}`;
  const script = `
    import https from 'node:https';
    import { boundedAgents } from ${JSON.stringify(new URL('../../scripts/engine/agent.ts', import.meta.url).href)};
    const agent = boundedAgents(${JSON.stringify(boundsOf(origin))}).https;
    https.get('${origin}', { agent }, (r) => console.log(r.statusCode)).on('error', (e) => console.log(e.code));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env(ca) },
  });
  expect(stdout.trim()).toBe(expected);
});
