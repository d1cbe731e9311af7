import type { Finding, RuleId } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { countedFindings, findingsOf, isMissing, verdictOf } from './reading.ts';
import { cutTo } from './wording.ts';

/** The findings that one change of the provider led to. */
export interface ChangeGroup {
  /** The most severe finding; titles quote it. */
  readonly lead: Finding;
  readonly findings: readonly Finding[];
  /** The cases that have these findings. */
  readonly cases: readonly CaseReport[];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** Says that there is no baseline to compare with. It is no difference itself. */
const noBaseline: RuleId = 'run/no-baseline';

export const lacksBaseline = (provider: ProviderReport): boolean =>
  findingsOf(provider).some(({ rule }) => rule === noBaseline);

/** What differs at one provider, the worst first. Advice of the RFCs is left out: it stands on the conformance card. */
export function changesOf(provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly ChangeGroup[] {
  const findings = countedFindings(provider, report).filter(({ rule }) => rule !== noBaseline);
  return grouped(findings, ({ change }) => change).flatMap((all) => {
    const [lead] = all;
    if (lead === undefined) return [];
    const ids = new Set(all.flatMap(({ case: one, cases = one === undefined ? [] : [one] }) => cases));
    return [{ lead, findings: all, cases: provider.cases.filter((one) => ids.has(one.case.id)) }];
  });
}

/** Whether every finding of the change is waived. */
export const isWaived = ({ findings }: ChangeGroup): boolean => findings.every(({ waiver }) => waiver !== undefined);

/** A change in one line, e.g. `/expires_in: expected integer, received string "86400"`. */
export function changeInWords({ lead }: ChangeGroup, rules: RuleBook): string {
  if (lead.at === '' && verdictOf(lead) === 'run') return ruleInWords(lead, rules);
  if (lead.at !== '' && isMissing(lead)) return `${lead.at} is missing`;
  return `${lead.at === '' ? '' : `${lead.at}: `}expected ${cutTo(90, lead.expected)}, received ${cutTo(90, lead.actual)}`;
}

export const ruleInWords = ({ rule }: Pick<Finding, 'rule'>, rules: RuleBook): string => rules[rule]?.words ?? rule;

/** The findings that differ in rule, expected or received. Ten cases with the same finding show it once. */
export function distinctFindings(change: ChangeGroup): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of change.findings) {
    const key = JSON.stringify([finding.rule, finding.expected, finding.actual]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
