import { describe, expect, test } from 'vitest';
import { thisProject } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { judge } from '../../scripts/judge/checks.ts';
import { accept } from '../../scripts/judge/drift/accept.ts';
import { judgeDrift } from '../../scripts/judge/drift/judge.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { TokenFacts } from '../../scripts/model/exchange.ts';
import type { Finding, Subject } from '../../scripts/model/finding.ts';
import { valueAt, withValueAt } from '../../scripts/model/pointer.ts';
import type { Json, Provider } from '../../scripts/model/provider.ts';
import type { Baseline } from '../../scripts/model/shape.ts';
import { exchangeOf, findingsIn, jsonAnswer, masked } from '../support/exchanges.ts';

/** Mulberry32: numbers from 0 to 1, the same for each seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Times are in seconds. */
interface Issued {
  readonly id: string;
  readonly iat: number;
  readonly lifetime: number;
}

/** How a server issues tokens, and how many of the requests are sent to it each night. */
interface Habit {
  readonly name: string;
  readonly isCached: boolean;
  readonly requests: 'canonical' | 'all';
}
const habits: readonly Habit[] = [
  { name: 'a new token for each request', isCached: false, requests: 'all' },
  { name: 'one token from a cache for all requests', isCached: true, requests: 'all' },
  { name: 'one token from a cache, asked for once', isCached: true, requests: 'canonical' },
];

type Change = 'milliseconds' | 'instant' | 'dead' | 'half' | 'minutes' | 'contradiction';
const nights = 200;
/** The first nights are accepted. Whoever runs the program gets to know the server then. */
const accepted = 8;
const firstNight = Date.parse('2026-01-02T03:00:00.000Z') / 1000;

class Server {
  readonly #provider: Provider;
  readonly #isCached: boolean;
  readonly #random: () => number;
  readonly #example: number;
  #issued = 0;
  #cached: Issued | undefined;

  constructor(provider: Provider, { isCached }: Habit, random: () => number) {
    this.#provider = provider;
    this.#isCached = isCached;
    this.#random = random;
    this.#example = Number(valueAt(provider.responses.token.example, provider.token.expiry?.at ?? '') ?? 3600);
  }

  restart(): void {
    this.#cached = undefined;
  }

  /** Where the page has a lifetime it is kept, else lifetimes differ by design. Those of the first two nights are the shortest and the longest. */
  #issue(now: number, night: number, isHalf: boolean): Issued {
    const isFixed = this.#provider.token.lifetime !== undefined || this.#isCached;
    const part = night < 2 ? night : this.#random();
    this.#issued += 1;
    const lifetime = Math.round(this.#example * (isFixed ? 1 : 0.7 + part * 0.3) * (isHalf ? 0.5 : 1));
    return { id: `token-${this.#issued}`, iat: now, lifetime };
  }

  #token(now: number, night: number, isHalf: boolean): Issued {
    if (!this.#isCached || isHalf) return this.#issue(now, night, isHalf);
    const known = this.#cached;
    const isAlive = known !== undefined && known.iat + known.lifetime > now + 60;
    const first = known === undefined ? now - Math.floor(this.#random() * this.#example * 0.9) : now;
    const token = isAlive ? known : this.#issue(first, night, false);
    this.#cached = token;
    return token;
  }

  /** The answer to a request at `now`, by a clock that is `skew` seconds ahead. Each night has a key of its own for the ids of tokens. */
  answer(now: number, skew: number, night: number, change: Change | undefined) {
    const { token: members, responses } = this.#provider;
    const { id, iat, lifetime } = this.#token(now, night, change === 'half');
    const left = iat + lifetime - now;
    const isJwt = members.format?.is === 'jwt';
    const said: Readonly<Record<Change, number>> = {
      milliseconds: left * 1000,
      instant: (now + left) * 1000,
      dead: 0,
      half: left,
      minutes: Math.round(left / 60),
      contradiction: left,
    };
    const exp = change === 'contradiction' ? iat + Math.round(lifetime / 20) : iat + lifetime;
    const facts: TokenFacts = {
      at: members.accessToken,
      kind: isJwt ? 'jwt' : 'opaque',
      length: 43,
      vschar: true,
      b64token: true,
      bits: 256,
      id: `${night} ${id}`,
      ...(isJwt && {
        jwt: { alg: 'RS256', headerNames: ['alg'], claimNames: ['exp', 'iat'], iat: iat + skew, exp: exp + skew },
      }),
    };
    const withToken: Json = withValueAt(
      responses.token.example,
      members.accessToken,
      '‹string, 43 characters, #a84269›',
    );
    const body = withValueAt(
      withToken,
      members.expiry?.at ?? '/expires_in',
      change === undefined ? left : said[change],
    );
    return jsonAnswer(200, body, {
      tokens: [facts],
      headers: [
        ['content-type', masked('application/json')],
        ['date', masked(new Date(Math.floor(now + skew) * 1000).toUTCString())],
      ],
    });
  }
}

const isOfLifetimes = ({ rule, severity }: Finding): boolean =>
  severity !== 'info' && /^baseline\/|lifetime|range|dead/.test(rule);

/** The alarms of each night after the accepted ones. With a `change`, which is made in the night `changed`, those of that night. */
function alarms(provider: Provider, habit: Habit, seed: number, change?: Change, changed = nights) {
  const random = randomNumbers(seed);
  const server = new Server(provider, habit, random);
  const faultless = casesOf(provider).filter(({ fault }) => fault === undefined);
  const sent: readonly Case[] = faultless.slice(0, habit.requests === 'all' ? 2 : 1);
  let baseline: Baseline | undefined;
  const found: { readonly night: number; readonly findings: readonly string[] }[] = [];
  for (let night = 0; night < nights && night <= changed; night += 1) {
    const start = firstNight + night * 86_400 + Math.floor(random() * 1800);
    const skew = Math.round((random() - 0.5) * 240);
    if (random() < 0.3) server.restart();
    const subjects = sent.map((one, index): Subject => {
      const now = start + index * 2;
      const answer = server.answer(now, skew, night, night === changed ? change : undefined);
      const startedAt = new Date(now * 1000).toISOString();
      return { provider, case: one, exchange: exchangeOf(one, [{ startedAt, ms: 55, kind: 'answered', answer }]) };
    });
    if (night < accepted) {
      const at = new Date(start * 1000).toISOString();
      const known = sent.map(({ id }) => id);
      baseline = accept({ provider, subjects, origin: '', at, before: baseline, known, schemas: {} }).baseline;
      continue;
    }
    if (change !== undefined && night < changed) continue;
    const drift = judgeDrift(provider, subjects, { baseline, schemas: {} });
    const judgements = subjects.flatMap((subject) => [
      ...judge(subject, () => [], { subjects, baseline }),
      ...(drift.byCase.get(subject.case.id) ?? []),
    ]);
    const findings = findingsIn([...judgements, ...drift.ofProvider]).filter(isOfLifetimes);
    if (findings.length > 0) found.push({ night, findings: findings.map(({ rule, actual }) => `${rule}: ${actual}`) });
  }
  return found;
}

const rows = thisProject.providers.flatMap((provider) =>
  habits.map((habit) => [provider.id, habit.name, provider, habit] as const),
);

describe('two hundred nights without a change', () => {
  test.each(rows)('%s, %s: no alarm', (_, __, provider, habit) => {
    expect(alarms(provider, habit, 1)).toEqual([]);
  });
});

/** What shows of an opaque token from a cache: only that a number is too large, or none. */
const ofCaches: readonly Change[] = ['milliseconds', 'instant', 'dead'];
const ofNewTokens: readonly Change[] = [...ofCaches, 'half', 'minutes'];
const ofJwts: readonly Change[] = [...ofNewTokens, 'contradiction'];

describe('one change in a random night', () => {
  test.each(rows)('%s, %s: seen that night', (_, __, provider, habit) => {
    const isJwt = provider.token.format?.is === 'jwt';
    const changes = habit.isCached
      ? [...ofCaches, ...(isJwt ? (['half', 'contradiction'] as const) : [])]
      : isJwt
        ? ofJwts
        : ofNewTokens;
    const random = randomNumbers(7);
    const seen = changes.map((change) => {
      const changed = accepted + Math.floor(random() * (nights - accepted));
      return [change, alarms(provider, habit, 3, change, changed).length > 0];
    });
    expect(seen).toEqual(changes.map((change) => [change, true]));
  });
});
