import { afterAll, describe, expect, test } from 'vitest';
import { changedToken, type RunningServer, serve } from '../servers/serve.ts';
import { findingsIn, runInProcess } from '../support/cli.ts';
import { environmentFor, type Id, independent } from '../support/live.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

async function verifyAgainst(id: Id, change: (body: Record<string, unknown>) => unknown) {
  const { handler, credentials } = independent[id];
  const server = await serve(changedToken(handler, change));
  running.push(server);
  const argv = ['verify', '--case', `${id}/token`, '--target', 'sandbox', '--interval', '0'];
  const run = await runInProcess(argv, { env: environmentFor(id, server.url) });
  return { ...run, secret: credentials.secret };
}

type Body = Record<string, unknown>;
const without = (name: string) => (body: Body) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
const renamed = (from: string, to: string) => (body: Body) =>
  Object.fromEntries(Object.entries(body).map(([key, value]) => [key === from ? to : key, value]));
const set = (name: string, value: unknown) => (body: Body) => ({ ...body, [name]: value });

const deviations: readonly (readonly [
  Id,
  string,
  (body: Body) => unknown,
  { rule?: string; at: string; expected: string; actual: string | RegExp },
])[] = [
  [
    'optty',
    'expires_in as a string',
    set('expires_in', '86400'),
    { at: '/expires_in', expected: 'integer', actual: 'string "86400"' },
  ],
  [
    'optty',
    'another lifetime',
    set('expires_in', 3600),
    { rule: 'docs/lifetime', at: '/expires_in', expected: '86400 seconds', actual: 'number 3600' },
  ],
  [
    'optty',
    'scope missing',
    without('scope'),
    { at: '/scope', expected: 'present', actual: /^missing; the body has access_token/ },
  ],
  [
    'optty',
    'access_token renamed',
    renamed('access_token', 'accessToken'),
    { at: '/access_token', expected: 'present', actual: /accessToken/ },
  ],
  [
    'optty',
    'access_token nested',
    (body) => ({ ...without('access_token')(body), data: { access_token: body['access_token'] } }),
    { at: '/access_token', expected: 'present', actual: /data/ },
  ],
  [
    'apinizer',
    'expires_in as a string',
    set('expires_in', '3600'),
    { at: '/expires_in', expected: 'integer', actual: 'string "3600"' },
  ],
  [
    'apinizer',
    'token_type missing',
    without('token_type'),
    { at: '/token_type', expected: 'present', actual: /^missing/ },
  ],
  [
    'apinizer',
    'another token_type',
    set('token_type', 'mac'),
    { at: '/token_type', expected: '"Bearer"', actual: 'string "mac"' },
  ],
  [
    'open-banking-platform',
    'access_token missing',
    without('access_token'),
    { at: '/access_token', expected: 'present', actual: /^missing/ },
  ],
  [
    'open-banking-platform',
    'access_token a number',
    set('access_token', 7),
    { at: '/access_token', expected: 'string', actual: /^‹integer, 1 characters, #[0-9a-f]{6}›$/ },
  ],
  [
    'open-banking-platform',
    'access_token empty',
    set('access_token', ''),
    { at: '/access_token', expected: 'not empty', actual: 'string ""' },
  ],
  [
    'orum',
    'expires_in renamed',
    renamed('expires_in', 'expiresIn'),
    { at: '/expires_in', expected: 'present', actual: /expiresIn/ },
  ],
  ['orum', 'expires_in null', set('expires_in', null), { at: '/expires_in', expected: 'number', actual: 'null' }],
  [
    'octotable',
    'type renamed to token_type',
    renamed('type', 'token_type'),
    { at: '/type', expected: 'present', actual: /token_type/ },
  ],
  [
    'octotable',
    'expires_in as a string',
    set('expires_in', '1440'),
    { at: '/expires_in', expected: 'number', actual: 'string "1440"' },
  ],
];

describe('one documented member changed', () => {
  test.each(deviations)('%s: %s', async (id, _, change, { rule = 'docs/schema', at, expected, actual }) => {
    const { exitCode, report, stdout, files, secret } = await verifyAgainst(id, change);
    const findings = findingsIn(report);
    expect(findings.map((finding) => [finding.rule, finding.severity, finding.at, finding.expected])).toEqual([
      [rule, 'error', at, expected],
    ]);
    expect(findings[0]?.actual).toMatch(actual);
    expect(findings[0]?.source?.title).toContain(report?.providers[0]?.name);
    expect(stdout).toContain(at);
    expect(exitCode).toBe(1);
    const everything = stdout + JSON.stringify(files);
    expect(everything).not.toContain(secret);
    expect(everything).not.toMatch(/eyJ[\w-]{8}/);
  });
});
