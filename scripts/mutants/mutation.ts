import type { Case } from '../model/case.ts';
import type { RuleId, Severity } from '../model/finding.ts';
import { valueAt, withValueAt } from '../model/pointer.ts';
import type { Json, Pointer, Provider } from '../model/provider.ts';

/** An answer as the mock sends it. Header names are in lower case. */
export interface MutableAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A rule that must report a mutation, with this severity. */
export interface Expectation {
  readonly rule: RuleId;
  readonly severity: Severity;
}

/** One mutation at one place of one provider's answers. */
export interface Site {
  /** Mutation, case and place: unique. */
  readonly id: string;
  readonly mutation: string;
  /** `breaking`: every expectation must be reported. `harmless`: there may be no error and no warning. */
  readonly kind: 'breaking' | 'harmless';
  /** Whose answer is mutated. */
  readonly case: Case;
  /** Cases that are sent too. Their answers stay as they are, unless `everywhere` is set. */
  readonly beside: readonly Case[];
  readonly everywhere: boolean;
  readonly expects: readonly Expectation[];
  /**
   * What was accepted before, one run after another, each with every answer that is sent mutated. Empty: the unmutated answers.
   */
  readonly accepted: readonly ((answer: MutableAnswer) => MutableAnswer)[];
  mutate(answer: MutableAnswer): MutableAnswer;
}

/** A provider whose answers are mutated, and what a mutation may know of it. */
export interface MutatedProvider {
  readonly provider: Provider;
  readonly cases: readonly Case[];
  /** The documented schema of a case's answer; `undefined` if there is none. */
  readonly schemaOf: (one: Case) => Json | undefined;
}

/** A named way to change an answer. A provider whose answers lack what it changes has no site of it. */
export interface Mutation {
  readonly name: string;
  readonly about: string;
  readonly kind: Site['kind'];
  readonly sites: (mutated: MutatedProvider) => readonly Place[];
}

/** A site without its id. `at` tells the sites of one case apart. */
export interface Place extends Pick<Site, 'case' | 'mutate'> {
  readonly at?: string;
  readonly beside?: readonly Case[];
  readonly everywhere?: boolean;
  readonly accepted?: Site['accepted'];
  readonly expects?: readonly (Expectation | undefined)[];
}

export const expect = (rule: RuleId, severity: Severity): Expectation => ({ rule, severity });

/** The expectation, or `undefined` if it does not apply. */
export const when = (applies: boolean, rule: RuleId, severity: Severity): Expectation | undefined =>
  applies ? expect(rule, severity) : undefined;

/** Changes the JSON body of an answer. */
export const withBody =
  (change: (body: Json) => Json) =>
  (answer: MutableAnswer): MutableAnswer => ({ ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) });

export const setting = (at: Pointer, value: Json | undefined) => withBody((body) => withValueAt(body, at, value));

export const mapping = (at: Pointer, change: (value: Json) => Json) =>
  withBody((body) => withValueAt(body, at, change(valueAt(body, at) ?? null)));

export const withHeader =
  (name: string, value: string | undefined) =>
  (answer: MutableAnswer): MutableAnswer => {
    const { [name]: _, ...others } = answer.headers;
    return { ...answer, headers: value === undefined ? others : { ...others, [name]: value } };
  };

export const withStatus =
  (status: number) =>
  (answer: MutableAnswer): MutableAnswer => ({ ...answer, status });
