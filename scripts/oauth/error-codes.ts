/** RFC 6749 §5.2. */
export const codesOfRfc6749: readonly string[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/**
 * IANA's OAuth Extensions Error Registry (§11.4), as of 2025-08: the codes whose usage location is the token endpoint. Codes of other
 * locations, such as `insufficient_scope` and `unsupported_token_type`, are wrong here.
 */
const registeredCodes: readonly string[] = [
  // User-Managed Access 2.0
  'need_info',
  'request_denied',
  'request_submitted',
  // RFC 8628
  'authorization_pending',
  'access_denied',
  'slow_down',
  'expired_token',
  // RFC 8707
  'invalid_target',
  // RFC 9200
  'unsupported_pop_key',
  'incompatible_ace_profiles',
  // RFC 9396
  'invalid_authorization_details',
  // RFC 9449
  'invalid_dpop_proof',
  'use_dpop_nonce',
];

/** Whether a token endpoint may send this error code. */
export const isTokenError = (code: string): boolean => codesOfRfc6749.includes(code) || registeredCodes.includes(code);
