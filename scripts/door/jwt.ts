import type { TokenFacts } from '../model/exchange.ts';
import { isObject } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import type { Redactor } from './redact.ts';

/** Limits the names of one JWT that a report lists. */
const mostNames = 200;

const decoded = (part: string | undefined): Json | undefined => {
  if (part === undefined || !/^[\w-]+$/.test(part)) return undefined;
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

const isSeconds = (value: Json | undefined): value is number => typeof value === 'number' && Number.isFinite(value);

/**
 * What a token says of itself if it is a JWT in compact form: signed (RFC 7515 §7.1), or encrypted (RFC 7516 §7.1), whose header
 * alone can be read. `isCut`: it has more names than are listed.
 */
export function readJwt(
  token: string,
  redactor: Redactor,
): { readonly facts: NonNullable<TokenFacts['jwt']>; readonly isCut: boolean } | undefined {
  const parts = token.split('.');
  if (!parts.every((part) => /^[\w-]*$/.test(part))) return undefined;
  const header = decoded(parts[0]);
  if (!isObject(header)) return undefined;
  const { alg, enc } = { alg: header['alg'], enc: header['enc'] };
  if (typeof alg !== 'string') return undefined;
  const names = (members: { readonly [name: string]: Json }): readonly string[] =>
    Object.keys(members).slice(0, mostNames).map(redactor.name).sort();
  const ofHeader = { alg: redactor.name(alg), headerNames: names(header) };
  const isLong = (members: { readonly [name: string]: Json }): boolean => Object.keys(members).length > mostNames;

  if (parts.length === 5) {
    const [, , vector, ciphertext, tag] = parts;
    if (typeof enc !== 'string' || vector === '' || ciphertext === '' || tag === '') return undefined;
    return { facts: { ...ofHeader, enc: redactor.name(enc), claimNames: [] }, isCut: isLong(header) };
  }
  const claims = decoded(parts[1]);
  if (parts.length !== 3 || !isObject(claims)) return undefined;
  const { iat, exp, iss } = { iat: claims['iat'], exp: claims['exp'], iss: claims['iss'] };
  return {
    facts: {
      ...ofHeader,
      claimNames: names(claims),
      ...(typeof iss === 'string' && { iss: redactor.issuer(iss) }),
      ...(isSeconds(iat) ? { iat } : {}),
      ...(isSeconds(exp) ? { exp } : {}),
    },
    isCut: isLong(header) || isLong(claims),
  };
}
