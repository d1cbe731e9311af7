import { type Answer, type Attempt, answerOf } from '../model/exchange.ts';
import type { RunContext, Subject } from '../model/finding.ts';
import {
  type InstantUnit,
  instantUnit,
  type LifetimeRange,
  rangeOfValue,
  secondsPer,
} from '../model/lifetime-range.ts';
import type { Pointer, TokenMembers } from '../model/provider.ts';
import type { Baseline } from '../model/shape.ts';
import { clientTokens, isTokenResponse, numberSaid } from '../oauth/token-response.ts';

/** Seconds: rounding, and the way of the answer. */
export const tolerance = 5;
/** Seconds by which the clock that issues a token may differ from the one that writes the `Date` header. */
const clocksApart = 120;
/** The same where no `Date` header shows the server's clock. */
const clockUnknown = 600;
const units = { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** What an answer and its token say of the token's lifetime. All but `said` is in seconds. */
export interface Lifetime {
  /** Where the answer says it. */
  readonly at: Pointer;
  readonly tokenAt: Pointer;
  /** The number in the answer, in the unit of the provider. */
  readonly said?: number;
  /** The number is the one that the provider documents for a token that never expires. */
  readonly isEndless: boolean;
  readonly unit: NonNullable<TokenMembers['expiry']>['unit'];
  /** The number is a time since 1970. */
  readonly instant?: InstantUnit;
  /** The moment of receipt by the clock of the server, since 1970. */
  readonly now: number;
  /** How far the server's clock is ahead of ours. Absent: it sent no usable `Date` header. */
  readonly skew?: number;
  /** What a JWT says. `age`: since `iat`. `whole`: `exp − iat`. `lives`: from the receipt to `exp`. */
  readonly jwt?: { readonly age?: number; readonly whole?: number; readonly lives?: number };
  /** Why the number may be what is left of a token that was issued earlier. */
  readonly remains?: string;
}

/** The lifetime of the token that a request without a fault got. `undefined`: it got none. */
export function lifetimeOf({ provider, case: one, exchange }: Subject, run: RunContext): Lifetime | undefined {
  const answer = answerOf(exchange);
  const received = exchange.attempts.at(-1);
  if (answer === undefined || received === undefined || one.fault !== undefined) return undefined;
  const [token] = clientTokens(answer, provider.token);
  if (!isTokenResponse({ status: answer.status, tokens: token === undefined ? [] : [token] })) return undefined;
  const { at = '/expires_in', unit = 'seconds', never } = provider.token.expiry ?? {};
  const said = numberSaid(answer, at);
  const { now, skew } = clockOf(answer, received);
  const instant = said === undefined ? undefined : instantUnit(said, now);
  const isRepeated =
    token !== undefined &&
    run.subjects.some(({ exchange: other }) => other.case !== one.id && hasToken(answerOf(other), token.id));
  // The claims of an encrypted JWT cannot be read.
  const readable = token?.jwt?.enc === undefined ? token?.jwt : undefined;
  const { iat, exp } = readable ?? {};
  const age = iat === undefined ? undefined : now - iat;
  const whole = iat === undefined || exp === undefined ? undefined : exp - iat;
  const remains = whyRemaining(isRepeated, age, acceptedAsRemaining(run.baseline, one.id, at));
  return {
    at,
    tokenAt: provider.token.accessToken,
    ...(said !== undefined && { said }),
    isEndless: said !== undefined && said === never,
    unit,
    ...(instant && { instant }),
    now,
    ...(skew !== undefined && { skew }),
    ...(readable && {
      jwt: {
        ...(age !== undefined && { age }),
        ...(whole !== undefined && { whole }),
        ...(exp !== undefined && { lives: lifeOf(exp - now, age, whole, isRepeated, skew) }),
      },
    }),
    ...(remains !== undefined && { remains }),
  };
}

const hasToken = (answer: Answer | undefined, id: string): boolean =>
  answer?.tokens.some((token) => token.id === id) === true;

/** The `Date` header is in whole seconds and written before the answer is received. A cache adds `Age` (RFC 9111 §5.1). */
function clockOf({ headers }: Answer, { startedAt, ms }: Attempt): Pick<Lifetime, 'now' | 'skew'> {
  const started = Date.parse(startedAt) / 1000;
  const received = started + ms / 1000;
  const headerOf = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const sent = Date.parse(headerOf('date') ?? '') / 1000;
  if (Number.isNaN(sent)) return { now: received };
  const stored = Number(headerOf('age') ?? '0');
  const server = sent + (Number.isFinite(stored) ? stored : 0);
  const isOurs = server >= started - tolerance && server <= received + tolerance;
  const skew = isOurs ? 0 : Math.round(server - received);
  return { now: received + skew, skew };
}

/** A new token lives as long as `exp − iat` says: then the clock that issued it does not matter. */
function lifeOf(
  left: number,
  age: number | undefined,
  whole: number | undefined,
  isRepeated: boolean,
  skew: number | undefined,
): number {
  const apart = skew === undefined ? clockUnknown : clocksApart;
  if (age === undefined || whole === undefined) return skew === undefined ? left + clocksApart : left;
  return !isRepeated && Math.abs(age) <= apart ? Math.max(left, whole) : left;
}

function whyRemaining(isRepeated: boolean, age: number | undefined, isAccepted: boolean): string | undefined {
  if (isRepeated) return 'another request of this run got the same token';
  if (age !== undefined) return age > tolerance ? `the token was issued ${Math.round(age)} seconds earlier` : undefined;
  return isAccepted ? 'tokens from a cache were accepted' : undefined;
}

/** The identity of a token is known within one run only. Between runs, what was accepted tells whether the server has a cache. */
function acceptedAsRemaining(baseline: Baseline | undefined, id: Subject['case']['id'], at: Pointer): boolean {
  if (baseline === undefined) return false;
  const accepted = Object.hasOwn(baseline.cases, id) ? baseline.cases[id] : undefined;
  const range = accepted?.shape.members[at]?.lifetime;
  return baseline.tokens === 'repeated' || (range !== undefined && isRemaining(range));
}

/** Lifetimes that a server picks at random differ by half (Entra ID: 60 to 90 minutes). Others count down. */
const widest = 1.6;
/** Whether the accepted numbers are what was left of tokens from a cache: then a smaller one means nothing. */
export const isRemaining = ({ left, min, max }: LifetimeRange): boolean =>
  left === true || (min > 0 && max > widest * min);

/** What a shape keeps of the number in the answer. `undefined`: no number, or one that is no lifetime. */
export function rangeOf({ said, now, isEndless, unit, remains, jwt }: Lifetime): LifetimeRange | undefined {
  if (said === undefined || (said <= 0 && !isEndless)) return undefined;
  if (isEndless) return { min: said, max: said, seen: 1 };
  const range = rangeOfValue(said, now);
  if (remains === undefined) return range;
  const { age, whole } = jwt ?? {};
  const per = secondsPer(unit);
  const isCounted =
    range.instant === undefined && per !== undefined && age !== undefined && whole !== undefined
      ? Math.abs(said * per + age - whole) <= margin(whole)
      : false;
  if (!isCounted || whole === undefined || per === undefined) return { ...range, left: true };
  const all = Math.round(whole / per);
  return { min: all, max: all, seen: 1 };
}

/** Seconds: a tenth, but at least 5 and at most 120. */
const margin = (seconds: number): number => Math.min(clocksApart, Math.max(tolerance, seconds / 10));

/** Where and how the token is dead when it arrives. `undefined`: it is not. */
export function deadOnArrival(one: Lifetime): { readonly at: Pointer; readonly words: string } | undefined {
  const { at, tokenAt, said, isEndless, jwt } = one;
  if (said !== undefined && said <= 0 && !isEndless) return { at, words: `number ${said}` };
  if (jwt?.lives === undefined) return undefined;
  if (jwt.whole !== undefined && jwt.whole <= 0)
    return { at: tokenAt, words: `a JWT whose exp − iat is ${Math.round(jwt.whole)}` };
  if (jwt.lives >= -tolerance) return undefined;
  return {
    at: tokenAt,
    words: `a JWT that expired ${Math.round(-jwt.lives)} seconds before it came${skewInWords(one)}`,
  };
}

/** Seconds that the token lives where that is shorter than the answer says. `says` is in the unit of the provider. `undefined`: the two agree, or one says nothing. */
export function diesBefore(
  one: Lifetime,
): { readonly lives: number; readonly says: number; readonly seconds: number } | undefined {
  const { said: says, isEndless, unit, instant, jwt } = one;
  const lives = jwt?.lives;
  if (says === undefined || lives === undefined || deadOnArrival(one) !== undefined) return undefined;
  const seconds = says * (secondsPer(unit) ?? 1);
  if (isEndless) return { lives: Math.round(lives), says, seconds };
  if (unit === 'undocumented' && (instant !== undefined || unitThatFits(one) !== undefined)) return undefined;
  return seconds > lives + margin(seconds) ? { lives: Math.round(lives), says, seconds } : undefined;
}

/** The unit in which the number agrees with the times in the JWT: with its whole life, or with what is left of it. */
export function unitThatFits({ said, jwt, remains }: Lifetime): string | undefined {
  if (said === undefined) return undefined;
  const fits = (life: number | undefined, seconds: number, rounding: number): boolean =>
    life !== undefined && Math.abs(said * seconds - life) <= Math.max(tolerance, rounding);
  return Object.entries(units).find(
    ([, seconds]) => fits(jwt?.whole, seconds, 0) || (remains !== undefined && fits(jwt?.lives, seconds, seconds / 2)),
  )?.[0];
}

/** For the end of a sentence. Empty where the clocks agree. */
export function skewInWords({ skew }: Lifetime): string {
  if (skew === undefined) return ' (the server sent no Date, so its clock is not known)';
  if (skew === 0) return '';
  return ` (by the server's clock, which is ${Math.abs(skew)} seconds ${skew > 0 ? 'ahead' : 'behind'})`;
}

/** The rule that speaks of a lifetime before any other. What the other rules would say has the same cause. */
export function lifetimeSpokenFor(subject: Subject, run: RunContext): string | undefined {
  const one = lifetimeOf(subject, run);
  if (one === undefined) return undefined;
  if (deadOnArrival(one) !== undefined) return 'the token is dead on arrival: see run/dead-on-arrival';
  return diesBefore(one) === undefined ? undefined : 'the answer contradicts itself: see run/lifetime-contradicts';
}
