import { type Case, isCanonical } from '../model/case.ts';
import type { Answer, Attempt, Failure, NotSent } from '../model/exchange.ts';
import type { Provider } from '../model/provider.ts';
import { credentialsVerdict, isUnreachable, whoAnswered } from '../oauth/who-answered.ts';

/** Why a live run of a provider ends early. */
export type Stop = Extract<
  NotSent,
  'down' | 'credentials-rejected' | 'grant-not-allowed' | 'throttled' | 'intercepted' | 'no-endpoint' | 'interrupted'
>;

const transientFailures: readonly Failure[] = ['refused', 'reset', 'dns', 'deadline'];
export const isTransient = (failure: Failure): boolean => transientFailures.includes(failure);
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
 * How long to wait before an item is sent again; `undefined`: its last attempt stands. Only what says nothing of the contract is
 * repeated: no connection, a status by which something in front of the provider says that it cannot reach it, and one 429 that says
 * when to come back.
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
  if (isUnreachable(last.answer.status))
    return asked === undefined ? backOff : asked <= longestWaitMs ? Math.max(asked, backOff) : undefined;
  const first429 =
    attempts.filter((attempt) => attempt.kind === 'answered' && attempt.answer.status === 429).length === 1;
  return last.answer.status === 429 && first429 && asked !== undefined && asked <= longestWaitMs ? asked : undefined;
}

/** Whether a provider's run must end after this case, and why. */
export function stopAfter(one: Case, attempts: readonly Attempt[], provider: Provider): Stop | undefined {
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  const isFirst = isCanonical(one);
  if (last.kind === 'failed') {
    if (last.failure === 'interrupted') return 'interrupted';
    return isFirst && [...transientFailures, 'tls', 'proxy'].includes(last.failure) ? 'down' : undefined;
  }
  const { answer } = last;
  if (answer.status === 429) return 'throttled';
  if (!isFirst) return undefined;
  const verdict = credentialsVerdict(answer, provider);
  if (verdict !== undefined) return verdict === 'rejected' ? 'credentials-rejected' : 'grant-not-allowed';
  switch (whoAnswered(answer, one, provider)) {
    case 'provider':
      return undefined;
    case 'front':
      // A gateway or firewall that has had enough of us says 403. With another status, it is a page in place of the API.
      return answer.status === 403 ? 'throttled' : 'intercepted';
    case 'unreachable':
    case 'failing':
      return 'down';
    case 'no-endpoint':
      return 'no-endpoint';
  }
}

/** So many answers of something in front of the provider to wrong requests, and none of the provider's own, are enough. */
const mostIntercepted = 2;

/** Whether wrong requests do not reach the provider, so that sending more of them is of no use. */
export function refusalsAreIntercepted(
  asked: readonly { readonly case: Case; readonly attempts: readonly Attempt[] }[],
  provider: Provider,
): boolean {
  const answerers = asked.flatMap(({ case: one, attempts }) => {
    const last = attempts.at(-1);
    return one.fault !== undefined && last?.kind === 'answered' ? [whoAnswered(last.answer, one, provider)] : [];
  });
  const intercepted = answerers.filter((answerer) =>
    ['front', 'failing', 'unreachable', 'no-endpoint'].includes(answerer),
  );
  return intercepted.length >= mostIntercepted && !answerers.includes('provider');
}
