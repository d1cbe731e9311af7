import type { Finding, Rule } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { countedFindings, findingsOf, isMissing, verdictOf } from './reading.ts';
import { cutTo } from './wording.ts';

/** Findings that come from one change of the provider. */
export interface ChangeGroup {
  /** The most severe, which stands for all. */
  readonly lead: Finding;
  readonly findings: readonly Finding[];
  /** Where it was seen. */
  readonly cases: readonly CaseReport[];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** Nothing was accepted yet: no difference, only one that could not be seen. */
const noBaseline: Rule = 'run/no-baseline';

export const lacksBaseline = (provider: ProviderReport): boolean =>
  findingsOf(provider).some(({ rule }) => rule === noBaseline);

/** What differs at one provider, the worst first. What the RFCs merely advise is not among it: that is for the card. */
export function changesOf(provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly ChangeGroup[] {
  const findings = countedFindings(provider, report).filter(({ rule }) => rule !== noBaseline);
  const groups = grouped(findings, ({ change }) => change);
  // An endpoint that moved says the same to every case: one change, however many responses are documented.
  const merged = grouped(groups, ([lead]) => JSON.stringify(lead && [lead.rule, lead.at, lead.expected, lead.actual]));
  return merged.flatMap((same) => {
    const all = same.flat();
    const [lead] = all;
    if (lead === undefined) return [];
    const ids = new Set(all.map((finding) => finding.case));
    return [{ lead, findings: all, cases: provider.cases.filter((one) => ids.has(one.case.id)) }];
  });
}

/** Accepted for a while, all of it. */
export const isWaived = ({ findings }: ChangeGroup): boolean => findings.every(({ waiver }) => waiver !== undefined);

/** A change in one line, e.g. `/expires_in: expected integer, received string "86400"`. */
export function changeInWords({ lead }: ChangeGroup, rules: RuleBook): string {
  if (lead.at === '' && verdictOf(lead) === 'run') return ruleInWords(lead, rules);
  if (lead.at !== '' && isMissing(lead)) return `${lead.at} is missing`;
  return `${lead.at === '' ? '' : `${lead.at}: `}expected ${cutTo(90, lead.expected)}, received ${cutTo(90, lead.actual)}`;
}

export const ruleInWords = ({ rule }: Pick<Finding, 'rule'>, rules: RuleBook): string => rules[rule]?.words ?? rule;

/** Pairs of expected and received that differ from one another, so that ten cases that say the same are shown once. */
export function distinctFindings(change: ChangeGroup): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of change.findings) {
    const key = JSON.stringify([finding.rule, finding.expected, finding.actual]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
