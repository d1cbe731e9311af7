import type { Citation } from '../model/finding.ts';

/** `heuristic`: ours; the RFC leaves it open. */
export type RfcLevel = 'MUST' | 'SHOULD' | 'heuristic';

interface RfcRow {
  readonly words: string;
  readonly level: RfcLevel;
  readonly source: Citation;
}

const section = (rfc: number, at: string): Citation => ({
  title: `RFC ${rfc}`,
  at: `§${at}`,
  url: `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${at}`,
});
const must = (words: string, source: Citation): RfcRow => ({ words, level: 'MUST', source });
const should = (words: string, source: Citation): RfcRow => ({ words, level: 'SHOULD', source });
const heuristic = (words: string, source: Citation): RfcRow => ({ words, level: 'heuristic', source });

/** What the RFCs ask of a token endpoint, in the order in which a conformance card is read. Each row is one check. */
export const rfcRows = {
  'rfc/success-status': must('a token must be granted with status 200', section(6749, '5.1')),
  'rfc/access-token': must('access_token must be present, in printable ASCII', section(6749, '5.1')),
  'rfc/top-level': must('the members of a token response must stand at the top level', section(6749, '5.1')),
  'rfc/token-type': must('token_type must be present', section(6749, '5.1')),
  'rfc/bearer-token': must('a Bearer token must consist of b64token characters', section(6750, '2.1')),
  'rfc/expires-in': should('expires_in should be present', section(6749, '5.1')),
  'rfc/expires-in-digits': must('expires_in must be a number of digits', section(6749, '5.1')),
  'rfc/plausible-lifetime': heuristic('a lifetime is positive and at most a year', section(6749, '5.1')),
  'rfc/short-lifetime': should('a Bearer token should live for an hour or less', section(6750, '5.3')),
  'rfc/scope': must('scope must be a list of scope tokens', section(6749, '3.3')),
  'rfc/refresh-token': should('client credentials should not get a refresh_token', section(6749, '4.4.3')),
  'rfc/media-type': must('an answer must be application/json', section(6749, '5.1')),
  'rfc/repeated-member': should('a member should be there once', section(8259, '4')),
  'rfc/cache-control': must('a token response must have Cache-Control: no-store', section(6749, '5.1')),
  'rfc/pragma': must('a token response must have Pragma: no-cache', section(6749, '5.1')),
  'rfc/tokens-differ': must('each request must get a token of its own', section(6749, '10.10')),
  'rfc/token-strength': must('a token must be as hard to guess as 128 random bits', section(6749, '10.10')),
  'rfc/jwt-alg': must('a JWT must not have alg none', section(8725, '3.1')),
  'rfc/jwt-times': heuristic('the times of a JWT agree with expires_in and with the clock', section(7519, '4.1')),
  'rfc/endpoint': must('the endpoint must be https, without a fragment', section(6749, '3.2')),
  'rfc/redirect': should('a token endpoint should not redirect', section(9700, '4.12')),
  'rfc/basic': must('a client with a password must be able to use Basic', section(6749, '2.3.1')),
  'rfc/credentials-in-url': must('credentials must not be read from the URL', section(6749, '2.3.1')),
  'rfc/unknown-parameter': must('an unknown parameter must be ignored', section(6749, '3.2')),
  'rfc/empty-parameter': must(
    'a parameter without a value must be treated as if it were left out',
    section(6749, '3.2'),
  ),
  'rfc/error-status': must('a refusal must have status 400, or the one that is specified', section(6749, '5.2')),
  'rfc/error-code': must('a refusal must have an error from the list', section(6749, '5.2')),
  'rfc/error-text': must('error_description and error_uri must keep to their characters', section(6749, '5.2')),
  'rfc/rejected-basic': must('rejected Basic must get 401 and a matching WWW-Authenticate', section(6749, '5.2')),
  'rfc/rejected-client': must('rejected credentials must get invalid_client', section(6749, '5.2')),
  'rfc/missing-client': must('missing credentials must get invalid_client or invalid_request', section(6749, '5.2')),
  'rfc/unsupported-grant-type': must('an unknown grant must get unsupported_grant_type', section(6749, '5.2')),
  'rfc/missing-grant-type': must('a missing grant_type must get invalid_request', section(6749, '5.2')),
  'rfc/repeated-parameter': must('a repeated parameter must get invalid_request', section(6749, '5.2')),
  'rfc/two-authentications': must('two ways to authenticate must get invalid_request', section(6749, '5.2')),
  'rfc/missing-scope': must('a missing scope must get a token or invalid_scope', section(6749, '3.3')),
  'rfc/unknown-scope': should(
    'an unknown scope should get invalid_scope, or a token whose scope is named',
    section(6749, '3.3'),
  ),
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

export type RfcRule = keyof typeof rfcRows;
