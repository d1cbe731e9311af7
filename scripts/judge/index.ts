import type { CaseCheck, Judgement, ProviderCheck, Subject, Validate } from '../model/finding.ts';
import type { RfcMode } from '../model/report.ts';
import { docsChecks } from './docs.ts';
import { docsLifetime } from './docs-lifetime.ts';
import { docsScope } from './docs-scope.ts';
import { docsTokenFormat } from './docs-token-format.ts';
import { rfcChecks } from './rfc.ts';
import { runEncoded, runMalformedHttp, runTooDeep, runTooLarge } from './run-bounds.ts';
import { runEchoedSecret } from './run-echoed-secret.ts';
import { runJudgesDisagree } from './run-judges-disagree.ts';
import { runOddity } from './run-oddity.ts';
import { runRedirect } from './run-redirect.ts';

export { createValidate } from './validate.ts';

/** Every check, in the order in which its findings are read. */
export const caseChecks: readonly CaseCheck[] = [
  ...docsChecks,
  docsTokenFormat,
  docsLifetime,
  docsScope,
  runRedirect,
  runTooLarge,
  runEncoded,
  runTooDeep,
  runMalformedHttp,
  runEchoedSecret,
  runOddity,
  runJudgesDisagree,
];

export const judge = (
  subject: Subject,
  validate: Validate,
  checks: readonly CaseCheck[] = caseChecks,
): readonly Judgement[] => checks.flatMap((check) => check.run(subject, validate) ?? []);

/** Under `advise` what the RFCs say is no more than information. */
const advised = (judgement: Judgement): Judgement => {
  if (judgement.outcome !== 'broken') return judgement;
  const [first, ...rest] = judgement.findings;
  return {
    ...judgement,
    findings: [{ ...first, severity: 'info' }, ...rest.map((one) => ({ ...one, severity: 'info' as const }))],
  };
};

/** What needs several cases of one provider: the rows of its conformance card, one judgement each. */
export const judgeProvider = (
  subjects: readonly Subject[],
  mode: RfcMode,
  checks: readonly ProviderCheck[] = rfcChecks,
): readonly Judgement[] =>
  checks
    .flatMap((check) => check.run(subjects) ?? [])
    .map((judgement) => (mode === 'enforce' ? judgement : advised(judgement)));
