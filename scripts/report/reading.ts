import type { Finding, RuleId, Severity, Verdict } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import { lastSentInWords } from './wording.ts';

const severityOrder: readonly Severity[] = ['error', 'warning', 'info'];

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  severityOrder.indexOf(severity) <= severityOrder.indexOf(least);

/** The result of a case, for a line of a report. */
export type CaseState = 'held' | 'broken' | 'warned' | 'observed' | 'no-answer' | 'not-judged' | 'not-sent';

export const findingsOf = ({ judgements }: Pick<CaseReport, 'judgements'>): readonly Finding[] =>
  judgements.flatMap((judgement) => (judgement.outcome === 'broken' ? judgement.findings : []));

const grants: readonly RuleId[] = ['docs/refused', 'baseline/refusal-granted'];

/** Every finding of a provider, once for each cause: granted refusals first, then by severity, then in the order of the cases, the provider's own last. */
export function providerFindings(provider: ProviderReport): readonly Finding[] {
  const rank = ({ rule, severity }: Finding): number =>
    grants.includes(rule) && severity === 'error' ? -1 : severityOrder.indexOf(severity);
  const seen = new Set<string>();
  return [...provider.cases, provider]
    .flatMap(findingsOf)
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ fingerprint, waiver }) => {
      const key = `${fingerprint} ${waiver === undefined}`;
      return !seen.has(key) && seen.add(key);
    });
}

/** The verdict that a rule belongs to. */
export const verdictOf = ({ rule }: Pick<Finding, 'rule'>): Verdict =>
  rule.startsWith('docs/') ? 'docs' : rule.startsWith('rfc/') ? 'rfc' : rule.startsWith('run/') ? 'run' : 'baseline';

/** Whether the finding is about something that is missing. */
export const isMissing = ({ actual }: Pick<Finding, 'actual'>): boolean => actual.startsWith('missing');

/** Whether a finding is only advice: one of the RFC verdict, in a run with `--rfc advise`. */
export const isAdvice = ({ rule }: Pick<Finding, 'rule'>, { rfc }: Pick<Report, 'rfc'>): boolean =>
  rfc === 'advise' && verdictOf({ rule }) === 'rfc';

/** Whether a finding can make this run fail. Waived findings and advice cannot. */
export const counts = (finding: Finding, report: Pick<Report, 'rfc'>): boolean =>
  finding.waiver === undefined && !isAdvice(finding, report);

/** The findings that are shown one by one. What the RFCs say beyond these stands on the conformance card only. */
export const countedFindings = (provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly Finding[] =>
  providerFindings(provider).filter(
    (finding) => !isAdvice(finding, report) && !(verdictOf(finding) === 'rfc' && finding.severity === 'info'),
  );

/** The errors that make a run fail, whatever `--fail-on` says. */
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
  return judgements.some((one) => verdictOf(one) === 'docs' && one.outcome === 'held') ? 'held' : 'not-judged';
}

/** Whether a judgement of the case held only on an answer that the mock assumes. */
export const restsOnAssumption = ({ judgements }: CaseReport): boolean =>
  judgements.some((judgement) => judgement.outcome === 'held' && judgement.evidence === 'mock-assumed');

export interface Counts {
  /** Cases that claim something of their answer, and were answered. */
  readonly asserted: number;
  /** Of those, the ones without an error; warnings do not matter. */
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

/** The status of the last answer, or why there is none. */
export function answerInWords(one: CaseReport): string {
  const { exchange } = one;
  const last = exchange.attempts.at(-1);
  if (last === undefined)
    return exchange.notSent === undefined ? 'not sent' : `not sent: ${exchange.notSent}${lastSentInWords(one)}`;
  return last.kind === 'answered' ? String(last.answer.status) : `no answer: ${last.failure}`;
}
