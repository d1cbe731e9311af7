import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../scripts/model/finding.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import type { Report } from '../../scripts/model/report.ts';
import * as apinizer from '../servers/apinizer.ts';
import * as optty from '../servers/optty.ts';
import * as orum from '../servers/orum.ts';
import { type Handler, json, type Reply, type RunningServer, type Seen, serve } from '../servers/serve.ts';
import { findingsIn, runInProcess } from '../support/cli.ts';
import { acme, acmeSchemas } from '../support/exchanges.ts';
import { environmentFor } from '../support/live.ts';
import { temporaryProject } from '../support/project.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const page = (status: number, title = 'Attention'): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});
const bare = (status: number): Reply => ({ status, headers: {}, body: '' });

const servers = { optty, apinizer, orum };
type Id = keyof typeof servers;
const isProbe = ({ body, headers }: Seen): boolean => `${body}${JSON.stringify(headers)}`.includes('contract-probe');

const allFindings = (report: Report | undefined): readonly Finding[] => [
  ...findingsIn(report),
  ...(report?.providers ?? []).flatMap(({ judgements }) =>
    judgements.flatMap((one) => (one.outcome === 'broken' && !one.rule.startsWith('rfc/') ? one.findings : [])),
  ),
];

interface Expected {
  readonly outcome: string;
  readonly exitCode: number;
  /** Every finding of docs and run, once: `rule severity`. */
  readonly findings: readonly string[];
  /** How many requests the host sees. */
  readonly requests: number;
  readonly reason?: string;
}
type Row = readonly [string, Id, Handler, Expected];

const always =
  (reply: Reply): Handler =>
  () =>
    reply;
/** The provider answers what is right; every wrong request gets this. */
const refusals =
  (id: Id, reply: Reply): Handler =>
  async (seen) => {
    const usual = await servers[id].handler(seen);
    return usual.status < 400 ? usual : reply;
  };
/** The same for the requests with a wrong client only. */
const wrongClient =
  (id: Id, reply: Reply): Handler =>
  (seen) =>
    isProbe(seen) && !seen.body.includes('grant_type=&') && seen.body.includes('secret')
      ? reply
      : servers[id].handler(seen);

const down = (reason: string, more: Partial<Expected> = {}): Expected => ({
  outcome: 'down',
  exitCode: 3,
  findings: [],
  requests: 1,
  reason,
  ...more,
});
const rejected = (reason: string): Expected => ({
  outcome: 'credentials-rejected',
  exitCode: 3,
  findings: [],
  requests: 1,
  reason,
});
const notAllowed = (reason: string): Expected => ({ ...rejected(reason), outcome: 'grant-not-allowed' });
const broken = (requests: number, ...findings: readonly string[]): Expected => ({
  outcome: 'broken',
  exitCode: 1,
  findings,
  requests,
});
const held = (requests: number, ...findings: readonly string[]): Expected => ({
  outcome: 'held',
  exitCode: 0,
  findings,
  requests,
});

async function verify(id: string, handler: Handler, env: Readonly<Record<string, string>>, more = {}) {
  const server = await serve(handler);
  running.push(server);
  const run = await runInProcess(
    [
      ...['verify', '--provider', id, '--target', 'sandbox', '--interval', '0', '--retries', '0'],
      ...['--reporter', 'console,json'],
    ],
    { env: { ...env, [Object.keys(env).find((name) => name.endsWith('_BASE_URL')) ?? '']: server.url }, ...more },
  );
  const told = allFindings(run.report).filter(({ rule }) => rule.startsWith('docs/') || rule.startsWith('run/'));
  const [provider] = run.report?.providers ?? [];
  return {
    run,
    shown: {
      outcome: provider?.outcome,
      exitCode: run.exitCode,
      findings: [...new Set(told.map(({ rule, severity }) => `${rule} ${severity}`))]
        .filter((one) => one !== 'run/no-baseline warning' && !one.endsWith(' info'))
        .toSorted(),
      requests: server.seen.length,
      ...(provider?.reason !== undefined && { reason: provider.reason }),
    },
  };
}

const described = (rows: readonly Row[]) =>
  test.each(rows)('%s', async (_, id, handler, expected) => {
    const { shown } = await verify(id, handler, environmentFor(id, 'http://placeholder'));
    expect(shown).toEqual(expected);
  });

describe('an outage behind a content delivery network is no drift', () => {
  described([
    [
      '520 with a page',
      'optty',
      always(page(520, 'Web server is returning an unknown error')),
      down('status 520, an HTML page, title "Web server is returning an unknown error"'),
    ],
    [
      '522 with a page',
      'optty',
      always(page(522, 'Connection timed out')),
      down('status 522, an HTML page, title "Connection timed out"'),
    ],
    ['530 with JSON of the network', 'optty', always(json(530, { code: 1033 })), down('status 530, JSON')],
    ['525 without a body', 'orum', always(bare(525)), down('status 525, an empty body')],
    ['408', 'optty', always(bare(408)), down('status 408, an empty body')],
    ['500 with a page', 'orum', always(page(500)), down('status 500, an HTML page, title "Attention"')],
    ['501 with text', 'optty', always({ status: 501, headers: {}, body: 'no' }), down('status 501, text')],
    [
      'harmless: the provider’s own 500 is an answer',
      'orum',
      always(json(500, { error_code: 'internal_server_error', message: 'internal server error' })),
      broken(7, 'docs/status error', 'docs/status warning', 'docs/value error'),
    ],
  ]);
});

describe('a page in front of every refusal is nobody’s answer', () => {
  described([
    ['403 with a page', 'optty', refusals('optty', page(403)), held(3, 'run/intercepted warning')],
    ['502 with a page', 'optty', refusals('optty', page(502)), held(3, 'run/intercepted warning')],
    ['500 with a page', 'optty', refusals('optty', page(500)), held(3, 'run/intercepted warning')],
    [
      '403 with JSON of a firewall',
      'orum',
      refusals('orum', json(403, { message: 'Forbidden' })),
      held(4, 'run/intercepted warning'),
    ],
    ['404 with a page', 'optty', refusals('optty', page(404)), held(3, 'run/intercepted warning')],
    ['200 with a page', 'optty', refusals('optty', page(200)), held(3, 'run/intercepted warning')],
    [
      'harmless: the documented status with a page is the provider’s own page',
      'apinizer',
      refusals('apinizer', page(401)),
      broken(6, 'docs/schema error', 'docs/status error'),
    ],
    ['harmless: another 4xx of its own', 'optty', refusals('optty', json(400, { error: 'invalid_request' })), held(4)],
  ]);
});

describe('what the canonical answer says of the credentials', () => {
  const unauthorized = { error_code: 'unauthorized', message: 'unauthorized request' };
  const ofApinizer = { error: 'unauthorized_client', error_description: 'Bad credentials' };
  described([
    ['the provider’s own refusal, 400', 'orum', always(json(400, unauthorized)), rejected('status 400, JSON')],
    ['the provider’s own refusal, 403', 'orum', always(json(403, unauthorized)), rejected('status 403, JSON')],
    [
      'the same in other words',
      'orum',
      always(json(401, { ...unauthorized, message: 'no such client' })),
      rejected('status 401, JSON'),
    ],
    [
      'harmless: another documented refusal',
      'orum',
      always(json(400, { error_code: 'missing_client_id', message: 'client_id is required' })),
      broken(7, 'docs/status error', 'docs/value error'),
    ],
    ['401 invalid_client', 'optty', always(json(401, { error: 'invalid_client' })), rejected('status 401, JSON')],
    ['401 with a page', 'optty', always(page(401, 'Sign in')), rejected('status 401, an HTML page, title "Sign in"')],
    [
      '401 invalid_scope is none',
      'optty',
      always(json(401, { error: 'invalid_scope' })),
      broken(4, 'docs/status error'),
    ],
    [
      '401 invalid_request is none',
      'optty',
      always(json(401, { error: 'invalid_request' })),
      broken(4, 'docs/status error'),
    ],
    [
      '401 unsupported_grant_type is none',
      'optty',
      always(json(401, { error: 'unsupported_grant_type' })),
      broken(4, 'docs/status error'),
    ],
    [
      '400 unauthorized_client: the grant',
      'optty',
      always(json(400, { error: 'unauthorized_client' })),
      notAllowed('status 400, JSON'),
    ],
    [
      '403 unauthorized_client: the grant',
      'optty',
      always(json(403, { error: 'unauthorized_client' })),
      notAllowed('status 403, JSON'),
    ],
    [
      '401 unauthorized_client: the grant',
      'optty',
      always(json(401, { error: 'unauthorized_client' })),
      notAllowed('status 401, JSON'),
    ],
    [
      'unless the provider documents it for wrong credentials',
      'apinizer',
      always(json(401, ofApinizer)),
      rejected('status 401, JSON'),
    ],
  ]);

  test('an empty 403 that the provider documents for a bad client is its refusal', async () => {
    const provider: Provider = {
      ...acme,
      responses: {
        ...acme.responses,
        forbidden: {
          status: 403,
          isEmpty: true,
          example: null,
          basis: 'documented',
          source: { doc: 'errors', at: '403' },
        },
      },
      refusals: [
        { fault: 'unknown-client', response: 'forbidden', basis: 'documented', source: { doc: 'errors', at: '403' } },
      ],
    };
    const project = await temporaryProject([provider], acmeSchemas as Readonly<Record<string, object>>);
    const env = { ACME_BASE_URL: '', ACME_CLIENT_ID: 'fake-client', ACME_CLIENT_SECRET: 'fake-secret-0123' };
    const token = json(200, { access_token: 'T'.repeat(43), token_type: 'Bearer', expires_in: 3600 });
    const all = await verify('acme', always(bare(403)), env, { project });
    expect(all.shown).toEqual(rejected('status 403, an empty body'));
    const some = await verify('acme', (seen) => (isProbe(seen) ? bare(403) : token), env, { project });
    expect(some.shown).toEqual(held(2));
    const other = await verify('acme', (seen) => (isProbe(seen) ? json(403, { error: 'no' }) : token), env, {
      project,
    });
    expect(other.shown.outcome).toBe('held');
    const onMock = await runInProcess(['verify', '--reporter', 'console'], { project });
    expect([onMock.exitCode, onMock.stderr]).toEqual([0, '']);
  });
});

describe('an address without a token endpoint is one finding', () => {
  described([
    ['404 with a page', 'optty', always(page(404, 'Not Found')), broken(1, 'run/no-endpoint error')],
    [
      '404 with JSON of a web framework',
      'orum',
      always(json(404, { statusCode: 404, message: 'Cannot POST /oauth/token' })),
      broken(1, 'run/no-endpoint error'),
    ],
    [
      '405 with JSON of a web server',
      'optty',
      always(json(405, { error: 'Method Not Allowed', status: 405 })),
      broken(1, 'run/no-endpoint error'),
    ],
    ['410 without a body', 'apinizer', always(bare(410)), broken(1, 'run/no-endpoint error')],
    [
      'harmless: the provider’s own 404',
      'orum',
      always(json(404, { error_code: 'no_such_tenant', message: 'no such tenant' })),
      broken(7, 'docs/status error', 'docs/status warning', 'docs/value error'),
    ],
  ]);

  test('it names the request, and no rule of the RFC is judged', async () => {
    const { run } = await verify('optty', always(page(404)), environmentFor('optty', 'http://placeholder'));
    const findings = allFindings(run.report).filter(({ rule }) => rule !== 'run/no-baseline');
    expect(findings.map(({ rule, actual }) => [rule, actual.replace(/:\d+/, ':1')])).toEqual([
      [
        'run/no-endpoint',
        'status 404, an HTML page, title "Attention"; asked POST http://127.0.0.1:1/token?expires_in=1',
      ],
    ]);
    const judged = run.report?.providers[0]?.judgements.filter(
      ({ rule, outcome }) => rule.startsWith('rfc/') && outcome !== 'not-judged',
    );
    expect(judged).toEqual([]);
  });
});

describe('a page with status 200 grants nothing', () => {
  described([
    [
      'a maintenance page',
      'optty',
      always(page(200, 'We will be back soon')),
      down('not the API: status 200, an HTML page, title "We will be back soon"', {
        findings: ['run/intercepted warning'],
      }),
    ],
    [
      'without a media type',
      'orum',
      always({ ...page(200), headers: {} }),
      down('not the API: status 200, an HTML page, title "Attention"', { findings: ['run/intercepted warning'] }),
    ],
    [
      'with status 202',
      'apinizer',
      always(page(202)),
      down('not the API: status 202, an HTML page, title "Attention"', { findings: ['run/intercepted warning'] }),
    ],
    [
      'harmless: 200 without a token',
      'optty',
      always(json(200, { status: 'ok' })),
      broken(4, 'docs/refused error', 'docs/schema error'),
    ],
  ]);

  test('and cannot be accepted', async () => {
    const { run } = await verify('optty', always(page(200)), environmentFor('optty', 'http://placeholder'));
    expect(run.stdout).not.toMatch(/Unsafe|and a token/);
    expect(run.report?.providers[0]?.cases[0]?.exchange).toMatchObject({ inconclusive: 'intercepted' });
  });
});

test('a token for an unknown client rests on the RFC where the page is silent', async () => {
  const granted = json(200, { access_token: 'T'.repeat(43), token_type: 'Bearer', expires_in: 86_400 });
  const { run, shown } = await verify(
    'optty',
    wrongClient('optty', granted),
    environmentFor('optty', 'http://placeholder'),
  );
  expect(shown.exitCode).toBe(1);
  const finding = findingsIn(run.report).find(({ rule }) => rule === 'docs/refused');
  expect(finding?.source).toEqual({
    title: 'RFC 6749',
    at: '§5.2',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
  });
});
