import type { Case } from '../../scripts/model/case.ts';
import type { Attempt, Evidence, Exchange } from '../../scripts/model/exchange.ts';
import type { Finding, Judgement, RuleId } from '../../scripts/model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../../scripts/model/report.ts';
import type { RuleBook } from '../../scripts/model/rule.ts';
import { answered, exchangeOf, tokenCase } from '../support/exchanges.ts';

/** The texts of the rules in the samples, in another order than the samples judge them. */
export const ruleBook: RuleBook = {
  'run/redirect': { words: 'the endpoint answers with a redirect, which is not followed' },
  'docs/refused': { words: 'a request that must be refused was granted' },
  'docs/status': { words: 'the status is not the documented one' },
  'docs/schema': { words: 'the body does not match the documented shape' },
  'baseline/member-removed': { words: 'a member is gone' },
  'baseline/type-changed': { words: 'the type of a value changed' },
  'rfc/jwt-alg': {
    words: 'a JWT must not have alg none',
    level: 'MUST',
    source: { title: 'RFC 8725', at: '§3.1', url: 'https://www.rfc-editor.org/rfc/rfc8725#section-3.1' },
  },
  ...Object.fromEntries(
    [
      ['rfc/pragma', 'a token response must have Pragma: no-cache'],
      ['rfc/cache-control', 'a token response must have Cache-Control: no-store'],
      ['rfc/top-level', 'the members of a token response must stand at the top level'],
      ['rfc/token-type', 'token_type must be present'],
      ['rfc/access-token', 'access_token must be present, in printable ASCII'],
      ['rfc/success-status', 'a token must be granted with status 200'],
    ].map(([rule, words = '']) => [
      rule,
      {
        words,
        level: 'MUST' as const,
        source: { title: 'RFC 6749', at: '§5.1', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1' },
      },
    ]),
  ),
};

export const held = (rule: RuleId = 'docs/status', evidence: Evidence = 'provider'): Judgement => ({
  rule,
  outcome: 'held',
  evidence,
});

export const unjudged = (why: string, rule: RuleId = 'docs/status'): Judgement => ({
  rule,
  outcome: 'not-judged',
  why,
});

export const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'docs/status',
  severity: 'error',
  provider: 'acme',
  case: 'acme/token',
  at: '',
  expected: 'status 200',
  actual: 'status 404',
  source: { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens', at: 'Response' },
  fingerprint: '2ab6df462551',
  change: 'acme token',
  ...more,
});

export const broken = (first: Finding = finding(), ...rest: readonly Finding[]): Judgement => ({
  rule: first.rule,
  outcome: 'broken',
  findings: [first, ...rest],
});

export const caseReport = (
  judgements: readonly Judgement[] = [held()],
  attempts: readonly Attempt[] = [answered()],
  { one = tokenCase, ...exchange }: Partial<Exchange> & { readonly one?: Case } = {},
): CaseReport => {
  const { id, folder, title, basis, safety } = one;
  return {
    case: { id, folder, title, basis, safety },
    exchange: exchangeOf(one, attempts, exchange),
    curl: 'curl "$ACME_BASE_URL/token"',
    judgements,
  };
};

export const providerReport = (
  cases: readonly CaseReport[] = [caseReport()],
  more: Partial<ProviderReport> = {},
): ProviderReport => ({
  id: 'acme',
  name: 'Acme',
  outcome: 'held',
  // Without a case nothing was sent.
  ...(cases.length > 0 && { origin: 'https://acme.test' }),
  collection: '0'.repeat(64),
  cases,
  judgements: [],
  quirks: [],
  ...more,
});

export const reportOf = (providers: readonly ProviderReport[], more: Partial<Report> = {}): Report => ({
  format: 1,
  tool: 'token-endpoint-contracts 0.1.0',
  target: 'sandbox',
  rfc: 'advise',
  startedAt: '2026-01-02T03:04:05.000Z',
  ms: 1234,
  providers,
  ...more,
});
