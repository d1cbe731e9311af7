import type { Answer } from '../model/exchange.ts';
import type { Citation, RunContext, Severity, Subject, Validate } from '../model/finding.ts';
import type { AnswerPart } from '../model/known-response.ts';
import type { Pointer, Source } from '../model/provider.ts';
import type { RfcLevel } from '../model/rule.ts';

/** What every rule of the catalog has. Its id is its key there, and the first part of the id is its verdict. */
export interface RuleRow {
  /** What is wrong where the rule is broken; of a row of the RFCs, what it asks for. */
  readonly words: string;
}

/** One thing that is not as it must be, before it is a finding. */
export interface Mismatch {
  readonly at: Pointer;
  /** What is wrong, where the pointer does not say it: a header, a waiver. Tells findings of one rule and pointer apart. */
  readonly about?: string;
  /** Replaces `about` in the fingerprint, so that a waiver of one kind does not waive another at the same place. */
  readonly kind?: string;
  /** The JSON Schema keyword that is violated. Part of the fingerprint. */
  readonly keyword?: string;
  readonly expected: string;
  readonly actual: string;
}

export interface GradedMismatch extends Mismatch {
  readonly severity: Severity;
  /** Default: none. A document of the provider, or another one. */
  readonly source?: Source | Citation;
}

/** What an answer shows of a rule: how it breaks it, an empty list where it holds, or in words why it is not judged. */
export type Shown<M extends Mismatch = Mismatch> = readonly M[] | string;

/** A rule that judges one case at a time: the docs and run verdicts. */
export interface CaseRow extends RuleRow {
  /** `undefined`: the rule has nothing to do with this case. */
  readonly show: (subject: Subject, validate: Validate, context: RunContext) => Shown<GradedMismatch> | undefined;
}

/** A case with the answer that it got. */
export interface Seen {
  readonly subject: Subject;
  readonly answer: Answer;
}

/** `all`: every answer of the provider, for rows that compare. */
export type Show = (seen: Seen, all: readonly Seen[]) => Shown;

/** A rule of the rfc verdict: one row of a provider's conformance card. */
export interface RfcRow extends RuleRow {
  readonly level: RfcLevel;
  readonly source: Citation;
  /** The cases that can show the row. */
  readonly cases: (subject: Subject) => boolean;
  /** Why the row is not judged where the provider has no such case. */
  readonly otherwise: string;
  readonly show: Show;
  /** The parts of an answer that the row is about. Unless the page shows all of them, a `held` on the mock rests on an assumption. */
  readonly parts?: readonly AnswerPart[];
}

/** A section of an RFC, e.g. `section(6749, '5.1')`. */
export const section = (rfc: number, at: string): Citation => ({
  title: `RFC ${rfc}`,
  at: `§${at}`,
  url: `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${at}`,
});

/** The ids of a group of rows, in their order. */
export const idsOf = <R extends string>(rows: Readonly<Record<R, RuleRow>>): readonly R[] =>
  Object.keys(rows).filter((id): id is R => Object.hasOwn(rows, id));
