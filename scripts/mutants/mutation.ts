import type { Case } from '../model/case.ts';
import type { RuleId, Severity } from '../model/finding.ts';
import { valueAt, withValueAt } from '../model/pointer.ts';
import type { Json, Pointer, Provider } from '../model/provider.ts';

/** An answer as it goes over the wire. Header names in small letters. */
export interface MutableAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The rule that must report a mutation, and the gravest severity it must report it with. */
export interface Expectation {
  readonly rule: RuleId;
  readonly severity: Severity;
}

/** One mutation at one place of one provider's answers. */
export interface Site {
  /** Unique: mutation, case, place. */
  readonly id: string;
  readonly mutation: string;
  /** `breaking`: every expectation must be reported. `harmless`: no error and no warning may be. */
  readonly kind: 'breaking' | 'harmless';
  /** Whose answer is mutated; the others that are sent beside it get theirs as it is, unless it is done everywhere. */
  readonly case: Case;
  readonly beside: readonly Case[];
  readonly everywhere: boolean;
  readonly expects: readonly Expectation[];
  mutate(answer: MutableAnswer): MutableAnswer;
}

/** What a mutation may know of the provider it is done to. */
export interface MutatedProvider {
  readonly provider: Provider;
  readonly cases: readonly Case[];
  /** The documented schema of a case's answer. */
  readonly schemaOf: (one: Case) => Json | undefined;
}

/** A named way in which an answer changes. It has no site where a provider's answers do not hold what it changes. */
export interface Mutation {
  readonly name: string;
  readonly about: string;
  readonly kind: Site['kind'];
  readonly sites: (mutated: MutatedProvider) => readonly Place[];
}

/** A site before it has its name. `at` tells the sites of one case apart. */
export interface Place extends Pick<Site, 'case' | 'mutate'> {
  readonly at?: string;
  readonly beside?: readonly Case[];
  readonly everywhere?: boolean;
  readonly expects?: readonly (Expectation | undefined)[];
}

export const expect = (rule: RuleId, severity: Severity): Expectation => ({ rule, severity });

/** The expectation, where it applies. */
export const when = (applies: boolean, rule: RuleId, severity: Severity): Expectation | undefined =>
  applies ? expect(rule, severity) : undefined;

/** An answer whose JSON body went through `change`. */
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
