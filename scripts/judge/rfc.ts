import type { ProviderCheck } from '../model/finding.ts';
import { rfcAccessToken } from './rfc-access-token.ts';
import { rfcBasic } from './rfc-basic.ts';
import { rfcBearerToken } from './rfc-bearer-token.ts';
import { rfcCacheControl, rfcPragma } from './rfc-cache-headers.ts';
import { rfcCredentialsInUrl } from './rfc-credentials-in-url.ts';
import { rfcEmptyParameter } from './rfc-empty-parameter.ts';
import { rfcEndpoint } from './rfc-endpoint.ts';
import { rfcErrorCode } from './rfc-error-code.ts';
import { rfcErrorStatus } from './rfc-error-status.ts';
import { rfcErrorText } from './rfc-error-text.ts';
import { rfcExpiresIn } from './rfc-expires-in.ts';
import { rfcExpiresInDigits } from './rfc-expires-in-digits.ts';
import { rfcJwtAlg } from './rfc-jwt-alg.ts';
import { rfcJwtTimes } from './rfc-jwt-times.ts';
import { rfcMediaType } from './rfc-media-type.ts';
import { rfcMissingClient } from './rfc-missing-client.ts';
import { rfcMissingGrantType } from './rfc-missing-grant-type.ts';
import { rfcMissingScope } from './rfc-missing-scope.ts';
import { rfcPlausibleLifetime } from './rfc-plausible-lifetime.ts';
import { rfcRedirect } from './rfc-redirect.ts';
import { rfcRefreshToken } from './rfc-refresh-token.ts';
import { rfcRejectedBasic } from './rfc-rejected-basic.ts';
import { rfcRejectedClient } from './rfc-rejected-client.ts';
import { rfcRepeatedMember } from './rfc-repeated-member.ts';
import { rfcRepeatedParameter } from './rfc-repeated-parameter.ts';
import { rfcScope } from './rfc-scope.ts';
import { rfcShortLifetime } from './rfc-short-lifetime.ts';
import { rfcSuccessStatus } from './rfc-success-status.ts';
import { rfcTokenStrength } from './rfc-token-strength.ts';
import { rfcTokenType } from './rfc-token-type.ts';
import { rfcTokensDiffer } from './rfc-tokens-differ.ts';
import { rfcTopLevel } from './rfc-top-level.ts';
import { rfcTwoAuthentications } from './rfc-two-authentications.ts';
import { rfcUnknownParameter } from './rfc-unknown-parameter.ts';
import { rfcUnknownScope } from './rfc-unknown-scope.ts';
import { rfcUnsupportedGrantType } from './rfc-unsupported-grant-type.ts';

/** The rfc verdict: one check for each row, in the order of the table. */
export const rfcChecks: readonly ProviderCheck[] = [
  rfcSuccessStatus,
  rfcAccessToken,
  rfcTopLevel,
  rfcTokenType,
  rfcBearerToken,
  rfcExpiresIn,
  rfcExpiresInDigits,
  rfcPlausibleLifetime,
  rfcShortLifetime,
  rfcScope,
  rfcRefreshToken,
  rfcMediaType,
  rfcRepeatedMember,
  rfcCacheControl,
  rfcPragma,
  rfcTokensDiffer,
  rfcTokenStrength,
  rfcJwtAlg,
  rfcJwtTimes,
  rfcEndpoint,
  rfcRedirect,
  rfcBasic,
  rfcCredentialsInUrl,
  rfcUnknownParameter,
  rfcEmptyParameter,
  rfcErrorStatus,
  rfcErrorCode,
  rfcErrorText,
  rfcRejectedBasic,
  rfcRejectedClient,
  rfcMissingClient,
  rfcUnsupportedGrantType,
  rfcMissingGrantType,
  rfcRepeatedParameter,
  rfcTwoAuthentications,
  rfcMissingScope,
  rfcUnknownScope,
];
