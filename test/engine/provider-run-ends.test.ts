import { afterEach, describe, expect, test, vi } from 'vitest';
import { createRedactor } from '../../scripts/door/redact.ts';
import { RunnerError, type Session } from '../../scripts/engine/runner.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { acme, failed } from '../support/exchanges.ts';
import { cases, fine, granted, held, inShort, run, status } from './fake-runner.ts';

/** Nobody waits. */
const waiting = vi.hoisted(() => ({ onWait: (_signal: AbortSignal): unknown => undefined }));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (_ms: number, _: unknown, { signal }: { readonly signal: AbortSignal }) => {
    await waiting.onWait(signal);
    signal.throwIfAborted();
  },
}));
afterEach(() => {
  waiting.onWait = () => undefined;
});

describe('the budget of a provider', () => {
  const source = { doc: 'page' };
  const withBudget = (budget: Omit<NonNullable<Provider['budget']>, 'source'>): Provider => ({
    ...acme,
    budget: { ...budget, source },
  });

  test.each<[string, Provider['budget'] & object, readonly string[]]>([
    ['tokens', { tokensPerHour: 1, source }, [...held.slice(0, 3), 'acme/extra-parameter not sent: budget']],
    [
      'refusals',
      { refusalsPerRun: 1, source },
      [...held.slice(0, 2), 'acme/missing-parameter-client-id not sent: budget', ...held.slice(3)],
    ],
    ['enough of both', { tokensPerHour: 2, refusalsPerRun: 2, source }, held],
  ])('%s', async (_, budget, exchanges) => {
    const result = await run({ provider: withBudget(budget) });
    expect([inShort(result.exchanges), result.stop]).toEqual([exchanges, undefined]);
  });

  test('retries count: the last answer that it paid for stands', async () => {
    const script = { ...fine, 'acme/extra-parameter': [status(503), granted] };
    const { exchanges } = await run({ provider: withBudget({ tokensPerHour: 2 }), script, retries: 5 });
    expect(inShort(exchanges)).toEqual([...held.slice(0, 3), 'acme/extra-parameter 503 inconclusive: down']);
    expect(exchanges[3]?.sandbox).toEqual([{ title: 'turn 1', passed: true }]);
  });

  test('a canonical request that used it up in vain is down, not out of budget', async () => {
    const script = { 'acme/token': [status(503), status(503), granted] };
    const { exchanges, stop } = await run({ provider: withBudget({ tokensPerHour: 2 }), script, retries: 5 });
    expect([inShort(exchanges)[0], stop]).toEqual(['acme/token 503 503 inconclusive: down', 'down']);
  });

  /** What an hour allows across runs: one answer for each claim, `false` after the last. */
  const claims = (...answers: readonly boolean[]) => {
    const made: boolean[] = [];
    const claimToken = async () => {
      made.push(answers[made.length] ?? false);
      return made.at(-1) === true;
    };
    return { claimToken, made };
  };

  test.each<[string, readonly boolean[], readonly string[]]>([
    ['allows all: each request that may get a token is claimed once', [true, true], held],
    ['allows one more: the canonical request', [true], [...held.slice(0, 3), 'acme/extra-parameter not sent: budget']],
    ['is used: nothing is sent, refusals neither', [], cases.map(({ id }) => `${id} not sent: budget`)],
  ])('what other runs left %s', async (_, answers, exchanges) => {
    const { claimToken, made } = claims(...answers);
    const result = await run({ provider: withBudget({ tokensPerHour: 9 }), claimToken });
    expect([inShort(result.exchanges), result.stop]).toEqual([exchanges, undefined]);
    expect(made).toEqual(answers.length === 2 ? [true, true] : [...answers, false]);
  });

  test('retries are claimed too, and a canonical request whose retry is not allowed is down, not out of budget', async () => {
    const script = { ...fine, 'acme/extra-parameter': [status(503), granted] };
    const { claimToken, made } = claims(true, true, true);
    const { exchanges } = await run({ provider: withBudget({ tokensPerHour: 9 }), script, claimToken, retries: 5 });
    expect(inShort(exchanges)).toEqual([...held.slice(0, 3), 'acme/extra-parameter 503 200']);
    expect(made).toEqual([true, true, true]);
    const late = claims(true);
    const options = { provider: withBudget({ tokensPerHour: 9 }), claimToken: late.claimToken, retries: 5 };
    const ended = await run({ ...options, script: { 'acme/token': [status(503)] } });
    expect([inShort(ended.exchanges)[0], ended.stop]).toEqual(['acme/token 503 inconclusive: down', 'down']);
  });

  test('does not bind the mock', async () => {
    const provider = withBudget({ tokensPerHour: 0, refusalsPerRun: 0 });
    expect(inShort((await run({ provider, target: 'mock' })).exchanges)).toEqual(held);
  });
});

describe.each(['mock', 'sandbox'] as const)('an interruption, target %s', (target) => {
  test('before the run: nothing is sent', async () => {
    const { exchanges, stop, calls } = await run({ target, signal: AbortSignal.abort() });
    expect([inShort(exchanges), stop, calls]).toEqual([
      cases.map(({ id }) => `${id} not sent: interrupted`),
      'interrupted',
      [],
    ]);
  });

  test('a runner that fails for it is no failure', async () => {
    const controller = new AbortController();
    const onRun = () => {
      controller.abort();
      throw new RunnerError('the worker that runs newman ended');
    };
    expect((await run({ target, signal: controller.signal, onRun })).stop).toBe('interrupted');
  });
});

describe('a failure of newman', () => {
  const crash = 'the worker that runs newman ended';

  test('live: belongs to the case under way, and what was known is kept', async () => {
    const onSend = (id: string) => {
      if (id === 'item:acme/unknown-client') throw new RunnerError(crash);
    };
    const result = await run({ onSend });
    expect([inShort(result.exchanges), result.stop, result.crash]).toEqual([
      [held[0], 'acme/unknown-client', ...cases.slice(2).map(({ id }) => `${id} not sent: interrupted`)],
      'interrupted',
      crash,
    ]);
    expect(result.exchanges.map(({ scriptError }) => scriptError)).toEqual([undefined, crash, undefined, undefined]);
  });

  test('live: belongs to the case that is asked for again, and its first attempt is kept', async () => {
    const onRun = ([id]: readonly string[]) => {
      if (id === 'item:acme/unknown-client') throw new RunnerError(crash);
    };
    const script = { ...fine, 'acme/unknown-client': [status(503)] };
    const { exchanges } = await run({ onRun, script, retries: 1 });
    expect(exchanges[1]).toMatchObject({ attempts: [status(503)], inconclusive: 'interrupted', scriptError: crash });
    expect(exchanges.map(({ scriptError }) => scriptError)).toEqual([undefined, crash, undefined, undefined]);
  });

  test('live: is no less of one when newman has nothing left to ask', async () => {
    const onRun = ([id]: readonly string[]) => {
      if (id === 'item:acme/extra-parameter') throw new RunnerError(crash);
    };
    const { exchanges } = await run({ onRun, script: { ...fine, 'acme/extra-parameter': [status(503)] }, retries: 1 });
    expect(exchanges.map(({ scriptError }) => scriptError)).toEqual([undefined, undefined, undefined, crash]);
  });

  test('live: leaves the turns of the host to others', async () => {
    const turns: Promise<unknown>[] = [];
    const paced = <T>(action: () => Promise<T>): Promise<T> => {
      const turn = action();
      turns.push(turn);
      return turn;
    };
    await run({ paced, onSend: () => Promise.reject(new RunnerError(crash)) });
    expect(await Promise.all(turns)).toHaveLength(1);
  });

  test('live: ends the back-off of the case under way', async () => {
    let during: AbortSignal | undefined;
    waiting.onWait = (signal) => {
      during = signal;
      return new Promise(() => {});
    };
    const newman: Session['run'] = async (itemIds, onItem, mayGo) => {
      await mayGo?.(itemIds[0] ?? '');
      onItem({ itemId: itemIds[0] ?? '', attempt: status(503), sandbox: [] });
      await vi.waitFor(() => expect(during).toBeDefined());
      throw new RunnerError(crash);
    };
    const { exchanges } = await run({ newman, retries: 1 });
    expect(inShort(exchanges)[0]).toBe('acme/token 503 inconclusive: interrupted');
    expect(during?.aborted).toBe(true);
  });

  test('live: a turn that comes after it is left to others at once', async () => {
    let begin = (): void => undefined;
    let hasEnded = false;
    const paced = <T>(action: () => Promise<T>): Promise<T> =>
      new Promise((resolve) => {
        begin = () => resolve(action().finally(() => (hasEnded = true)));
      });
    const newman: Session['run'] = async (itemIds, _onItem, mayGo) => {
      void mayGo?.(itemIds[0] ?? '');
      await new Promise((resolve) => setImmediate(resolve));
      throw new RunnerError(crash);
    };
    expect((await run({ newman, paced })).crash).toBe(crash);
    begin();
    await vi.waitFor(() => expect(hasEnded).toBe(true));
  });

  test('the mock: belongs to the first case that is not known', async () => {
    const { exchanges, stop } = await run({ target: 'mock', onRun: () => Promise.reject(new RunnerError(crash)) });
    expect(exchanges.map(({ scriptError, notSent }) => scriptError ?? notSent)).toEqual([
      crash,
      ...cases.slice(1).map(() => 'interrupted'),
    ]);
    expect(stop).toBe('interrupted');
  });

  test('is said without any secret', async () => {
    const secret = 'my-long-secret';
    const redactor = createRedactor({
      secrets: [{ variable: 'clientSecret', value: secret }],
      key: new Uint8Array(32),
    });
    const masked = (text: string) => redactor.shown(text);
    const result = await run({ masked, onRun: () => Promise.reject(new RunnerError(`at ${secret}`)) });
    expect(result.crash).toBe('at ‹clientSecret›');
  });

  test('another error is ours, and is thrown', async () => {
    await expect(run({ onRun: () => Promise.reject(new TypeError('a bug')) })).rejects.toThrow('a bug');
  });
});

describe('an interruption of a live run', () => {
  test('does not wait for the request under way, and keeps what is known', async () => {
    const controller = new AbortController();
    const onSend = (id: string) => {
      if (id !== 'item:acme/unknown-client') return;
      controller.abort();
      return new Promise(() => {});
    };
    const { exchanges, stop } = await run({ signal: controller.signal, onSend });
    expect([inShort(exchanges), stop]).toEqual([
      [held[0], ...cases.slice(1).map(({ id }) => `${id} not sent: interrupted`)],
      'interrupted',
    ]);
  });

  test('ends a back-off: what came before it is kept without a verdict, and nothing is sent after it', async () => {
    const controller = new AbortController();
    waiting.onWait = () => controller.abort();
    const { exchanges, stop, sent } = await run({
      script: { 'acme/token': [failed('reset')] },
      retries: 5,
      signal: controller.signal,
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([inShort(exchanges)[0], stop, sent.length]).toEqual([
      'acme/token reset inconclusive: interrupted',
      'interrupted',
      1,
    ]);
  });
});
