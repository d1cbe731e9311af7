import { createHmac, randomBytes } from 'node:crypto';
import { sentBody } from '../model/known-response.ts';
import { secondsPer } from '../model/lifetime-range.ts';
import { valueAt } from '../model/pointer.ts';
import type { Provider } from '../model/provider.ts';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signingKey = randomBytes(32);

/** A signed JWT (RFC 7519), different each time. `lifetime` in seconds. */
function jwt(providerId: string, lifetime: number): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `mock/${providerId}`,
    sub: 'mock-client',
    iat,
    exp: iat + lifetime,
    jti: randomBytes(12).toString('hex'),
  };
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', signingKey).update(signed).digest('base64url')}`;
}

/** A JWT where the documentation promises one, otherwise 256 random bits. */
export const issueToken = (provider: Provider): string =>
  provider.token.format?.is === 'jwt' ? jwt(provider.id, lifetimeOf(provider)) : randomBytes(32).toString('base64url');

/** What the page states, or else what its example shows, or else an hour. */
function lifetimeOf({ token: { lifetime, expiry }, responses }: Provider): number {
  const per = expiry && secondsPer(expiry.unit);
  const shown = expiry === undefined ? undefined : valueAt(sentBody(responses.token), expiry.at);
  const isNumber = typeof shown === 'number' || (typeof shown === 'string' && /^\d+$/.test(shown));
  return lifetime?.seconds ?? (isNumber && per !== undefined ? Number(shown) * per : 3600);
}
