import type { Severity } from '../../model/finding.ts';
import type { Pointer } from '../../model/provider.ts';
import type { Mismatch } from '../row.ts';
import { type Accepts, type BaselineRule, baselineRules } from './rules.ts';

/** One way in which an answer differs from the accepted one, before it is a finding. */
export interface ShapeChange extends Mismatch {
  readonly rule: BaselineRule;
  readonly severity: Severity;
  /** Replaces what the rule says that accepting does. */
  readonly accepts?: Accepts;
}

/** `severity` replaces the grade of the rule where it depends on what is documented. */
export const shapeChange = (
  rule: BaselineRule,
  at: Pointer,
  expected: string,
  actual: string,
  more: { readonly severity?: Severity; readonly about?: string; readonly accepts?: Accepts } = {},
): ShapeChange => ({ rule, severity: baselineRules[rule].grade, at, expected, actual, ...more });

export const listed = (values: readonly string[]): string => values.join(', ');
export const without = <T>(list: readonly T[], other: readonly T[]): readonly T[] =>
  list.filter((value) => !other.includes(value));
