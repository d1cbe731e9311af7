import type { Answer, TokenFacts } from '../model/exchange.ts';
import { childOf, isObject, tokensOf } from '../model/pointer.ts';
import type { Json, Pointer, TokenMembers } from '../model/provider.ts';

/** A non-empty string in a member of one of these names is a token, at any depth. */
export const tokenMemberNames: readonly string[] = [
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'id_token',
  'idToken',
  'auth_token',
  'authToken',
  'bearer_token',
  'bearerToken',
  'token',
  'jwt',
];

/**
 * A compact JWS (three parts, the last empty for alg none) or JWE (five), and any token characters directly before it.
 * The match begins where a run of token characters begins: trying every `eyJ` takes quadratic time on `eyJeyJeyJ…`.
 */
export const jwtPattern = '(?<![\\w-])(?=[\\w-]*?eyJ)[\\w-]{10,}(?:\\.[\\w-]*){2,4}';

/** A named token in text that is not a JSON object: `"token":"…"`, `token=…`, `<token>…`. The first group is the token. */
export const namedTokenPattern = `(?<![\\w/-])(?:${tokenMemberNames.join('|')})(?:\\\\?["']?\\s*[:=]\\s*\\\\?["']|=|(?<=<\\w+)>)([^\\s"'&;,<>\\\\]+)`;

/** The first digit of a status. */
export const statusClass = (status: number): number => Math.floor(status / 100);
export const isSuccess = (status: number): boolean => statusClass(status) === 2;
/** Statuses that redirect a client. 304 is not one of them. */
export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Whether a string of this kind can be used as a token: an empty one cannot. */
export const isTokenKind = (kind: string | undefined): boolean => kind === 'jwt' || kind === 'opaque';
export const isToken = ({ kind }: Pick<TokenFacts, 'kind'>): boolean => isTokenKind(kind);

/** Every token of an answer, wherever it stands. */
export const tokensIn = ({ tokens }: Pick<Answer, 'tokens'>): readonly TokenFacts[] => tokens.filter(isToken);

/** The token in the place that the provider documents. */
export const documentedToken = (
  answer: Pick<Answer, 'tokens'>,
  { accessToken }: TokenMembers,
): TokenFacts | undefined => tokensIn(answer).find(({ at }) => at === accessToken);

/** The members of a token response in RFC 6749 §5.1. */
export const standardMembers = ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'] as const;
export type StandardMember = (typeof standardMembers)[number];

/** Where a client of this provider finds each member. One that the documentation does not show is expected beside the token. */
export function memberPlaces(token: TokenMembers): Readonly<Record<StandardMember, Pointer>> {
  const parent = tokensOf(token.accessToken).slice(0, -1).reduce<Pointer>(childOf, '');
  return {
    access_token: token.accessToken,
    token_type: token.tokenType ?? childOf(parent, 'token_type'),
    expires_in: token.expiry?.at ?? childOf(parent, 'expires_in'),
    refresh_token: childOf(parent, 'refresh_token'),
    scope: token.scope ?? childOf(parent, 'scope'),
  };
}

/** The tokens where a client looks for one: in the place of RFC 6749 §5.1 and in the documented one. */
export const clientTokens = (answer: Pick<Answer, 'tokens'>, { accessToken }: TokenMembers): readonly TokenFacts[] =>
  tokensIn(answer).filter(({ at }) => at === '/access_token' || at === accessToken);

/**
 * Whether an answer is to be read as a token response: by its status, or by a token whatever the status is.
 * `tokens` are those that count: every token of the answer to a request that must be refused, else {@link clientTokens}.
 * Only a token grants anything.
 */
export const isTokenResponse = (answer: { readonly status: number; readonly tokens: readonly unknown[] }): boolean =>
  isSuccess(answer.status) || answer.tokens.length > 0;

/** Grammars of RFC 6749, Appendix A.4, A.8 and A.9. */
const textGrammars: Readonly<Record<string, RegExp>> = {
  scope: /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/,
  error_description: /^[ !#-[\]-~]*$/,
  error_uri: /^[!#-[\]-~]*$/,
};

/** Whether a text is a list of scope tokens. */
export const isScope = (text: string): boolean => textGrammars['scope']?.test(text) === true;

/** The top-level members of RFC 6749 whose text breaks its grammar. Members that are not strings are left out. */
export const illFormedTexts = (body: Json | undefined): readonly Pointer[] =>
  !isObject(body)
    ? []
    : Object.entries(textGrammars).flatMap(([name, grammar]) => {
        const text = Object.hasOwn(body, name) ? body[name] : undefined;
        return typeof text === 'string' && !grammar.test(text) ? [`/${name}` as const] : [];
      });
