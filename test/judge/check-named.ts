import { caseChecks } from '../../scripts/judge/checks.ts';
import type { CaseRule } from '../../scripts/judge/rules.ts';
import type { CaseCheck } from '../../scripts/model/finding.ts';

export function checkNamed(rule: CaseRule): CaseCheck {
  const found = caseChecks.find((check) => check.rule === rule);
  if (found === undefined) throw new Error(`no check judges ${rule}`);
  return found;
}
