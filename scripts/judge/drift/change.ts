import type { Severity } from '../../model/finding.ts';
import type { Pointer } from '../../model/provider.ts';
import { type BaselineRule, baselineRows } from '../baseline-rows.ts';
import type { Mismatch } from '../findings.ts';

/** One way in which an answer differs from the accepted one, before it is a finding. */
export interface Change extends Mismatch {
  readonly rule: BaselineRule;
  readonly severity: Severity;
}

/** `severity`: where the grade of the row depends on what is documented. */
export const change = (
  rule: BaselineRule,
  at: Pointer,
  expected: string,
  actual: string,
  more: { readonly severity?: Severity; readonly about?: string } = {},
): Change => ({ rule, severity: baselineRows[rule].grade, at, expected, actual, ...more });

export const listed = (values: readonly string[]): string => values.join(', ');
export const without = <T>(list: readonly T[], other: readonly T[]): readonly T[] =>
  list.filter((value) => !other.includes(value));
