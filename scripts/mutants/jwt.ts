import type { Json } from '../model/provider.ts';

export const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Readonly<Record<string, Json>> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

/** A JWT with another header or other claims. The signature stays: no check verifies it. */
export const reissued = (
  token: string,
  header: Readonly<Record<string, Json | undefined>>,
  claims: Readonly<Record<string, Json | undefined>>,
): string => {
  const [first, second, signature] = token.split('.');
  const changed = (part: string | undefined, change: Readonly<Record<string, Json | undefined>>): string =>
    encode(JSON.parse(JSON.stringify({ ...decode(part), ...change })));
  return `${changed(first, header)}.${changed(second, claims)}.${signature ?? ''}`;
};

export const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

/** A JWT that was issued at `iat`, in seconds since 1970, for `lifetime` seconds. */
export const newJwt = (iat: number, lifetime: number): string =>
  `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: 'someone', iat, exp: iat + lifetime })}.c2lnbmF0dXJlLW9mLWEtdGVzdA`;

/** A JWT whose times are changed. What is no JWT stays as it is. */
export function withTimes(
  token: string,
  change: (times: { iat: number; exp: number }) => { iat: number; exp: number },
): string {
  if (token.split('.').length !== 3) return token;
  const { iat, exp } = decode(token.split('.')[1]);
  return reissued(token, {}, change({ iat: Number(iat), exp: Number(exp) }));
}
