import { citationOf } from '../model/citation.ts';
import type { Answer } from '../model/exchange.ts';
import type { Evidence, Finding, Judgement, ProviderCheck, Severity, Subject } from '../model/finding.ts';
import {
  answerOf,
  changeOf,
  evidenceOf,
  fingerprintOf,
  type Mismatch,
  notJudged,
  placeOf,
  whyNoAnswer,
} from './findings.ts';
import { type RfcLevel, type RfcRule, rfcRows } from './rfc-rows.ts';

/** A case with the answer that it got. */
export interface Seen {
  readonly subject: Subject;
  readonly answer: Answer;
}

/** What an answer shows of a row: how it breaks it, no mismatch where it holds, or in words why it shows nothing. */
export type Shown = readonly Mismatch[] | string;
/** `all`: every answer of the provider, for rows that compare. */
export type Show = (seen: Seen, all: readonly Seen[]) => Shown;

interface Row {
  /** The cases that can show the row. */
  readonly of: (subject: Subject) => boolean;
  /** Why the row is not judged where the provider has no such case. */
  readonly otherwise: string;
  readonly show: Show;
  /** Where what the mock calls documented is not what this row looks at. */
  readonly evidence?: (seen: Seen) => Evidence;
}

/** By level, as under `--rfc enforce`. */
const severities: Readonly<Record<RfcLevel, Severity>> = { MUST: 'error', SHOULD: 'warning', heuristic: 'info' };
const weakestFirst: readonly Evidence[] = ['mock-assumed', 'mock-documented', 'provider'];

const seenIn = (subjects: readonly Subject[]): readonly Seen[] =>
  subjects.flatMap((subject) => {
    const answer = answerOf(subject.exchange);
    return answer === undefined || subject.case.safety.mockOnly ? [] : [{ subject, answer }];
  });

const whyUnseen = ({ exchange }: Subject): string =>
  exchange.notSent === 'not-asked' ? 'not sent to a live host without --observe' : whyNoAnswer(exchange);

/** One row of a provider's conformance card: one judgement, with at most one finding for each place. */
export const rfcCheck = (rule: RfcRule, { of, otherwise, show, evidence }: Row): ProviderCheck => ({
  rule,
  run(subjects): Judgement {
    const mine = subjects.filter((subject) => !subject.case.safety.mockOnly && of(subject));
    const [first] = mine;
    if (first === undefined) return notJudged(rule, otherwise);
    const all = seenIn(subjects);
    const shown = all.filter(({ subject }) => of(subject)).map((seen) => ({ seen, what: show(seen, all) }));
    const judged = shown.flatMap(({ seen, what }) => (typeof what === 'string' ? [] : [{ seen, mismatches: what }]));
    const [lead] = judged;
    if (lead === undefined)
      return notJudged(
        rule,
        shown.map(({ what }) => what).find((what) => typeof what === 'string') ?? whyUnseen(first),
      );
    const [finding, ...rest] = findingsOf(rule, judged);
    if (finding !== undefined) return { rule, outcome: 'broken', findings: [finding, ...rest] };
    const used = judged.map(({ seen }) => evidence?.(seen) ?? evidenceOf(seen.subject));
    return { rule, outcome: 'held', evidence: weakestFirst.find((one) => used.includes(one)) ?? 'provider' };
  },
});

function findingsOf(
  rule: RfcRule,
  judged: readonly { readonly seen: Seen; readonly mismatches: readonly Mismatch[] }[],
): readonly Finding[] {
  const places = new Map<string, { readonly seen: Seen; readonly mismatch: Mismatch; readonly cases: Set<string> }>();
  for (const { seen, mismatches } of judged) {
    for (const mismatch of mismatches) {
      const place = placeOf(mismatch.at);
      const known = places.get(place) ?? { seen, mismatch, cases: new Set() };
      known.cases.add(seen.subject.case.id);
      places.set(place, known);
    }
  }
  return [...places.values()].map(({ seen, mismatch, cases }) => rfcFinding(rule, seen, mismatch, cases.size - 1));
}

function rfcFinding(rule: RfcRule, { subject }: Seen, mismatch: Mismatch, others: number): Finding {
  const { provider, case: one } = subject;
  const { level, source } = rfcRows[rule];
  const deviation = provider.deviations?.find((known) => known.rule === rule);
  const also = others === 0 ? '' : ` (and ${others} other case${others === 1 ? '' : 's'})`;
  return {
    rule,
    severity: severities[level],
    provider: provider.id,
    case: one.id,
    ...mismatch,
    actual: `${mismatch.actual}${also}`,
    source,
    ...(deviation && { deviation: { ...citationOf(provider, deviation.source), what: deviation.what } }),
    fingerprint: fingerprintOf(provider.id, '', rule, mismatch.at),
    // Nothing but the rule says what of a whole answer it is.
    change: mismatch.at === '' ? `${changeOf(subject, '')} ${rule}` : changeOf(subject, mismatch.at),
  };
}
