import type { Case, CaseId } from './case.ts';
import type { Evidence, Exchange } from './exchange.ts';
import type { Json, Pointer, Provider } from './provider.ts';
import type { Baseline } from './shape.ts';

/** `run` is for what the other three do not cover: redirects, bounds, judges that disagree. */
export type Verdict = 'docs' | 'rfc' | 'baseline' | 'run';
export type Severity = 'error' | 'warning' | 'info';
/** The id of a rule. Judging code uses the narrower `Rule`, a key of the catalog in judge/rules.ts. */
export type RuleId = `${Verdict}/${string}`;

/** A document as a report names it: a vendor's page or a section of an RFC. */
export interface Citation {
  readonly title: string;
  readonly url?: string;
  /** The section. */
  readonly at?: string;
  readonly quote?: string;
}

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly provider: string;
  readonly case?: CaseId;
  /** All cases that have it, where there are several: they have one cause. */
  readonly cases?: readonly CaseId[];
  readonly at: Pointer;
  /** Not masked again: checks see only text that the door has masked. */
  readonly expected: string;
  readonly actual: string;
  readonly source?: Citation;
  /** The provider documents that it departs from the RFC here. */
  readonly deviation?: Citation & { readonly what: string };
  /** Accepted for a while, in waivers.json. */
  readonly waiver?: { readonly reason: string; readonly expires: string };
  /**
   * Names the cause from run to run: a hash of provider, rule, what the rule speaks of (a request, all token responses, all
   * refusals), pointer with array indices as `*`, and the kind of violation.
   */
  readonly fingerprint: string;
  /** The fingerprints of versions up to 0.1, one for each case. Waivers and open issues may still hold them. */
  readonly was?: readonly string[];
  /** Provider, what the rule speaks of, and pointer as one text. Reporters group findings by it. */
  readonly change: string;
}

/** The result of a check. A check that could not judge says why, which is not a pass. */
export type Judgement = { readonly rule: RuleId } & (
  | { readonly outcome: 'held'; readonly evidence: Evidence }
  | { readonly outcome: 'broken'; readonly findings: readonly [Finding, ...Finding[]] }
  | { readonly outcome: 'not-judged'; readonly why: string }
);

export interface Subject {
  readonly provider: Provider;
  readonly case: Case;
  readonly exchange: Exchange;
}

export interface SchemaError {
  readonly at: Pointer;
  /** A JSON Schema keyword: `type`, `required`, `const`, … */
  readonly keyword: string;
  readonly expected: string;
}
/** Validates with Ajv 8. It is passed in, so that checks do no I/O. */
export type Validate = (schema: string, value: Json) => readonly SchemaError[];

/** What a check may know beside the case that it judges. */
export interface RunContext {
  /** Every case of the provider in this run. */
  readonly subjects: readonly Subject[];
  /** What was accepted of the provider. */
  readonly baseline?: Baseline | undefined;
}

/** Judges one case. Returns `undefined` if the check does not apply to it. Without a context, the case is the only one of its run. */
export interface CaseCheck {
  readonly rule: RuleId;
  run(subject: Subject, validate: Validate, context?: RunContext): Judgement | undefined;
}
/** Judges several cases of one provider together. */
export interface ProviderCheck {
  readonly rule: RuleId;
  run(subjects: readonly Subject[]): Judgement | undefined;
}
