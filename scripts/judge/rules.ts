import type { RuleId } from '../model/finding.ts';
import type { RuleText } from '../model/rule.ts';
import { assertionRules } from './docs/assertions.ts';
import { documentedTokenRules } from './docs/token.ts';
import { baselineStateRules } from './drift/judge-provider.ts';
import { baselineRules, unchangedRules } from './drift/rules.ts';
import { endpointRules } from './rfc/endpoint.ts';
import { errorResponseRules } from './rfc/error-response.ts';
import { refusalRules } from './rfc/refusals.ts';
import { scopeRules } from './rfc/scope.ts';
import { tokenResponseRules } from './rfc/token-response.ts';
import { tokenRules } from './rfc/tokens.ts';
import { answererRules } from './run/answerers.ts';
import { answerRules, outputRules } from './run/answers.ts';
import { agreementRules } from './run/judges-disagree.ts';
import { lifetimeRules } from './run/lifetime.ts';
import { waiverRules } from './waivers.ts';

/** Judged of each case, in the order in which the judgements are reported. */
export const caseRules = {
  ...assertionRules,
  ...documentedTokenRules,
  ...answerRules,
  ...lifetimeRules,
  ...agreementRules,
} as const;

/** Judged of a provider, in the order in which its conformance card is read. */
export const rfcRules = {
  ...tokenResponseRules,
  ...tokenRules,
  ...endpointRules,
  ...errorResponseRules,
  ...refusalRules,
  ...scopeRules,
} as const;

/** Every rule that a finding can name. */
export const rules = {
  ...caseRules,
  ...rfcRules,
  ...answererRules,
  ...unchangedRules,
  ...baselineRules,
  ...baselineStateRules,
  ...waiverRules,
  ...outputRules,
} as const satisfies Readonly<Record<RuleId, RuleText>>;

export type CaseRule = keyof typeof caseRules;
export type RfcRule = keyof typeof rfcRules;
export type Rule = keyof typeof rules;
