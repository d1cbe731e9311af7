import type { HistoryEntry, Outcome, Report } from '../../scripts/model/report.ts';
import type { RenderOptions } from '../../scripts/report/reporter.ts';
import {
  answered,
  answerWith,
  failed,
  htmlAnswer,
  observedCase,
  refusalCase,
  requiredCase,
  tokenCase,
} from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, ruleBook, unjudged } from './reports.ts';

const body = { access_token: '‹string, 40 characters, #a1b2c3›', expires_in: '86400', HOSTILE: 'HOSTILE' };
const drifted = answerWith({
  headers: [['HOSTILE', answerWith().statusText]],
  body: { kind: 'json', json: body, oddities: [] },
});

/** Holds one of each thing that a report can hold. HOSTILE stands wherever a provider's text can stand. */
export const everything: Report = reportOf([
  providerReport(
    [
      caseReport(
        [
          held('docs/status'),
          broken(
            finding({
              rule: 'docs/schema',
              at: '/expires_in',
              expected: 'integer',
              actual: 'string "86400" HOSTILE',
              source: {
                title: 'Acme: Tokens',
                url: 'https://docs.acme.test/tokens',
                at: 'Response',
                quote: '"expires_in": 86400 HOSTILE',
              },
              change: 'acme token /expires_in',
            }),
            finding({
              rule: 'docs/schema',
              at: '/scope/HOSTILE',
              expected: 'present',
              actual: 'missing; the body has HOSTILE',
              fingerprint: '5ffda2446f96',
              change: 'acme token /scope',
            }),
          ),
        ],
        [failed('reset'), answered(drifted)],
        { one: tokenCase },
      ),
      caseReport([held('docs/refused'), unjudged('the body is not JSON')], [answered(htmlAnswer(404))], {
        one: refusalCase,
      }),
      caseReport(
        [broken(finding({ waiver: { reason: 'known HOSTILE', expires: '2026-12-31' }, change: 'w' }))],
        [answered()],
        { one: requiredCase },
      ),
      caseReport([], [], { one: observedCase, notSent: 'not-asked' }),
    ],
    {
      outcome: 'broken',
      judgements: [
        held('rfc/success-status'),
        unjudged('no token HOSTILE', 'rfc/token-type'),
        broken(
          finding({
            rule: 'rfc/cache-control',
            severity: 'warning',
            actual: 'no Cache-Control HOSTILE',
            fingerprint: '0123456789ab',
            change: 'rfc',
          }),
        ),
      ],
      quirks: [
        {
          id: 'accept',
          question: 'Is Accept needed?',
          statements: [{ title: 'Acme: Tokens', quote: 'Accept HOSTILE' }],
          observed: 'It is not. HOSTILE',
          evidence: 'provider',
        },
        { id: 'scope', question: 'Is scope needed?', statements: [], observed: null },
      ],
    },
  ),
  providerReport([caseReport([], [failed('refused')], { inconclusive: 'down' })], {
    id: 'bravo',
    name: 'Bravo',
    outcome: 'down',
    reason: 'refused: HOSTILE',
  }),
  providerReport([caseReport()], { id: 'carol', name: 'Carol' }),
  providerReport([], { id: 'delta', name: 'Delta', outcome: 'skipped', reason: 'not configured', collection: '' }),
]);

/** Markup, commands, escape sequences and whatever else could attack the reader of a report. */
export const hostileText =
  '<script>window.pwned=1</script><img src=x onerror=window.pwned=1>]]>"\'&lt;\n::error::pwned\r\n##[error]pwned ' +
  '\u001b[31mred\u001b]0;title\u0007 \u202eevil\u2066 [link](javascript:pwned) @someone #1 | `code` %0A \ufffe\ud800 --> <!--';

/** What no report may hold unescaped, since a terminal, a log or a parser would obey it. New lines come from the report itself. */
export const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u;

/** The same report with {@link hostileText} from the provider. */
export const hostile: Report = JSON.parse(
  JSON.stringify(everything).replaceAll('HOSTILE', JSON.stringify(hostileText).slice(1, -1)),
);

export const plainOptions: RenderOptions = {
  out: 'reports',
  colors: false,
  verbose: false,
  history: [],
  rules: ruleBook,
};

const dayMs = 86_400_000;

/** One run a day up to the day before the sample's, oldest first. */
export const historyOf = (provider: string, outcomes: readonly Outcome[]): readonly HistoryEntry[] =>
  outcomes.map((outcome, index) => ({
    format: 1,
    at: new Date(Date.parse(everything.startedAt) - (outcomes.length - index) * dayMs).toISOString(),
    target: everything.target,
    provider,
    outcome,
    findings: { error: outcome === 'broken' ? 1 : 0, warning: 0, info: 0 },
    fingerprints: [],
    ...(outcome !== 'down' && { latency: { p50: 100 + index, p95: 200 + 3 * index } }),
  }));

export const longHistory: readonly HistoryEntry[] = historyOf('acme', [
  ...Array<Outcome>(20).fill('held'),
  'flaky',
  'down',
  'down',
  'throttled',
  'held',
  'credentials-rejected',
  'interrupted',
  'held',
  ...Array<Outcome>(12).fill('held'),
]);
