import { rules } from '../judge/rules.ts';
import type { Finding, RuleId, Verdict } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { countedFindings, findingsOf } from './reading.ts';

/** Findings that come from one change of the provider. */
export interface Change {
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
const noBaseline: RuleId = 'run/no-baseline';

export const lacksBaseline = (provider: ProviderReport): boolean =>
  findingsOf(provider).some(({ rule }) => rule === noBaseline);

/** What differs at one provider, the worst first. What the RFCs merely advise is not among it: that is for the card. */
export function changesOf(provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly Change[] {
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
export const isWaived = ({ findings }: Change): boolean => findings.every(({ waiver }) => waiver !== undefined);

const short = (text: string): string => (text.length <= 90 ? text : `${text.slice(0, 89)}…`);

/** A change in one line, e.g. `/expires_in: expected integer, received string "86400"`. */
export function changeInWords({ lead }: Change): string {
  if (lead.at === '' && verdictOf(lead) === 'run') return ruleInWords(lead);
  if (lead.at !== '' && lead.actual.startsWith('missing')) return `${lead.at} is missing`;
  return `${lead.at === '' ? '' : `${lead.at}: `}expected ${short(lead.expected)}, received ${short(lead.actual)}`;
}

const book: RuleBook = rules;
export const ruleInWords = ({ rule }: Pick<Finding, 'rule'>): string => book[rule]?.words ?? rule;

/** Pairs of expected and received that differ from one another, so that ten cases that say the same are shown once. */
export function distinctFindings(change: Change): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of change.findings) {
    const key = JSON.stringify([finding.rule, finding.expected, finding.actual]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

/** Who speaks. */
export const verdictOf = ({ rule }: Pick<Finding, 'rule'>): Verdict =>
  rule.startsWith('docs/') ? 'docs' : rule.startsWith('rfc/') ? 'rfc' : rule.startsWith('run/') ? 'run' : 'baseline';
