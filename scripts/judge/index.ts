import type { RuleBook } from '../model/rule.ts';
import { rules } from './rules.ts';

export { type Acceptance, accept } from './drift/accept.ts';
export { baselineText } from './drift/baseline-text.ts';
export { observedQuirks } from './quirks.ts';
export { createValidate } from './validate.ts';
export { type Bench, verdictsOf } from './verdicts.ts';

/** The words, level and section of every rule, for reports. */
export const ruleBook = rules satisfies RuleBook;
