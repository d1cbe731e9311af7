/** A member of such a name that holds a non-empty string is a token, wherever it stands. */
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
 * A compact JWS (three parts, the last empty for alg none) or JWE (five), with what is glued to its front.
 * Begins at the start of a run, since one that begins at every `eyJ` takes quadratic time on `eyJeyJeyJ…`.
 */
export const jwtPattern = '(?<![\\w-])(?=[\\w-]*?eyJ)[\\w-]{10,}(?:\\.[\\w-]*){2,4}';

/** A token by its name in text that is no JSON object: `"token":"…"`, `token=…`, `<token>…`. The first group is the token. */
export const namedTokenPattern = `(?<![\\w/-])(?:${tokenMemberNames.join('|')})(?:\\\\?["']?\\s*[:=]\\s*\\\\?["']|=|(?<=<\\w+)>)([^\\s"'&;,<>\\\\]+)`;
