import type { CaseCheck, Judgement, Subject, Validate } from '../model/finding.ts';
import { docsChecks } from './docs.ts';
import { runEncoded, runMalformedHttp, runTooLarge } from './run-bounds.ts';
import { runEchoedSecret } from './run-echoed-secret.ts';
import { runJudgesDisagree } from './run-judges-disagree.ts';
import { runOddity } from './run-oddity.ts';
import { runRedirect } from './run-redirect.ts';

export { createValidate } from './validate.ts';

/** Every check, in the order in which its findings are read. */
export const caseChecks: readonly CaseCheck[] = [
  ...docsChecks,
  runRedirect,
  runTooLarge,
  runEncoded,
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
