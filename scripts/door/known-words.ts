import { STATUS_CODES } from 'node:http';

/** Words of the standards. They are no secrets, so they are shown even where the rest of an answer is masked. */
export const standardWords: ReadonlySet<string> = new Set([
  ...Object.values(STATUS_CODES).filter((text) => text !== undefined),
  // RFC 6749 §5.2, and the codes of §4.1.2.1 that token endpoints use too
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  ...['invalid_scope', 'access_denied', 'server_error', 'temporarily_unavailable'],
  // RFC 6749 §4.4.2, RFC 6750
  ...['client_credentials', 'Bearer', 'bearer', 'Basic', 'basic'],
  ...['error', 'error_description', 'error_uri', 'token_type', 'expires_in', 'scope'],
  // Headers that a check reads, and their values (RFC 9110, 9111)
  ...['no-store', 'no-cache', 'private', 'public', 'must-revalidate', 'close', 'keep-alive', 'chunked', 'identity'],
  ...['application/json', 'application/problem+json', 'text/html', 'text/plain', 'text/xml', 'application/xml'],
  ...['charset=utf-8', 'charset=UTF-8', 'location', 'set-cookie'],
  // JOSE headers and claims (RFC 7515, 7519)
  ...['alg', 'kid', 'typ', 'cty', 'crit', 'jku', 'jwk', 'x5c', 'x5t', 'x5u', 'JWT', 'at+jwt'],
  ...['none', 'HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'],
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'azp', 'client_id'],
]);
