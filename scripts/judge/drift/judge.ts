import type { CaseId } from '../../model/case.ts';
import { answerOf, whyNoAnswer } from '../../model/exchange.ts';
import type { Finding, Judgement, RunContext, Subject } from '../../model/finding.ts';
import type { Schemas } from '../../model/json-schema.ts';
import type { Provider } from '../../model/provider.ts';
import { type AcceptedCase, type Baseline, baselinePath, type Shape } from '../../model/shape.ts';
import { findingOf, held, notJudged } from '../findings.ts';
import { lifetimeOf, lifetimeSpokenFor } from '../lifetime.ts';
import { compare } from './compare.ts';
import { documentedOf } from './documented.ts';
import { acceptCommand, anotherHost, noBaseline, repeatedToken } from './judge-provider.ts';
import { baselineRules, everyBaselineRule, isOfLifetime } from './rules.ts';
import { shapeOf } from './shape.ts';
import type { ShapeChange } from './shape-change.ts';

export interface DriftOptions {
  /** Absent: nothing was accepted yet. */
  readonly baseline: Baseline | undefined;
  /** Where this run's requests went. Absent for the mock, whose port differs each time. */
  readonly origin?: string;
  /** The documented ones, by name. */
  readonly schemas: Schemas;
}

export interface DriftJudgements {
  readonly byCase: ReadonlyMap<CaseId, readonly Judgement[]>;
  readonly ofProvider: readonly Judgement[];
}

/** The baseline verdict on one provider: what its answers changed since they were accepted. */
export function judgeDrift(provider: Provider, subjects: readonly Subject[], options: DriftOptions): DriftJudgements {
  const { baseline, origin } = options;
  if (baseline === undefined) {
    const why = `no baseline: ${acceptCommand(provider)}`;
    return {
      byCase: new Map(subjects.map((subject) => [subject.case.id, [notJudged('baseline/unchanged', why)]])),
      ofProvider: subjects.some(({ exchange }) => answerOf(exchange) !== undefined) ? [noBaseline(provider)] : [],
    };
  }
  const context = { subjects, baseline };
  const compared = subjects.map((subject) => ({ subject, ...changesOf(subject, baseline, context, options) }));
  const byCase = compared.map(({ subject, why, changes }) => {
    const seen = changes.map((one) => inOthers(one, subject, compared));
    return [
      subject.case.id,
      why === undefined ? judgements(subject, seen, baseline) : [notJudged('baseline/unchanged', why)],
    ] as const;
  });
  return {
    byCase: new Map(byCase),
    ofProvider: [
      ...(origin === undefined ? [] : [anotherHost(provider, baseline, origin)]),
      ...repeatedToken(subjects, baseline),
    ],
  };
}

interface Compared {
  readonly subject: Subject;
  readonly changes: readonly ShapeChange[];
  readonly shape?: Shape;
  readonly why?: string;
}

function changesOf(
  subject: Subject,
  baseline: Baseline,
  run: RunContext,
  { schemas }: DriftOptions,
): Omit<Compared, 'subject'> {
  const { provider, case: one, exchange } = subject;
  const answer = answerOf(exchange);
  if (answer === undefined) return { changes: [], why: whyNoAnswer(exchange) };
  const accepted = acceptedOf(baseline, one.id);
  if (accepted === undefined)
    return { changes: [], why: `no accepted answer of this case: ${acceptCommand(provider)}` };
  const documented = documentedOf(subject, schemas);
  const context = { token: provider.token, documented, isRefusal: one.fault !== undefined };
  const shape = shapeOf(answer, provider, lifetimeOf(subject, run));
  const changes = compare(accepted.shape, shape, context);
  const spokenFor = lifetimeSpokenFor(subject, run);
  const left = spokenFor === undefined ? changes : changes.filter(({ rule }) => !isOfLifetime(rule));
  const [beyond] = [...(shape.beyond ?? []), ...(accepted.shape.beyond ?? [])];
  const why = spokenFor ?? (beyond === undefined ? undefined : `the answer has more ${beyond} than are compared`);
  return { shape, changes: left, ...(why !== undefined && left.length === 0 && { why }) };
}

const acceptedOf = ({ cases }: Baseline, id: CaseId): AcceptedCase | undefined =>
  Object.hasOwn(cases, id) ? cases[id] : undefined;

/** A member that is missing in one answer and present in another of this run became optional. */
function inOthers(one: ShapeChange, { case: own }: Subject, compared: readonly Compared[]): ShapeChange {
  if (one.rule !== 'baseline/member-removed') return one;
  const other = compared.find(
    ({ subject: { case: peer }, shape }) =>
      peer.id !== own.id &&
      own.response !== undefined &&
      peer.response?.name === own.response.name &&
      shape !== undefined &&
      Object.hasOwn(shape.members, one.at),
  );
  if (other === undefined) return one;
  const actual = `${one.actual}; still there in the answer to ${other.subject.case.id}`;
  return {
    ...one,
    rule: 'baseline/member-optional',
    severity: baselineRules['baseline/member-optional'].grade,
    actual,
  };
}

function judgements(subject: Subject, changes: readonly ShapeChange[], baseline: Baseline): readonly Judgement[] {
  const { provider, case: one } = subject;
  if (changes.length === 0) return [held('baseline/unchanged', subject)];
  const accepted = acceptedOf(baseline, one.id);
  const times = accepted?.observations === 1 ? 'once' : `${accepted?.observations} times`;
  const source = { title: baselinePath(provider.id), at: `seen ${times}, last on ${accepted?.lastSeen.slice(0, 10)}` };
  return everyBaselineRule.flatMap((rule): readonly Judgement[] => {
    const findings = changes
      .filter((each) => each.rule === rule)
      .map(
        ({ rule: _, accepts: _accepts, severity, ...mismatch }): Finding => ({
          ...findingOf(rule, severity, subject, mismatch),
          source,
        }),
      );
    const [first, ...rest] = findings;
    return first === undefined ? [] : [{ rule, outcome: 'broken', findings: [first, ...rest] }];
  });
}
