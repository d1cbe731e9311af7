import { describe, expect, test } from 'vitest';
import type { Finding } from '../../scripts/model/finding.ts';
import type { HistoryEntry, ProviderReport } from '../../scripts/model/report.ts';
import { headlineOf, paragraphOf, runInWords } from '../../scripts/report/headline.ts';
import { answered, answerWith, jsonAnswer, observedCase, refusalCase } from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, ruleBook } from './reports.ts';
import { everything, historyOf } from './samples.ts';

const opaqueToken = {
  at: '/access_token',
  kind: 'opaque',
  length: 43,
  vschar: true,
  b64token: true,
  bits: 262,
  id: 'a84269179166336e',
} as const;
const noHistory = { history: [], rules: ruleBook };
const sandbox = { target: 'sandbox', rfc: 'advise' } as const;
const say = (provider: ProviderReport, report: Parameters<typeof headlineOf>[1] = sandbox) => {
  const headline = headlineOf(provider, report, noHistory);
  return `${headline.tone} · ${headline.label} · ${paragraphOf(headline)}`;
};
const brokenBy = (...findings: readonly [Finding, ...Finding[]]): ProviderReport =>
  providerReport([caseReport([broken(...findings)])], { outcome: 'broken' });
const waiver = { reason: 'known', expires: '2026-12-31' };
const changed = finding({ rule: 'baseline/type-changed', at: '/expires_in', expected: 'number', actual: 'string' });

describe('ten seconds: what happened', () => {
  test.each<[string, string]>([
    [say(providerReport()), 'good · Held · Acme keeps its contract: 1 of 1 asserted case held.'],
    [
      say(providerReport([caseReport([held('docs/status', 'mock-assumed')])]), { ...sandbox, target: 'mock' }),
      'good · Held · Acme keeps its contract: 1 of 1 asserted case held; 1 of them on assumptions of the mock host.',
    ],
    [
      say(providerReport([caseReport([broken(finding({ severity: 'warning' }))])])),
      'care · Held, with warnings · Acme keeps its contract: 1 of 1 asserted case held; 1 smaller difference did not break it.',
    ],
    [
      say(providerReport([caseReport([held(), broken(finding({ waiver, severity: 'warning' }))])])),
      'good · Held · Acme keeps its contract: 1 of 1 asserted case held; 1 difference is waived.',
    ],
    [
      say(
        providerReport([caseReport()], {
          judgements: [broken(finding({ rule: 'run/no-baseline', severity: 'warning' }))],
        }),
      ),
      'good · Held · Acme keeps its contract: 1 of 1 asserted case held; no answer was accepted yet, so a change cannot be seen.',
    ],
    [
      say(brokenBy(finding())),
      'bad · Drifted · Acme departs from its documentation: expected status 200, received status 404 (acme/token).',
    ],
    [
      say(brokenBy(changed, finding({ change: 'other', fingerprint: 'bbbbbbbbbbbb' }))),
      'bad · Drifted · Acme departs from what was accepted: /expires_in: expected number, received string (acme/token), and 1 other change.',
    ],
    [
      say(brokenBy(finding()), { ...sandbox, target: 'mock' }),
      'bad · Broken · Acme departs from its documentation: expected status 200, received status 404 (acme/token).',
    ],
    [
      say(
        providerReport(
          [
            caseReport([broken()], [answered(jsonAnswer(404, {}))]),
            caseReport([held()], [answered(jsonAnswer(404, {}))], { one: refusalCase }),
          ],
          { outcome: 'broken' },
        ),
      ),
      'bad · Drifted · Acme answers every request with status 404. Has the endpoint moved?',
    ],
    [
      say(
        providerReport(
          [
            caseReport(
              [
                broken(
                  finding({ rule: 'docs/refused', case: 'acme/unknown-client', actual: 'status 200 with a token' }),
                ),
              ],
              [answered(answerWith({ tokens: [opaqueToken] }))],
              { one: refusalCase },
            ),
          ],
          { outcome: 'broken' },
        ),
      ),
      'bad · Unsafe · Acme granted what it must refuse (Unknown client): status 200 with a token.',
    ],
    [say(brokenBy(finding({ waiver }))), 'care · Waived · Everything that differs at Acme is waived.'],
    [
      say(providerReport([], { outcome: 'down', reason: 'status 503' })),
      'care · Down · Acme gave no usable answer (status 503). Nothing is known of its contract; this is not drift.',
    ],
    [
      say(providerReport([], { outcome: 'credentials-rejected', reason: 'status 401' })),
      'care · Credentials rejected · Acme rejected our credentials (status 401). This is not drift: they have expired, were revoked, or are set wrongly.',
    ],
    [
      say(providerReport([], { outcome: 'throttled' })),
      'care · Throttled · Acme turned us away for asking too much or from here, so the run was ended. This is not drift.',
    ],
    [say(providerReport([], { outcome: 'flaky' })), 'care · Flaky · Acme keeps its contract, but only after a retry.'],
    [say(providerReport([], { outcome: 'interrupted' })), 'idle · Interrupted · The run of Acme was interrupted.'],
    [
      say(providerReport([], { outcome: 'skipped', reason: 'not configured' })),
      'idle · Not run · Acme was not run (not configured).',
    ],
    [
      say(providerReport([caseReport([], [answered()], { scriptError: jsonAnswer(200, {}).statusText })])),
      'bad · Tool failed · A script of the collection of Acme threw. This is a fault of the tool and says nothing of Acme.',
    ],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected);
  });
});

test('since when: the last run that held, against the same kind of target', () => {
  const sentence = (report: Parameters<typeof headlineOf>[1], history: readonly HistoryEntry[]): string =>
    paragraphOf(headlineOf(brokenBy(finding()), report, { ...noHistory, history }));
  const history = historyOf('acme', ['held', 'broken']);
  expect(sentence(sandbox, history)).toMatch(/ It last held on 2025-12-31\.$/);
  expect(sentence({ ...sandbox, target: 'mock' }, history)).not.toContain('last held');
  expect(sentence(sandbox, historyOf('bravo', ['held']))).not.toContain('last held');
});

describe('what to do', () => {
  test.each<[string, ProviderReport, RegExp]>([
    ['down', providerReport([], { outcome: 'down' }), /npm run verify -- --provider acme --target sandbox/],
    [
      'rejected',
      providerReport([], { outcome: 'credentials-rejected' }),
      /Renew `ACME_CLIENT_ID` and `ACME_CLIENT_SECRET`/,
    ],
    ['not configured', providerReport([], { outcome: 'skipped', reason: 'not configured' }), /Set `ACME_CLIENT_ID`/],
    ['a status', brokenBy(finding()), /whether `ACME_BASE_URL` is still the right address/],
    ['a shape', brokenBy(finding({ rule: 'docs/schema' })), /quoting the page.*`npm run build`/],
    ['an accepted answer', brokenBy(changed), /`npm run accept -- --provider acme`/],
    ['a grant', brokenBy(finding({ rule: 'docs/refused' })), /^Tell Acme today/],
    ['a redirect', brokenBy(finding({ rule: 'run/redirect' })), /has moved, then change `ACME_BASE_URL`/],
    ['a fault of ours', brokenBy(finding({ rule: 'run/judges-disagree' })), /fault of the tool/],
  ])('%s', (_, provider, says) => {
    expect(headlineOf(provider, sandbox, noHistory).next.join(' ')).toMatch(says);
  });

  test('nothing, where all is well', () => {
    const provider = providerReport([caseReport(), caseReport([], [], { one: observedCase })]);
    expect(headlineOf(provider, sandbox, noHistory).next).toEqual([]);
  });
});

test('the run in one line, the worst first', () => {
  expect(runInWords(everything)).toBe('4 providers: 1 drifted, 1 down, 1 held, 1 not run');
  expect(runInWords(reportOf([providerReport()]))).toBe('1 provider: 1 held');
});
