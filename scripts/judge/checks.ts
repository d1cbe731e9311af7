import type { CaseCheck, Judgement, ProviderCheck, RunContext, Subject, Validate } from '../model/finding.ts';
import type { RfcMode } from '../model/report.ts';
import { findingOf, judgementOf, notJudged } from './findings.ts';
import { judgeRow } from './rfc/judge-row.ts';
import { type CaseRow, idsOf } from './row.ts';
import { type CaseRule, caseRules, rfcRules } from './rules.ts';

function judgeCase(
  rule: CaseRule,
  row: CaseRow,
  subject: Subject,
  validate: Validate,
  context: RunContext,
): Judgement | undefined {
  const shown = row.show(subject, validate, context);
  if (shown === undefined) return undefined;
  if (typeof shown === 'string') return notJudged(rule, shown);
  const findings = shown.map(({ severity, source, ...mismatch }) =>
    findingOf(rule, severity, subject, mismatch, source),
  );
  return judgementOf(rule, subject, findings);
}

/** One check for each rule that judges a case, in the order in which the judgements are reported. */
export const caseChecks: readonly CaseCheck[] = idsOf(caseRules).map((rule) => ({
  rule,
  run: (subject, validate, context = { subjects: [subject] }) =>
    judgeCase(rule, caseRules[rule], subject, validate, context),
}));

/** The rfc verdict: one check for each row of the conformance card, in its order. */
export const rfcChecks: readonly ProviderCheck[] = idsOf(rfcRules).map((rule) => ({
  rule,
  run: (subjects) => judgeRow(rule, rfcRules[rule], subjects),
}));

/** The docs and run verdicts on one case. */
export const judge = (subject: Subject, validate: Validate, context?: RunContext): readonly Judgement[] =>
  caseChecks.flatMap((check) => check.run(subject, validate, context) ?? []);

/** Under `advise` every finding of the rfc verdict is information. */
const advised = (judgement: Judgement): Judgement => {
  if (judgement.outcome !== 'broken') return judgement;
  const [first, ...rest] = judgement.findings;
  return {
    ...judgement,
    findings: [{ ...first, severity: 'info' }, ...rest.map((one) => ({ ...one, severity: 'info' as const }))],
  };
};

/** The conformance card of one provider. Its rows need all cases of the provider; each row gets one judgement. */
export const judgeProvider = (subjects: readonly Subject[], mode: RfcMode): readonly Judgement[] =>
  rfcChecks
    .flatMap((check) => check.run(subjects) ?? [])
    .map((judgement) => (mode === 'enforce' ? judgement : advised(judgement)));
