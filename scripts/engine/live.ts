import type { Case } from '../model/case.ts';
import type { Answer, Attempt, Failure, NotSent } from '../model/exchange.ts';
import { isObject } from '../model/pointer.ts';

/** Why a live run of a provider ends early. */
export type Stop = Extract<NotSent, 'down' | 'credentials-rejected' | 'throttled' | 'interrupted'>;

const transientFailures: readonly Failure[] = ['refused', 'reset', 'dns', 'deadline'];
export const isTransient = (failure: Failure): boolean => transientFailures.includes(failure);
const unavailable = new Set([502, 503, 504]);
const longestWaitMs = 60_000;

const header = (answer: Answer, wanted: string): string | undefined =>
  answer.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** `Retry-After` in both its forms (RFC 9110 §10.2.3), in milliseconds from now. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date must begin with the name of a day: Date.parse also reads "1.5" and "-1", as days of 2001.
  const wait = /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/**
 * Milliseconds until an item is sent again, or `undefined` if its last attempt stands. Only attempts that tell nothing about the
 * contract are repeated: failed connections, 502, 503, 504, and one 429 with `Retry-After`.
 */
export function retryDelayMs(
  attempts: readonly Attempt[],
  retries: number,
  random = Math.random,
  now = Date.now(),
): number | undefined {
  const last = attempts.at(-1);
  if (last === undefined || attempts.length > retries) return undefined;
  const backOff = Math.min(longestWaitMs, 500 * 2 ** (attempts.length - 1)) * (0.5 + random() / 2);
  if (last.kind === 'failed') return isTransient(last.failure) ? backOff : undefined;
  const asked = retryAfterMs(header(last.answer, 'retry-after'), now);
  if (unavailable.has(last.answer.status))
    return asked === undefined ? backOff : asked <= longestWaitMs ? Math.max(asked, backOff) : undefined;
  const first429 =
    attempts.filter((attempt) => attempt.kind === 'answered' && attempt.answer.status === 429).length === 1;
  return last.answer.status === 429 && first429 && asked !== undefined && asked <= longestWaitMs ? asked : undefined;
}

const rejectionCodes: readonly string[] = ['invalid_client', 'unauthorized_client'];

/** Whether the answer to the canonical request says that the credentials, not the contract, are at fault. */
export function rejectsCredentials({ status, body }: Answer): boolean {
  if (status === 401) return true;
  const code = body.kind === 'json' && isObject(body.json) ? body.json['error'] : undefined;
  return (status === 400 || status === 403) && typeof code === 'string' && rejectionCodes.includes(code);
}

/** Whether a provider's run must end after this item. */
export function stopAfter(one: Case, attempts: readonly Attempt[], isCanonical: boolean): Stop | undefined {
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  if (last.kind === 'failed') {
    if (last.failure === 'interrupted') return 'interrupted';
    return isCanonical && [...transientFailures, 'tls', 'proxy'].includes(last.failure) ? 'down' : undefined;
  }
  const { status, body } = last.answer;
  // A 403 whose body is not JSON comes from a gateway or CDN in front of the provider that blocks us.
  if (status === 429 || (status === 403 && body.kind !== 'json')) return 'throttled';
  if (!isCanonical || one.folder !== 'Token') return undefined;
  if (unavailable.has(status)) return 'down';
  return rejectsCredentials(last.answer) ? 'credentials-rejected' : undefined;
}
