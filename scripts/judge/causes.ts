import type { Case, CaseId } from '../model/case.ts';
import type { Finding, Judgement, RuleId } from '../model/finding.ts';
import type { CaseReport } from '../model/report.ts';

/** Each request is a matter of its own: whoever grants one that must be refused may refuse the others. */
const ofOneRequest: readonly RuleId[] = ['docs/refused', 'baseline/refusal-granted', 'run/judges-disagree'];
/** That another request for a token gets another status says nothing of this one. */
const ofOneTokenRequest: readonly RuleId[] = ['docs/status', 'baseline/success-status', 'baseline/redirect'];

/** What a finding of a case is about. Cases that break a rule at the same place, and share this, have one cause. */
export function matterOf({ id, fault }: Pick<Case, 'id' | 'fault'>, rule: RuleId): string {
  if (ofOneRequest.includes(rule)) return id;
  if (fault !== undefined) return 'refusals';
  return ofOneTokenRequest.includes(rule) ? id : 'token responses';
}

/** What was received, as far as it names a kind of violation: numbers and texts differ from night to night. */
export const receivedKind = (actual: string): string =>
  /^(?:status \d{3}|string|number|integer|boolean|null|array|object|nothing|missing)\b/.exec(actual)?.[0] ?? '';

type Judged = Pick<CaseReport, 'case' | 'exchange' | 'judgements' | 'curl'>;

/** Adds to each finding the cases that share its cause, where there are several. */
export function withCauses(cases: readonly Judged[]): readonly Judged[] {
  const causes = new Map<string, { readonly cases: CaseId[]; readonly was: Set<string> }>();
  for (const { case: one, judgements } of cases)
    for (const finding of judgements.flatMap(findingsIn)) {
      const cause = causes.get(finding.fingerprint) ?? { cases: [], was: new Set() };
      if (!cause.cases.includes(one.id)) cause.cases.push(one.id);
      for (const former of finding.was ?? []) cause.was.add(former);
      causes.set(finding.fingerprint, cause);
    }
  const withCases = (finding: Finding): Finding => {
    const cause = causes.get(finding.fingerprint);
    return cause === undefined || cause.cases.length < 2
      ? finding
      : { ...finding, cases: cause.cases, was: [...cause.was] };
  };
  return cases.map((one) => ({ ...one, judgements: one.judgements.map((judgement) => each(judgement, withCases)) }));
}

const findingsIn = (judgement: Judgement): readonly Finding[] =>
  judgement.outcome === 'broken' ? judgement.findings : [];

function each(judgement: Judgement, change: (finding: Finding) => Finding): Judgement {
  if (judgement.outcome !== 'broken') return judgement;
  const [first, ...rest] = judgement.findings;
  return { ...judgement, findings: [change(first), ...rest.map(change)] };
}
