import { rfcRows } from '../judge/rfc-rows.ts';
import { rules } from '../judge/rules.ts';
import type { RuleBook } from '../model/rule.ts';

/** The texts of every rule, from the tables of judge/. */
export const ruleBook: RuleBook = {
  ...Object.fromEntries(Object.entries(rules).map(([rule, words]) => [rule, { words }])),
  ...rfcRows,
};
