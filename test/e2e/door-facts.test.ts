import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { changed, changedToken, type Handler, json, type RunningServer, serve } from '../servers/serve.ts';
import { type CliRun, findingsIn, runInProcess } from '../support/cli.ts';
import { acceptedProvider, set, useDriftingProviders } from '../support/drifting.ts';
import { environmentFor, type Id, independent } from '../support/live.ts';
import { answers, startRaw } from '../support/raw-server.ts';

/** What the program makes of facts that only the raw text of an answer has. */

useDriftingProviders();

const running: Pick<RunningServer, 'close'>[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const verify = (id: Id, url: string, env: Record<string, string> = {}): Promise<CliRun> =>
  runInProcess(
    ['verify', '--provider', id, '--target', 'sandbox', '--case', `${id}/token`, '--interval', '0', '--retries', '0'],
    { env: { ...environmentFor(id, url), ...env } },
  );

async function asked(id: Id, handler: Handler, env: Record<string, string> = {}): Promise<CliRun> {
  const server = await serve(handler);
  running.push(server);
  return verify(id, server.url, env);
}

const granting = (id: Id, members: Readonly<Record<string, unknown>>): Promise<CliRun> =>
  asked(
    id,
    changedToken(independent[id].handler, (body) => ({ ...body, ...members })),
  );

const outcomeOf = ({ report, exitCode }: CliRun) => [report?.providers[0]?.outcome, exitCode];
/** Without the rows of the RFC, which only advise, and without the missing baseline. */
const told = ({ report }: CliRun): readonly string[] =>
  findingsIn(report)
    .filter(({ rule }) => !rule.startsWith('rfc/') && rule !== 'run/no-baseline')
    .map(({ rule, severity, at, actual }) => `${rule} ${severity} ${at}: ${actual}`);
const judgement = (report: Report | undefined, rule: string) =>
  [
    ...(report?.providers[0]?.judgements ?? []),
    ...(report?.providers[0]?.cases.flatMap(({ judgements }) => judgements) ?? []),
  ].find((one) => one.rule === rule);

const opaque = 'mF_9-B5f-4-1JqM2YotnFZFEjr1zCsicMWpAAxY7cQ0';
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const jwtWith = (claims: object): string =>
  `${part({ alg: 'RS256' })}.${part({ sub: 'x', iat: now, exp: now + 86_400, ...claims })}.c2lnbmF0dXJl`;

describe('a token that no client can send is an error', () => {
  test.each([
    ['a line feed at its end', `${opaque}\n`, 'text with a control character, e.g. a line feed'],
    ['the word undefined', 'undefined', 'a placeholder of a program in place of a token, e.g. the word undefined'],
    ['an object as text', '[object Object]', 'a placeholder of a program in place of a token, e.g. the word undefined'],
    ['a template', '{{access_token}}', 'a placeholder of a program in place of a token, e.g. the word undefined'],
    ['its scheme', `Bearer ${opaque}`, 'text with an authentication scheme before the token, e.g. "Bearer "'],
    ['a space', `${opaque} ${opaque}`, 'text with white space in it'],
    ['a letter outside ASCII', `${opaque}é`, 'text with a character outside ASCII'],
  ])('%s', async (_, token, actual) => {
    const run = await granting('orum', { access_token: token });
    expect(told(run)).toEqual([`run/token-unusable-text error /access_token: ${actual}`]);
    expect(outcomeOf(run)).toEqual(['broken', 1]);
    expect(run.stdout + JSON.stringify(run.files)).not.toContain(opaque);
  });

  test('where a JWT is promised, it is one error too', async () => {
    for (const token of ['undefined', `${jwtWith({})}\n`])
      expect(told(await granting('optty', { access_token: token }))).toEqual([
        expect.stringMatching(/^run\/token-unusable-text error \/access_token: /),
      ]);
  });

  test('all other printable characters can be sent', async () => {
    const run = await granting('orum', { access_token: `00Dxx!${opaque}|{}` });
    expect(told(run)).toEqual([]);
    expect(outcomeOf(run)).toEqual(['held', 0]);
  });
});

describe('an encrypted JWT', () => {
  const jwe = `${part({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })}.a2V5a2V5.aXZpdml2.Y2lwaGVydGV4dA.dGFndGFn`;

  test('is a JWT, by name, and what needs its claims is not judged', async () => {
    const run = await granting('optty', { access_token: jwe });
    expect(told(run)).toEqual([]);
    expect(outcomeOf(run)).toEqual(['held', 0]);
    const last = run.report?.providers[0]?.cases[0]?.exchange.attempts.at(-1);
    expect(last?.kind === 'answered' && last.answer.tokens[0]).toMatchObject({
      kind: 'jwt',
      jwt: { alg: 'RSA-OAEP-256', enc: 'A256GCM', headerNames: ['alg', 'cty', 'enc'], claimNames: [] },
    });
    expect(judgement(run.report, 'docs/token-format')).toMatchObject({ outcome: 'held' });
    expect(judgement(run.report, 'rfc/jwt-times')).toMatchObject({
      outcome: 'not-judged',
      why: 'the JWT is encrypted, so its claims cannot be read',
    });
  });

  test('of four parts is none', async () => {
    const run = await granting('optty', { access_token: jwe.split('.').slice(0, 4).join('.') });
    expect(told(run)).toEqual([expect.stringMatching(/^docs\/token-format error \/access_token: an opaque token of/)]);
    expect(outcomeOf(run)).toEqual(['broken', 1]);
  });
});

describe('a whole number', () => {
  const written = (text: string): Promise<CliRun> =>
    asked(
      'optty',
      changed(independent.optty.handler, (reply) => ({ ...reply, body: reply.body.replace(':86400', `:${text}`) })),
    );

  test.each([
    ['86400.0', 'number 86400, written with a fraction'],
    ['8.64e4', 'number 86400, written with an exponent'],
    ['864E+2', 'number 86400, written with an exponent'],
  ])('written as %s breaks the row of the RFC', async (text, actual) => {
    const run = await written(text);
    expect(told(run)).toEqual([]);
    expect(judgement(run.report, 'rfc/expires-in-digits')).toMatchObject({
      outcome: 'broken',
      findings: [{ at: '/expires_in', actual }],
    });
    expect(outcomeOf(run)).toEqual(['held', 0]);
  });

  test('written as digits holds, with white space around it too', async () => {
    expect(judgement((await written('  86400 ')).report, 'rfc/expires-in-digits')).toMatchObject({ outcome: 'held' });
  });

  test.each([
    ['3600.0', (body: string) => body.replace(/("expires_in":\d+)/, '$1.0'), 'integer written with a fraction'],
    [
      'a fraction where the page says number',
      (body: string) => body.replace(/("expires_in":\d+)/, '$1.5'),
      'number with a fraction',
    ],
  ])('that was accepted as digits and is %s is a warning', async (_, change, actual) => {
    const one = await acceptedProvider('orum');
    one.become(changed(one.handler, (reply) => ({ ...reply, body: change(reply.body) })));
    const { findings, exitCode } = await one.verify('--case', 'orum/token');
    expect(
      findings
        .filter(({ rule }) => rule.startsWith('baseline/'))
        .map((finding) => [finding.rule, finding.severity, finding.at, finding.actual]),
    ).toEqual([['baseline/number-form', 'warning', '/expires_in', actual]]);
    expect(exitCode).toBe(0);
  });
});

describe('the form of a token, beside the accepted one', () => {
  const formOf = async (id: 'optty' | 'orum', token: string) => {
    const one = await acceptedProvider(id);
    one.become(changedToken(one.handler, set('access_token', token)));
    const { findings, exitCode } = await one.verify('--case', `${id}/token`);
    const changes = findings.filter(({ rule }) => rule.startsWith('baseline/'));
    return [exitCode, ...changes.map(({ rule, severity, expected, actual }) => [rule, severity, expected, actual])];
  };

  test('opaque: another alphabet is a warning, and so is another length', async () => {
    expect(await formOf('orum', 'deadbeef'.repeat(5))).toEqual([
      0,
      [
        'baseline/token-form',
        'warning',
        expect.stringMatching(/^an opaque token of \d+ characters, /),
        'an opaque token of 40 characters, hex digits',
      ],
    ]);
    expect(await formOf('orum', `${opaque}${opaque.repeat(10)}`)).toEqual([
      0,
      [
        'baseline/token-form',
        'warning',
        expect.stringMatching(/^an opaque token of \d+ characters, /),
        'an opaque token of 473 characters, base64url',
      ],
    ]);
  });

  test('opaque: one character more is nothing', async () => {
    expect(await formOf('orum', `${opaque}x`)).toEqual([0]);
  });
});

describe('a Content-Encoding that nobody asked for', () => {
  const text = JSON.stringify({
    access_token: jwtWith({}),
    expires_in: 86_400,
    token_type: 'Bearer',
    scope: 'api-user',
  });
  const sent = async (body: string | Uint8Array, coding: string): Promise<CliRun> => {
    const server = await startRaw(answers(body, { 'Content-Encoding': coding }));
    running.push(server);
    return verify('optty', server.url);
  };

  test.each([
    ['UTF-8', 'a Content-Encoding that names no content coding'],
    ['none', 'a Content-Encoding that names no content coding'],
    ['binary', 'a Content-Encoding that names no content coding'],
  ])('%s is read as it stands', async (coding, actual) => {
    const run = await sent(text, coding);
    expect(told(run)).toEqual([`run/oddity warning : ${actual}`]);
    expect(outcomeOf(run)).toEqual(['held', 0]);
  });

  test('gzip is undone, judged, and odd', async () => {
    const run = await sent(gzipSync(text), 'gzip');
    expect(told(run)).toEqual(['run/oddity warning : a content coding though none was asked for']);
    expect(outcomeOf(run)).toEqual(['held', 0]);
    const wrong = await sent(gzipSync(text.replace('Bearer', 'mac')), 'gzip');
    expect(told(wrong)).toEqual([
      'docs/schema error /token_type: string "mac"',
      'run/oddity warning : a content coding though none was asked for',
    ]);
  });

  test('identity is no oddity', async () => {
    expect(told(await sent(text, 'identity'))).toEqual([]);
  });
});

describe('a scope', () => {
  const id = 'open-banking-platform';
  const scope = 'api://11111111-2222-3333-4444-555555555555/.default';
  const granted = (said: string): Promise<CliRun> =>
    asked(id, () => json(200, { access_token: opaque, expires_in: 3600, token_type: 'Bearer', scope: said }), {
      OPEN_BANKING_PLATFORM_SCOPE: scope,
    });

  test('is shown in the request and in the answer, and judged', async () => {
    const run = await granted(scope);
    expect(told(run)).toEqual([]);
    const exchange = run.report?.providers[0]?.cases[0]?.exchange;
    expect(exchange?.request).toMatchObject({ scope, body: expect.stringContaining(`scope=${scope}`) });
    const last = exchange?.attempts.at(-1);
    expect(last?.kind === 'answered' && last.answer.body).toMatchObject({ json: { scope } });
    expect(judgement(run.report, 'docs/scope')).toMatchObject({ outcome: 'held' });
    expect(judgement(run.report, 'rfc/scope')).toMatchObject({ outcome: 'held' });
  });

  test('that is another one, as opaque as it may be, is a warning', async () => {
    const other = scope.replace('1111', '9999');
    const run = await granted(other);
    expect(told(run)).toEqual([`docs/scope warning /scope: string "${other}"`]);
    expect(judgement((await granted(`${scope}  x`)).report, 'rfc/scope')).toMatchObject({ outcome: 'broken' });
  });

  test('that holds the secret is masked', async () => {
    const { secret } = independent[id].credentials;
    const run = await granted(`read ${secret}`);
    expect(run.stdout + JSON.stringify(run.files)).not.toContain(secret);
    expect(told(run)).toContain('docs/scope warning /scope: string "read ‹clientSecret›"');
  });
});

test('a client id of any form is shown in our own requests', async () => {
  const clientId = 'a1b2c3d4-e5f6-7788-99aa-bbccddeeff00';
  const run = await asked('optty', independent.optty.handler, { OPTTY_CLIENT_ID: clientId });
  expect(run.report?.providers[0]?.cases[0]?.exchange.request.body).toContain(`client_id=${clientId}`);
});

describe('what is read whole is judged whole', () => {
  test('a JWT of 60 KB is one', async () => {
    const token = jwtWith({ groups: Array.from({ length: 1680 }, (_, index) => `group-number-${index}-of-many`) });
    expect(token.length).toBeGreaterThan(60_000);
    const run = await granting('optty', { access_token: token });
    expect(told(run)).toEqual([]);
    expect(judgement(run.report, 'docs/token-format')).toMatchObject({ outcome: 'held' });
    expect(outcomeOf(run)).toEqual(['held', 0]);
  });

  test('Cache-Control counts at the end of a long header too', async () => {
    const long = `${Array.from({ length: 200 }, (_, index) => `x-${index}=1`).join(', ')}, no-store`;
    const run = await asked(
      'optty',
      changed(independent.optty.handler, (reply) => ({
        ...reply,
        headers: { ...reply.headers, 'cache-control': long },
      })),
    );
    expect(judgement(run.report, 'rfc/cache-control')).toMatchObject({ outcome: 'held' });
  });

  test.each([
    [
      'tokens',
      { list: Array.from({ length: 60 }, (_, index) => ({ token: `t${index}` })) },
      'at most 50 tokens in one answer',
    ],
    [
      'names in a JWT',
      { access_token: jwtWith(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`c${index}`, 1]))) },
      'at most 200 names in the header or the claims of a JWT',
    ],
  ])('a limit that is hit is named, and is no other finding: %s', async (_, members, expected) => {
    const one = await acceptedProvider('optty');
    one.become(changedToken(one.handler, (body) => ({ ...body, ...members })));
    const { findings, report, exitCode } = await one.verify('--case', 'optty/token');
    expect(
      findings
        .filter(({ rule }) => !rule.startsWith('rfc/'))
        .map((finding) => [finding.rule, finding.severity, finding.expected]),
    ).toEqual([['run/beyond-bound', 'info', expected]]);
    expect(judgement(report, 'baseline/unchanged')).toMatchObject({ outcome: 'not-judged' });
    expect(exitCode).toBe(0);
  });
});
