import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { spellings } from '../door/secret-spellings.ts';
import { issueJwt } from '../servers/jwt.ts';
import { certificateFor } from '../support/certificate.ts';
import { runInProcess } from '../support/cli.ts';
import { start } from '../support/program.ts';
import { lets, type ProxyAnswer, says, startProxy } from '../support/proxy.ts';
import { answers, startRaw } from '../support/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const password = 'Pr0xy/pass+word"9';
const body = JSON.stringify({
  access_token: issueJwt('client', 86_400),
  expires_in: 86_400,
  token_type: 'Bearer',
  scope: 'api-user',
});
const certificates = {
  optty: certificateFor(['optty.test'], { to: 12 }),
  orum: certificateFor(['orum.test'], { from: -30, to: -1 }),
  octotable: certificateFor(['elsewhere.test']),
};
type Id = keyof typeof certificates;
const ids: readonly Id[] = ['octotable', 'optty', 'orum'];
const hostOf = (id: Id): string => `${id}.test:443`;

const argv = (chosen: readonly Id[]): readonly string[] => [
  'verify',
  ...['--provider', chosen.join(','), '--case', '*/token', '--target', 'sandbox'],
  ...['--retries', '0', '--verbose'],
];
const environment = (chosen: readonly Id[], port: number): Record<string, string> => ({
  ...Object.fromEntries(
    chosen.flatMap((id) => [
      [`${id.toUpperCase()}_BASE_URL`, `https://${id}.test`],
      [`${id.toUpperCase()}_CLIENT_ID`, 'client'],
      [`${id.toUpperCase()}_CLIENT_SECRET`, 'a-client-secret-0123'],
    ]),
  ),
  HTTPS_PROXY: `http://proxy-user:${encodeURIComponent(password)}@127.0.0.1:${port}`,
});

/** Hosts that only a proxy can reach. */
async function startBehindProxy(answer: ProxyAnswer) {
  const targets = await Promise.all(
    ids.map(async (id) => [id, await startRaw(answers(body), certificates[id])] as const),
  );
  const urls = new Map(targets.map(([id, { url }]) => [hostOf(id), url]));
  const proxy = await startProxy((authority) => urls.get(authority) ?? 'http://127.0.0.1:9', answer);
  onTestFinished(async () => {
    await Promise.all([proxy, ...targets.map(([, server]) => server)].map((server) => server.close()));
  });
  return { proxy, received: Object.fromEntries(targets.map(([id, server]) => [id, server.received])) };
}

const expectNoCredentials = (text: string): void => {
  for (const [name, spell] of spellings) expect([name, text.includes(spell(password))]).toEqual([name, false]);
  expect(text).not.toContain('proxy-user');
};

test('hosts are asked through the proxy, their certificates are verified, and the report says so', async () => {
  const out = await temporaryFolder();
  const ca = join(out, 'ca.pem');
  await writeFile(
    ca,
    Object.values(certificates)
      .map(({ cert }) => cert)
      .join('\n'),
  );
  const { proxy, received } = await startBehindProxy(lets);
  const env = { ...environment(ids, proxy.port), NODE_EXTRA_CA_CERTS: ca };
  const { status, stdout, stderr } = await start([...argv(ids), '--out', join(out, 'reports')], env).ended;
  expect(proxy.asked.map(({ authority }) => authority).toSorted()).toEqual(ids.map(hostOf));
  expect(new Set(proxy.asked.map(({ credentials }) => credentials))).toEqual(new Set([`proxy-user:${password}`]));
  const report: Report = JSON.parse(await readFile(join(out, 'reports/report.json'), 'utf8'));
  const via = `http://127.0.0.1:${proxy.port}`;
  expect(report.providers).toMatchObject([
    { id: 'octotable', outcome: 'down', reason: expect.stringMatching(/^tls: .*altnames/), proxy: via },
    { id: 'optty', outcome: 'held', origin: 'https://optty.test', proxy: via },
    { id: 'orum', outcome: 'down', reason: expect.stringMatching(/^tls: .*expired/), proxy: via },
  ]);
  expect(received['optty']?.[0]).toMatch(/^POST \/token/);

  const optty = report.providers.find(({ id }) => id === 'optty') ?? expect.fail();
  expect(optty.cases[0]?.exchange.attempts).toMatchObject([
    { connection: { tls: 'TLSv1.3', certificateEnds: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) } },
  ]);
  const judged = optty.judgements.filter(({ rule }) => rule === 'run/certificate' || rule === 'rfc/tls-version');
  expect(judged).toMatchObject([
    { rule: 'rfc/tls-version', outcome: 'held' },
    {
      rule: 'run/certificate',
      outcome: 'broken',
      findings: [{ severity: 'warning', actual: expect.stringMatching(/^it ends in 11 days, on /) }],
    },
  ]);
  expect(stdout).toContain('run/certificate');
  const history = await readFile(join(out, 'reports/history.ndjson'), 'utf8');
  const lines = history
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ provider: 'optty', tls: 'TLSv1.3', certificateDays: 11 }));
  expect([received['octotable'], received['orum']].flat().join('')).toBe('');
  expect(status).toBe(3);
  const names = await readdir(join(out, 'reports'));
  const files = await Promise.all(names.map((name) => readFile(join(out, 'reports', name), 'utf8')));
  expectNoCredentials([stdout, stderr, ...files].join('\n'));
});

test('a proxy that refuses is not drift', async () => {
  const refusal = `HTTP/1.1 407 ${password}\r\nX-Echo: ${password}\r\nContent-Length: 0\r\n\r\n`;
  const { proxy, received } = await startBehindProxy(says(refusal));
  const { report, exitCode, stdout, stderr, files } = await runInProcess(argv(['optty']), {
    env: environment(['optty'], proxy.port),
  });
  expect(report?.providers[0]).toMatchObject({
    outcome: 'down',
    reason: expect.stringMatching(/^proxy: .* status 407$/),
  });
  expect(exitCode).toBe(3);
  expect(received['optty']).toEqual([]);
  expectNoCredentials(stdout + stderr + JSON.stringify(files));
});

test('a proxy of another kind is a mistake of the configuration, said once', async () => {
  const env = { OPTTY_BASE_URL: 'https://optty.test', ORUM_BASE_URL: 'https://orum.test', HTTPS_PROXY: 'socks5://p' };
  const { stderr, exitCode } = await runInProcess(['verify', '--target', 'sandbox'], { env });
  expect(stderr.match(/HTTPS_PROXY must be an http or https URL/g)).toHaveLength(1);
  expect(exitCode).toBe(2);
});
