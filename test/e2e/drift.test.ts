import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../scripts/model/finding.ts';
import type { Report } from '../../scripts/model/report.ts';
import { changed, changedToken, type Handler, json } from '../servers/serve.ts';
import {
  acceptedProvider,
  type Id,
  provider,
  root,
  run,
  set,
  useDriftingProviders,
  without,
} from '../support/drifting.ts';

useDriftingProviders();

const ofBaseline = (findings: readonly Finding[]) =>
  findings
    .filter(({ rule }) => rule.includes('baseline'))
    .map(({ rule, severity, case: id = '', at }) => [rule, severity, id, at].filter((part) => part !== '').join(' '));
const firstBaseline = (findings: readonly Finding[]) =>
  findings.find(({ rule }) => rule.startsWith('baseline/'))?.actual;

describe('accept, then nothing changes', () => {
  test('before there is a baseline, a live run says how to make one; afterwards two runs say the same', async () => {
    const one = await provider('optty');
    const before = await one.verify();
    expect(before.exitCode).toBe(0);
    expect(before.stdout).toMatch(/warning run\/no-baseline: .*\n.*\n.*npm run accept -- --provider optty/);
    expect(before.report?.providers[0]?.cases[0]?.judgements.find(({ rule }) => rule.startsWith('baseline/'))).toEqual({
      rule: 'baseline/unchanged',
      outcome: 'not-judged',
      why: 'no baseline: npm run accept -- --provider optty',
    });

    const accepted = await one.accept();
    expect(accepted.stderr).toBe('');
    expect(accepted.exitCode).toBe(0);
    const [first, second] = [await one.verify(), await one.verify()];
    expect(ofBaseline(first.findings)).toEqual([]);
    expect(first.findings).toEqual(second.findings);
    expect(first.report?.providers[0]?.cases[0]?.judgements.find(({ rule }) => rule.startsWith('baseline/'))).toEqual({
      rule: 'baseline/unchanged',
      outcome: 'held',
      evidence: 'provider',
    });
  });

  test('the mock has no baseline, and says nothing of it', async () => {
    const { stdout } = await run(['verify', '--provider', 'optty', '--out', 'reports']);
    expect(stdout).not.toContain('baseline');
    const report: Report = JSON.parse(await readFile(join(root, 'reports/report.json'), 'utf8'));
    const judgements = report.providers.flatMap(({ cases }) => cases.flatMap((each) => each.judgements));
    expect(judgements.filter(({ rule }) => rule.startsWith('baseline/'))).toEqual([]);
  });
});

type Body = Record<string, unknown>;
const renamed = (from: string, to: string) => (body: Body) =>
  Object.fromEntries(Object.entries(body).map(([key, value]) => [key === from ? to : key, value]));
const token = (change: (body: Body) => unknown) => (handler: Handler) => changedToken(handler, change);
const header = (name: string, value: string) => (handler: Handler) =>
  changed(handler, (reply) => ({ ...reply, headers: { ...reply.headers, [name]: value } }));

describe('accept, then the provider changes', () => {
  test.each<
    [id: Id, what: string, (handler: Handler) => Handler, exitCode: number, finding: string, says: string | RegExp]
  >([
    [
      'apinizer',
      'token_type is gone',
      token(without('token_type')),
      1,
      'baseline/member-removed error apinizer/token /token_type',
      /^missing/,
    ],
    [
      'apinizer',
      'expires_in is gone',
      token(without('expires_in')),
      0,
      'baseline/optional-member-removed warning apinizer/token /expires_in',
      /^missing/,
    ],
    [
      'apinizer',
      'a member is new',
      token(set('refresh_expires_in', 5)),
      0,
      'baseline/member-added info apinizer/token /refresh_expires_in',
      'integer',
    ],
    [
      'apinizer',
      'expires_in is null',
      token(set('expires_in', null)),
      1,
      'baseline/nullable error apinizer/token /expires_in',
      'null',
    ],
    [
      'apinizer',
      'expires_in is a text',
      token(set('expires_in', '3600')),
      1,
      'baseline/number-form error apinizer/token /expires_in',
      'string of digits',
    ],
    [
      'apinizer',
      'expires_in in minutes',
      token(set('expires_in', 60)),
      1,
      'baseline/lifetime-shorter error apinizer/token /expires_in',
      'expires_in went from 3600 to 60: a factor of 60; minutes instead of seconds?',
    ],
    [
      'optty',
      'expires_in in hours',
      token(set('expires_in', 24)),
      1,
      'baseline/lifetime-shorter error optty/token /expires_in',
      'expires_in went from 86400 to 24: a factor of 3600; hours instead of seconds?',
    ],
    [
      'orum',
      'another expires_in',
      token(set('expires_in', 5400)),
      0,
      'baseline/lifetime-longer warning orum/token /expires_in',
      'expires_in went from 3600 to 5400',
    ],
    [
      'optty',
      'token_type is renamed',
      token(renamed('token_type', 'type')),
      1,
      'baseline/member-renamed error optty/token /token_type',
      'token_type is gone and type is new: renamed?',
    ],
    [
      'optty',
      'the token moved',
      token((body) => ({ ...without('access_token')(body), data: { access_token: body['access_token'] } })),
      1,
      'baseline/member-moved error optty/token /access_token',
      'access_token moved from the top level to /data',
    ],
    [
      'optty',
      'bearer',
      token(set('token_type', 'bearer')),
      1,
      'baseline/constant-case warning optty/token /token_type',
      '"bearer"',
    ],
    ['optty', 'mac', token(set('token_type', 'mac')), 1, 'baseline/constant error optty/token /token_type', '"mac"'],
    [
      'optty',
      'more scope',
      token(set('scope', 'api-user admin')),
      1,
      'baseline/scope-grew warning optty/token /scope',
      /with admin/,
    ],
    [
      'optty',
      'an opaque token',
      token(set('access_token', 'opaque-token-Zk81mQ0pLw5Rb7Yt2Ns')),
      1,
      'baseline/token-form warning optty/token /access_token',
      'an opaque token',
    ],
    [
      'optty',
      'an empty token',
      token(set('access_token', '')),
      1,
      'baseline/token-unusable error optty/token /access_token',
      'empty string',
    ],
    [
      'optty',
      'charset',
      header('content-type', 'application/json; charset=utf-8'),
      0,
      'baseline/media-type-parameter info optty/token',
      'charset=utf-8',
    ],
    [
      'optty',
      'HTML',
      header('content-type', 'text/html'),
      1,
      'baseline/media-type error optty/token',
      'JSON as text/html',
    ],
    [
      'optty',
      'Cache-Control',
      header('cache-control', 'no-store'),
      0,
      'baseline/header-added info optty/token',
      'cache-control: no-store',
    ],
    [
      'optty',
      '201',
      (handler) => changed(handler, (reply) => (reply.status === 200 ? { ...reply, status: 201 } : reply)),
      1,
      'baseline/success-status error optty/token',
      'status 201',
    ],
    [
      'optty',
      'a redirect',
      () => () => ({ status: 307, headers: { location: 'https://other.test/' }, body: '' }),
      1,
      'baseline/redirect error optty/token',
      'status 307',
    ],
  ])('%s: %s', async (id, _, change, exitCode, finding, says) => {
    const one = await acceptedProvider(id);
    one.become(change(one.handler));
    const after = await one.verify('--case', `${id}/token`);
    expect(ofBaseline(after.findings)).toEqual([finding]);
    expect(firstBaseline(after.findings)).toEqual(typeof says === 'string' ? says : expect.stringMatching(says));
    expect(after.stdout).toContain(after.findings.find(({ rule }) => rule.startsWith('baseline/'))?.fingerprint);
    expect(after.exitCode).toBe(exitCode);
  });

  test('no-store is lost', async () => {
    const one = await provider('orum');
    one.become(header('cache-control', 'no-store')(one.handler));
    await one.verify('--case', 'orum/token');
    await one.accept();
    one.become(one.handler);
    const { findings, exitCode } = await one.verify('--case', 'orum/token');
    expect(ofBaseline(findings)).toEqual(['baseline/header-lost error orum/token']);
    expect(exitCode).toBe(1);
  });

  test('different requests get the same token', async () => {
    const one = await provider('orum');
    await one.verify();
    await one.accept();
    one.become(token(set('access_token', 'always-the-same-Zk81mQ0pLw5Rb7Yt2Ns'))(one.handler));
    const { findings } = await one.verify();
    expect(ofBaseline(findings)).toEqual(['baseline/token-repeated error orum/token-form /access_token']);
  });

  test('a member that is in one of two answers only became optional', async () => {
    const one = await provider('orum');
    await one.verify();
    await one.accept();
    one.become(
      changed(one.handler, (reply, seen) =>
        reply.status === 200 && seen.headers['content-type'] !== 'application/json'
          ? json(200, without('token_type')(JSON.parse(reply.body)))
          : reply,
      ),
    );
    const { findings } = await one.verify();
    expect(ofBaseline(findings)).toEqual(['baseline/member-optional error orum/token-form /token_type']);
  });

  test('a refusal that is granted leads; one in another way is graded by what is documented', async () => {
    const one = await provider('optty');
    await one.verify();
    await one.accept();
    one.become(
      changed(changedToken(one.handler, set('expires_in', 24)), (reply, seen) => {
        if (seen.body.includes('client_secret=') && reply.status === 401)
          return json(200, { access_token: 'granted-to-nobody-0123456789' });
        return reply.status === 400 ? json(403, { error: 'invalid_request' }) : reply;
      }),
    );
    const { findings, stdout, exitCode } = await one.verify();
    expect(ofBaseline(findings)).toEqual([
      'baseline/lifetime-shorter error optty/token /expires_in',
      'baseline/refusal-granted error optty/unknown-client',
      'baseline/refusal-changed warning optty/missing-parameter-client-id',
      'baseline/refusal-changed warning optty/missing-parameter-client-secret',
    ]);
    expect(stdout.match(/^ {2}(?:error|warning|info) .*?:/gm)?.slice(0, 2)).toEqual([
      '  error docs/refused:',
      '  error baseline/refusal-granted:',
    ]);
    expect(exitCode).toBe(1);
  });

  test('what is only observed is a warning at most', async () => {
    const one = await provider('optty');
    const named = ['--case', 'optty/token,optty/token-expires-in-2'];
    await one.verify(...named);
    await one.accept();
    one.become(changed(one.handler, (reply, seen) => (seen.query === 'expires_in=2' ? json(404, {}) : reply)));
    const { findings, exitCode } = await one.verify(...named);
    expect(ofBaseline(findings)).toEqual(['baseline/success-status warning optty/token-expires-in-2']);
    expect(exitCode).toBe(0);
  });

  test('rejected credentials are no drift', async () => {
    const one = await provider('optty');
    await one.verify();
    await one.accept();
    one.become(() => json(401, { message: 'no' }));
    const { findings, exitCode } = await one.verify();
    expect(ofBaseline(findings)).toEqual([]);
    expect(exitCode).toBe(3);
  });

  test('another host: said, and compared all the same', async () => {
    const [one, other] = [await provider('optty'), await provider('optty')];
    await one.verify();
    await one.accept();
    const { findings, exitCode } = await other.verify();
    expect(ofBaseline(findings)).toEqual(['run/baseline-of-another-host warning']);
    expect(exitCode).toBe(0);
  });
});

describe('a change that docs and baseline both see', () => {
  test('is one group in the console', async () => {
    const one = await provider('optty');
    await one.verify('--case', 'optty/token');
    await one.accept();
    one.become(changedToken(one.handler, set('expires_in', 24)));
    const { stdout } = await one.verify('--case', 'optty/token');
    expect(stdout).toMatch(
      / {2}error docs\/lifetime: .*\n(?: {6}\S.*\n)+ {6}also {6}error baseline\/lifetime-shorter: expires_in went from 86400 to 24: .* \(optty\/token\) [0-9a-f]{12}\n/,
    );
  });
});
