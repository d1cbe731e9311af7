import type { Case } from '../../scripts/model/case.ts';
import type { Attempt, Exchange } from '../../scripts/model/exchange.ts';
import type { Evidence, Finding, Judgement, RuleId } from '../../scripts/model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../../scripts/model/report.ts';
import { answered, exchangeOf, tokenCase } from '../support/exchanges.ts';

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
  // Nobody was asked where there is no case.
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
