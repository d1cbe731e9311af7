import type { CaseId } from '../../model/case.ts';
import { answerOf } from '../../model/exchange.ts';
import type { Subject } from '../../model/finding.ts';
import type { Schemas } from '../../model/json-schema.ts';
import type { Provider } from '../../model/provider.ts';
import { type AcceptedCase, type Baseline, baselineFormat } from '../../model/shape.ts';
import { lifetimeOf } from '../lifetime.ts';
import { rangeInWords } from '../lifetime-change.ts';
import { compare } from './compare.ts';
import { documentedOf } from './documented.ts';
import { counted, type LifetimeMove, lifetimeMoves, merged } from './merge.ts';
import { baselineRules, isOfLifetime } from './rules.ts';
import { shapeOf } from './shape.ts';
import type { ShapeChange } from './shape-change.ts';
import { tokenUse } from './token-use.ts';

/** What accepting does to one case, in words. */
export interface CaseAcceptance {
  readonly case: string;
  readonly is: 'new' | 'changed' | 'seen again' | 'already accepted' | 'dropped';
  readonly does: readonly string[];
}
export interface Acceptance {
  readonly baseline: Baseline;
  readonly cases: readonly CaseAcceptance[];
}

export interface AcceptOptions {
  readonly provider: Provider;
  /** Every case of the provider that was answered. */
  readonly subjects: readonly Subject[];
  readonly origin: string;
  /** ISO 8601: the start of the run. */
  readonly at: string;
  readonly before: Baseline | undefined;
  /** The cases that the provider has today. Accepted answers to other cases are dropped. */
  readonly known: readonly CaseId[];
  readonly schemas: Schemas;
}

/** The baseline after a run was accepted, and what changed in it. A baseline of another host is replaced as a whole. */
export function accept(options: AcceptOptions): Acceptance {
  const { provider, subjects, origin, known } = options;
  const before = options.before?.origin === origin ? options.before : undefined;
  const old = Object.entries(options.before?.cases ?? {});
  const results = subjects.map((subject) => ({ id: subject.case.id, ...acceptCase(subject, before, options) }));
  const accepted = new Set<string>(results.map(({ id }) => id));
  const kept = old.filter(([id]) => before !== undefined && !accepted.has(id) && known.some((one) => one === id));
  const dropped = old.filter(([id]) => !accepted.has(id) && !kept.some(([one]) => one === id));
  const tokens = tokenUse(subjects).use ?? before?.tokens;
  return {
    baseline: {
      format: baselineFormat,
      provider: provider.id,
      origin,
      ...(tokens !== undefined && { tokens }),
      cases: Object.fromEntries([...kept, ...results.map(({ id, result }) => [id, result] as const)]),
    },
    cases: [
      ...results.map(({ id, is, does }) => ({ case: id, is, does })),
      ...dropped.map(([id]) => ({ case: id, is: 'dropped' as const, does: ['removes   what was accepted of it'] })),
    ],
  };
}

function acceptCase(
  subject: Subject,
  before: Baseline | undefined,
  { at, provider, subjects, schemas }: AcceptOptions,
): { readonly result: AcceptedCase; readonly is: CaseAcceptance['is']; readonly does: readonly string[] } {
  const answer = answerOf(subject.exchange);
  if (answer === undefined) throw new Error(`${subject.case.id} was not answered`);
  const shape = shapeOf(answer, provider, lifetimeOf(subject, { subjects, baseline: before }));
  const old =
    before !== undefined && Object.hasOwn(before.cases, subject.case.id) ? before.cases[subject.case.id] : undefined;
  if (old === undefined) {
    const members = Object.keys(shape.members).filter((one) => one !== '');
    const body = shape.body === 'json' ? `${shape.mediaType} with ${members.join(', ') || 'no member'}` : shape.body;
    const result = { firstSeen: at, lastSeen: at, observations: 1, shape };
    return { result, is: 'new', does: [`adds      status ${shape.status}, ${body}`] };
  }
  if (old.lastSeen === at) return { result: old, is: 'already accepted', does: [] };
  const context = {
    token: provider.token,
    documented: documentedOf(subject, schemas),
    isRefusal: subject.case.fault !== undefined,
  };
  const changes = compare(old.shape, shape, context);
  // A difference within the tolerances does not move the baseline: small steps would add up unseen.
  const next =
    changes.length === 0
      ? counted(old.shape, shape, provider.token)
      : merged(old.shape, shape, changes, provider.token);
  const result = { ...old, lastSeen: at, observations: old.observations + 1, shape: next };
  const does = [
    ...changes.filter(({ rule }) => !isOfLifetime(rule)).map(acceptanceInWords),
    ...(next === shape ? [] : lifetimeMoves(old.shape, next, provider.token).map(moveInWords)),
  ];
  return { result, is: does.length === 0 ? 'seen again' : 'changed', does };
}

const line = (verb: string, at: string, what: string): string =>
  `${verb.padEnd(9)} ${at === '' ? '' : `${at}: `}${what}`;

function moveInWords({ at, before, after, reading }: LifetimeMove): string {
  const verb = after.seen === 1 ? 'replaces' : 'widens';
  const what = `${rangeInWords(before)} → ${rangeInWords(after)}`;
  const was = before.left === true ? ', before: what was left of tokens from a cache' : '';
  return line(verb, at, `${what} (${reading.what}, accepted in ${timesInWords(after.seen)}${was})`);
}

const timesInWords = (seen: number): string => (seen === 1 ? 'this run' : `${seen} runs`);

function acceptanceInWords({ rule, at, expected, actual, accepts = baselineRules[rule].accepts }: ShapeChange): string {
  const { words } = baselineRules[rule];
  const relaxed = rule.endsWith('member-removed') ? 'required → optional' : `${expected} → ${actual}`;
  return line(accepts, at, `${accepts === 'relaxes' ? relaxed : `${expected} → ${actual}`} (${words})`);
}
