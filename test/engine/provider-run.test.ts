import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../scripts/engine/runner.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Answer, Attempt, NotSent } from '../../scripts/model/exchange.ts';
import {
  answered,
  failed,
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  requiredCase,
  tokenCase,
} from '../support/exchanges.ts';
import { cases, fine, granted, held, inShort, itemsOf, refused, run, status } from './fake-runner.ts';

/** Waits are noted, not waited for. */
const waits = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number, _: unknown, { signal }: { readonly signal: AbortSignal }) => {
    waits.push(ms);
    signal.throwIfAborted();
  },
}));
beforeEach(() => {
  waits.length = 0;
});

describe('the mock', () => {
  const mock = { target: 'mock' } as const;

  test('gets every case at once, in nobody’s turn', async () => {
    const { exchanges, stop, calls, turns, seen } = await run(mock);
    expect({ exchanges: inShort(exchanges), stop, calls, turns }).toEqual({
      exchanges: held,
      stop: undefined,
      calls: [itemsOf(cases)],
      turns: 0,
    });
    expect(seen).toEqual(exchanges);
  });

  test('is not retried, and nothing of it ends the run', async () => {
    const script = { ...fine, 'acme/token': [status(503, '0'), granted], 'acme/unknown-client': [status(429, '0')] };
    const { exchanges, stop } = await run({ ...mock, script, retries: 9 });
    expect([inShort(exchanges), stop]).toEqual([
      ['acme/token 503 inconclusive: down', 'acme/unknown-client 429', ...held.slice(2)],
      undefined,
    ]);
  });

  test('an exchange is made of the request, the attempt and what the sandbox said', async () => {
    const script = { 'acme/token': [{ attempt: granted, scriptError: masked('ReferenceError') }] };
    const { exchanges } = await run({ ...mock, script, cases: [tokenCase] });
    expect(exchanges).toEqual([
      {
        case: 'acme/token',
        request: {
          method: 'POST',
          url: 'https://acme.test/token',
          headers: [
            ['Content-Type', 'application/x-www-form-urlencoded'],
            ['User-Agent', 'token-endpoint-contracts/0.1.0'],
          ],
          body: 'grant_type=client_credentials&client_id=my-client&client_secret=‹clientSecret›',
        },
        attempts: [granted],
        sandbox: [{ title: 'turn 1', passed: true }],
        scriptError: 'ReferenceError',
      },
    ]);
  });

  test('is asked again for what was lost, until it is there', async () => {
    const lost = { attempt: refused, lost: 'a script of another item ran too long' };
    const script = {
      ...fine,
      'acme/unknown-client': [lost, { lost: 'again' }, refused],
      'acme/extra-parameter': [lost, granted],
    };
    const { exchanges, calls, seen } = await run({ ...mock, script });
    const [, client, , extra] = itemsOf(cases);
    expect(inShort(exchanges)).toEqual(held);
    expect(calls).toEqual([itemsOf(cases), [client, extra], [client]]);
    expect(exchanges[1]).not.toHaveProperty('lost');
    expect(seen).toHaveLength(cases.length);
  });

  test('is not asked without end: what is lost each time says why, and is not judged', async () => {
    const lost = { attempt: granted, lost: 'a script of another item ran too long' };
    const script = { 'acme/token': Array.from({ length: 20 }, () => lost) };
    const { exchanges, calls } = await run({ ...mock, script, cases: [tokenCase] });
    expect(calls).toHaveLength(6);
    expect(exchanges[0]).toMatchObject({ inconclusive: 'lost', reason: 'a script of another item ran too long' });
  });

  test('an item that a script skipped was not sent', async () => {
    expect(inShort((await run({ ...mock, script: {}, cases: [tokenCase] })).exchanges)).toEqual(['acme/token']);
  });
});

describe('a live host', () => {
  test('gets one case after another in one run of newman, each in its turn', async () => {
    const { exchanges, stop, calls, sent, turns, seen } = await run();
    expect({ exchanges: inShort(exchanges), stop, calls, sent, turns, waits }).toEqual({
      exchanges: held,
      stop: undefined,
      calls: [itemsOf(cases)],
      sent: itemsOf(cases),
      turns: 4,
      waits: [],
    });
    expect(seen).toEqual(exchanges);
  });

  test('never has two requests under way', async () => {
    let underWay = 0;
    const onSend = async () => {
      underWay += 1;
      expect(underWay).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
    };
    const script = { ...fine, 'acme/unknown-client': [status(503), refused] };
    expect((await run({ onSend, script, retries: 1 })).sent).toHaveLength(5);
  });

  test('is asked again for a case before it gets the next', async () => {
    const script = { ...fine, 'acme/unknown-client': [status(503), failed('reset'), refused] };
    const { exchanges, calls, sent } = await run({ script, retries: 2 });
    const [token, client, ...rest] = itemsOf(cases);
    expect(inShort(exchanges)).toEqual([held[0], 'acme/unknown-client 503 reset 401', ...held.slice(2)]);
    expect(calls).toEqual([itemsOf(cases), [client], [client]]);
    expect(sent).toEqual([token, client, client, client, ...rest]);
  });

  test('is asked again for the last case too', async () => {
    const script = { ...fine, 'acme/extra-parameter': [status(503), status(503), status(503), granted] };
    const { exchanges } = await run({ script, retries: 3 });
    expect(inShort(exchanges)).toEqual([...held.slice(0, 3), 'acme/extra-parameter 503 503 503 200']);
  });

  test('keeps its place in the turns of a host that others ask too, until its answer is there', async () => {
    let free = true;
    const paced = async <T>(action: () => Promise<T>): Promise<T> => {
      expect(free).toBe(true);
      free = false;
      const result = await action();
      free = true;
      return result;
    };
    const onSend = () => expect(free).toBe(false);
    const { exchanges } = await run({ paced, onSend });
    expect(inShort(exchanges)).toEqual(held);
  });

  test('does not get what is left out, whatever ends the run', async () => {
    const notSent = new Map<Case['id'], NotSent>([
      [observedCase.id, 'not-asked'],
      [refusalCase.id, 'mock-only'],
    ]);
    const { exchanges, calls, sent } = await run({ notSent, script: { 'acme/token': [failed('dns')] } });
    expect(inShort(exchanges)).toEqual([
      'acme/token dns inconclusive: down',
      'acme/unknown-client not sent: mock-only',
      'acme/missing-parameter-client-id not sent: down',
      'acme/extra-parameter not sent: not-asked',
    ]);
    expect(calls).toEqual([itemsOf([tokenCase, requiredCase])]);
    expect(sent).toEqual(itemsOf([tokenCase]));
  });

  test.each<[string, Attempt, NotSent]>([
    ['a lost connection', failed('reset'), 'down'],
    ['a bad certificate', failed('tls'), 'down'],
    ['503', status(503), 'down'],
    ['429', status(429), 'throttled'],
    ['a page with 403', answered(htmlAnswer(403)), 'throttled'],
    ['401', refused, 'credentials-rejected'],
    ['400 invalid_client', answered(jsonAnswer(400, { error: 'invalid_client' })), 'credentials-rejected'],
  ])('%s for the canonical request ends the run, and the rest says why', async (_, attempt, stop) => {
    const result = await run({ script: { ...fine, 'acme/token': [attempt] } });
    expect(result.stop).toBe(stop);
    expect(result.sent).toHaveLength(1);
    expect(result.exchanges[0]).toMatchObject({ attempts: [attempt], inconclusive: stop });
    expect(inShort(result.exchanges).slice(1)).toEqual(cases.slice(1).map(({ id }) => `${id} not sent: ${stop}`));
  });

  test('what ends the run is known before newman has gone through what is left', async () => {
    const newman: Session['run'] = async (itemIds, onItem, mayGo) => {
      await mayGo?.(itemIds[0] ?? '');
      onItem({ itemId: itemIds[0] ?? '', attempt: status(429), sandbox: [] });
      await new Promise(() => {});
    };
    expect((await run({ newman })).stop).toBe('throttled');
  });

  test('an item that needs no turn ends neither the stop nor the wait of the one before it', async () => {
    const sent: string[] = [];
    const newman: Session['run'] = async (itemIds, onItem, mayGo) => {
      for (const itemId of itemIds) {
        if (itemId.endsWith('unknown-client')) onItem({ itemId, attempt: failed('origin'), sandbox: [] });
        else if (await mayGo?.(itemId)) {
          sent.push(itemId);
          onItem({ itemId, attempt: status(429), sandbox: [] });
        } else onItem({ itemId, sandbox: [] });
      }
    };
    const { exchanges, stop } = await run({ newman });
    expect([stop, sent, inShort(exchanges)[1]]).toEqual([
      'throttled',
      ['item:acme/token'],
      'acme/unknown-client not sent: throttled',
    ]);
  });

  test('an item that needs no turn is recorded where nothing ended the run', async () => {
    const newman: Session['run'] = async (itemIds, onItem, mayGo) => {
      for (const itemId of itemIds) {
        if (itemId.endsWith('unknown-client')) onItem({ itemId, attempt: failed('origin'), sandbox: [] });
        else if (await mayGo?.(itemId))
          onItem({ itemId, attempt: itemId.endsWith('client-id') ? refused : granted, sandbox: [] });
      }
    };
    const { exchanges } = await run({ newman });
    expect(inShort(exchanges)).toEqual([held[0], 'acme/unknown-client origin', ...held.slice(2)]);
  });

  test('throttling ends it at any case, and what was known is kept', async () => {
    const { exchanges, stop } = await run({ script: { ...fine, 'acme/missing-parameter-client-id': [status(429)] } });
    expect([inShort(exchanges), stop]).toEqual([
      [
        ...held.slice(0, 2),
        'acme/missing-parameter-client-id 429 inconclusive: throttled',
        'acme/extra-parameter not sent: throttled',
      ],
      'throttled',
    ]);
  });

  test.each<[string, Answer]>([
    ['415', jsonAnswer(415, {})],
    ['400 invalid_request', jsonAnswer(400, { error: 'invalid_request' })],
    ['403 with an error code', jsonAnswer(403, { error: 'forbidden' })],
    ['500 with an error code', jsonAnswer(500, { error: 'server_error' })],
    ['404 with an error code', jsonAnswer(404, { error: 'no_such_tenant' })],
  ])('%s for the canonical request is judged, and the run goes on', async (_, answer) => {
    const { exchanges, stop } = await run({ script: { ...fine, 'acme/token': [answered(answer)] } });
    expect([inShort(exchanges), stop]).toEqual([[`acme/token ${answer.status}`, ...held.slice(1)], undefined]);
  });

  test('is asked again after what says nothing of the contract, each time in its turn', async () => {
    const script = { ...fine, 'acme/token': [failed('reset'), status(503), granted] };
    const { exchanges, stop, turns } = await run({ script, retries: 2 });
    expect([inShort(exchanges), stop, turns]).toEqual([['acme/token reset 503 200', ...held.slice(1)], undefined, 6]);
    expect(exchanges[0]?.sandbox).toEqual([{ title: 'turn 3', passed: true }]);
    expect(waits.map((ms) => [ms >= 250, ms <= 1000])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test('is not asked again for what was lost: it is not judged, with the reason, and the run goes on', async () => {
    const lost = { attempt: failed('reset'), lost: 'a script of another item held up the answer' };
    const script = { ...fine, 'acme/unknown-client': [lost] };
    const { exchanges, stop, sent } = await run({ script, retries: 3 });
    expect([inShort(exchanges), stop]).toEqual([
      [held[0], 'acme/unknown-client reset inconclusive: lost', ...held.slice(2)],
      undefined,
    ]);
    expect(exchanges[1]).toMatchObject({ reason: 'a script of another item held up the answer' });
    expect(sent).toEqual(itemsOf(cases));
  });

  test('a lost test script does not hide that the host throttles', async () => {
    const script = { 'acme/token': [{ attempt: status(429), lost: 'a script of another item ran too long' }] };
    expect((await run({ script })).stop).toBe('throttled');
  });

  test('is down when the retries are used up', async () => {
    const { exchanges, stop } = await run({
      script: { 'acme/token': [status(502), status(502), status(502)] },
      retries: 2,
    });
    expect([inShort(exchanges)[0], stop]).toEqual(['acme/token 502 502 502 inconclusive: down', 'down']);
  });

  test('is not asked without end for what never comes', async () => {
    const { exchanges, calls } = await run({
      script: { 'acme/token': [failed('reset')] },
      retries: 5,
      cases: [tokenCase],
    });
    expect([inShort(exchanges), calls.length]).toEqual([['acme/token reset inconclusive: down'], 2]);
  });

  test('may throttle once, if it says when to come back', async () => {
    const script = { ...fine, 'acme/token': [status(429, '2'), granted] };
    expect([inShort((await run({ script, retries: 2 })).exchanges), waits]).toEqual([
      ['acme/token 429 200', ...held.slice(1)],
      [2000],
    ]);
  });
});
