import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { spellings } from '../run/secret-spellings.ts';
import { issueJwt } from '../servers/jwt.ts';
import { certificateFor } from '../support/certificate.ts';
import { runInProcess } from '../support/cli.ts';
import { start } from '../support/program.ts';
import { lets, type ProxyAnswer, says, startProxy } from '../support/proxy.ts';
import { answers, startRaw } from '../support/raw-server.ts';

const password = 'Pr0xy/pass+word"9';
const body = JSON.stringify({
  access_token: issueJwt('client', 86_400),
  expires_in: 86_400,
  token_type: 'Bearer',
  scope: 'api-user',
});
const certificates = {
  optty: certificateFor(['optty.test']),
  orum: certificateFor(['orum.test'], { from: -30, to: -1 }),
  octotable: certificateFor(['elsewhere.test']),
};
type Id = keyof typeof certificates;

const flags = ['--target', 'sandbox', '--retries', '0', '--timeout', '5000', '--verbose'];

/** The real program, for hosts that only a proxy can reach, which certificates of our own vouch for. */
async function verifyThrough(ids: readonly Id[], answer: ProxyAnswer) {
  const out = await mkdtemp(join(tmpdir(), 'contracts-'));
  const ca = join(out, 'ca.pem');
  await writeFile(
    ca,
    Object.values(certificates)
      .map(({ cert }) => cert)
      .join('\n'),
  );
  const targets = await Promise.all(ids.map((id) => startRaw(answers(body), certificates[id])));
  const proxies = await Promise.all(targets.map(({ url }) => startProxy(url, answer)));
  onTestFinished(async () => {
    await Promise.all([...targets, ...proxies].map((server) => server.close()));
    await rm(out, { recursive: true });
  });
  const runs = ids.map(async (id, index) => {
    const name = id.toUpperCase();
    const program = start(['verify', '--provider', id, '--case', `${id}/token`, ...flags, '--out', join(out, id)], {
      [`${name}_BASE_URL`]: `https://${id}.test`,
      [`${name}_CLIENT_ID`]: 'client',
      [`${name}_CLIENT_SECRET`]: 'a-client-secret-0123',
      HTTPS_PROXY: `http://proxy-user:${encodeURIComponent(password)}@127.0.0.1:${proxies[index]?.port}`,
      NODE_EXTRA_CA_CERTS: ca,
    });
    const ended = await program.ended;
    const names = await readdir(join(out, id));
    const files = await Promise.all(names.map((file) => readFile(join(out, id, file), 'utf8')));
    const report: Report = JSON.parse(await readFile(join(out, id, 'report.json'), 'utf8'));
    return { ...ended, report, everything: [ended.stdout, ended.stderr, ...files].join('\n') };
  });
  return { runs: await Promise.all(runs), targets, proxies };
}

const expectNoCredentials = (text: string): void => {
  for (const [name, spell] of spellings) expect([name, text.includes(spell(password))]).toEqual([name, false]);
  expect(text).not.toContain('proxy-user');
};

test('a host is asked through the proxy, its certificate is verified, and the report says so', async () => {
  const { runs, targets, proxies } = await verifyThrough(['optty', 'orum', 'octotable'], lets);
  const [fine, expired, elsewhere] = runs;
  expect(proxies.map(({ asked }) => asked)).toEqual(
    ['optty', 'orum', 'octotable'].map((id) => [
      { authority: `${id}.test:443`, credentials: `proxy-user:${password}` },
    ]),
  );
  expect(fine?.report.providers[0]).toMatchObject({
    outcome: 'held',
    origin: 'https://optty.test',
    proxy: `http://127.0.0.1:${proxies[0]?.port}`,
  });
  expect(targets[0]?.received[0]).toMatch(/^POST \/token/);
  expect(expired?.report.providers[0]).toMatchObject({
    outcome: 'down',
    reason: expect.stringMatching(/^tls: .*expired/),
  });
  expect(elsewhere?.report.providers[0]).toMatchObject({
    outcome: 'down',
    reason: expect.stringMatching(/^tls: .*altnames/),
  });
  expect(
    targets
      .slice(1)
      .flatMap(({ received }) => received)
      .join(''),
  ).toBe('');
  expect(runs.map(({ status }) => status)).toEqual([0, 3, 3]);
  for (const { everything } of runs) expectNoCredentials(everything);
});

test('a proxy that refuses is not drift', async () => {
  const { runs, targets } = await verifyThrough(
    ['optty'],
    says(`HTTP/1.1 407 ${password}\r\nX-Echo: ${password}\r\nContent-Length: 0\r\n\r\n`),
  );
  expect(runs[0]?.report.providers[0]).toMatchObject({
    outcome: 'down',
    reason: expect.stringMatching(/^proxy: .* status 407$/),
  });
  expect(runs[0]?.status).toBe(3);
  expect(targets[0]?.received).toEqual([]);
  expectNoCredentials(runs[0]?.everything ?? '');
});

test('a proxy of another kind is a mistake of the configuration, said once', async () => {
  const env = { OPTTY_BASE_URL: 'https://optty.test', ORUM_BASE_URL: 'https://orum.test', HTTPS_PROXY: 'socks5://p' };
  const { stderr, exitCode } = await runInProcess(['verify', '--target', 'sandbox'], { env });
  expect(stderr.match(/HTTPS_PROXY must be an http or https URL/g)).toHaveLength(1);
  expect(exitCode).toBe(2);
});
