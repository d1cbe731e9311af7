import type { Finding, RuleId, Severity } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';

const order: readonly Severity[] = ['error', 'warning', 'info'];

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  order.indexOf(severity) <= order.indexOf(least);

/** What a case came to, for a line of a report. */
export type CaseState = 'held' | 'broken' | 'warned' | 'observed' | 'no-answer' | 'not-judged' | 'not-sent';

export const findingsOf = ({ judgements }: Pick<CaseReport, 'judgements'>): readonly Finding[] =>
  judgements.flatMap((judgement) => (judgement.outcome === 'broken' ? judgement.findings : []));

const grants: readonly RuleId[] = ['docs/refused', 'baseline/refusal-granted'];

/** Every finding of a provider: granted refusals first, then by severity, then in the order of the cases. */
export function providerFindings(provider: ProviderReport): readonly Finding[] {
  const rank = ({ rule, severity }: Finding): number =>
    grants.includes(rule) && severity === 'error' ? -1 : order.indexOf(severity);
  return [...provider.cases, provider].flatMap(findingsOf).toSorted((a, b) => rank(a) - rank(b));
}

/** Under `advise` findings of the rfc verdict never count. */
export const isAdvice = ({ rule }: Pick<Finding, 'rule'>, { rfc }: Pick<Report, 'rfc'>): boolean =>
  rfc === 'advise' && rule.startsWith('rfc/');

/** Whether a finding weighs in this run: waived ones do not. */
export const counts = (finding: Finding, report: Pick<Report, 'rfc'>): boolean =>
  finding.waiver === undefined && !isAdvice(finding, report);

/** The findings that are shown one by one; what else the RFCs say stands on the card alone. */
export const countedFindings = (provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly Finding[] =>
  providerFindings(provider).filter(
    (finding) => !isAdvice(finding, report) && !(finding.rule.startsWith('rfc/') && finding.severity === 'info'),
  );

/** Findings that make a run fail. */
export const errorsOf = (provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly Finding[] =>
  providerFindings(provider).filter((finding) => finding.severity === 'error' && counts(finding, report));

export const hasScriptError = ({ exchange }: CaseReport): boolean => exchange.scriptError !== undefined;

export function stateOf(one: CaseReport): CaseState {
  const { exchange, judgements } = one;
  const findings = findingsOf(one).filter(({ waiver }) => waiver === undefined);
  if (findings.some(({ severity }) => severity === 'error')) return 'broken';
  if (exchange.attempts.length === 0) return 'not-sent';
  if (exchange.attempts.at(-1)?.kind === 'failed') return 'no-answer';
  if (findings.some(({ severity }) => severity === 'warning')) return 'warned';
  if (one.case.basis === 'observed') return 'observed';
  return judgements.some(({ rule, outcome }) => rule.startsWith('docs/') && outcome === 'held') ? 'held' : 'not-judged';
}

/** Whether what held rests on an answer that the mock assumed. */
export const restsOnAssumption = ({ judgements }: CaseReport): boolean =>
  judgements.some((judgement) => judgement.outcome === 'held' && judgement.evidence === 'mock-assumed');

export interface Counts {
  /** Cases with a claim that were sent and answered. */
  readonly asserted: number;
  /** Without an error; warnings included. */
  readonly held: number;
  readonly heldOnAssumption: number;
  readonly observed: number;
  readonly unanswered: number;
  readonly notSent: number;
}

export function countsOf(report: Pick<Report, 'providers'>): Counts {
  const cases = report.providers.flatMap((provider) => provider.cases);
  const claimed = cases.filter((one) => one.case.basis !== 'observed');
  const heldCases = claimed.filter((one) => ['held', 'warned'].includes(stateOf(one)));
  const count = (state: CaseState): number => cases.filter((one) => stateOf(one) === state).length;
  return {
    asserted: heldCases.length + claimed.filter((one) => ['broken', 'not-judged'].includes(stateOf(one))).length,
    held: heldCases.length,
    heldOnAssumption: heldCases.filter(restsOnAssumption).length,
    observed: cases.filter((one) => one.case.basis === 'observed' && one.exchange.attempts.length > 0).length,
    unanswered: count('no-answer'),
    notSent: count('not-sent'),
  };
}

/** Statuses of the last answer, or why there is none. */
export function answerInWords({ exchange }: CaseReport): string {
  const last = exchange.attempts.at(-1);
  if (last === undefined) return exchange.notSent === undefined ? 'not sent' : `not sent: ${exchange.notSent}`;
  return last.kind === 'answered' ? String(last.answer.status) : `no answer: ${last.failure}`;
}
