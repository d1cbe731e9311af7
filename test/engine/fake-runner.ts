import { createRedactor, requestRecord } from '../../scripts/door/index.ts';
import { type ProviderRunOptions, runProvider } from '../../scripts/engine/provider-run.ts';
import type { Session } from '../../scripts/engine/runner.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Attempt, Exchange } from '../../scripts/model/exchange.ts';
import type { ItemResult } from '../../scripts/model/session.ts';
import {
  acme,
  answered,
  failed,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  requiredCase,
  tokenBody,
  tokenCase,
} from '../support/exchanges.ts';

export const cases = [tokenCase, refusalCase, requiredCase, observedCase];
export const status = (code: number, retryAfter?: string): Attempt =>
  answered(jsonAnswer(code, {}, retryAfter === undefined ? {} : { headers: [['Retry-After', masked(retryAfter)]] }));
export const granted = answered(jsonAnswer(200, tokenBody));
export const refused = status(401);
export const fine = {
  'acme/token': [granted],
  'acme/unknown-client': [refused],
  'acme/missing-parameter-client-id': [refused],
  'acme/extra-parameter': [granted],
};

type Script = Readonly<Record<string, readonly (Attempt | Partial<ItemResult> | undefined)[]>>;

/** Answers each item by a list, in place of newman. `onRun` sees the items that are asked for, `onSend` each that goes. */
function fakeSession(script: Script, { onRun, onSend }: Watched): Session {
  const count = new Map<string, number>();
  const resultOf = (itemId: string): ItemResult => {
    const id = itemId.slice('item:'.length);
    const turn = count.get(id) ?? 0;
    count.set(id, turn + 1);
    const what = script[id]?.[turn];
    const sandbox = [{ title: `turn ${turn + 1}`, passed: true }];
    return what !== undefined && 'kind' in what ? { itemId, attempt: what, sandbox } : { itemId, sandbox, ...what };
  };
  return {
    run: async (itemIds, onItem, mayGo = () => Promise.resolve(true)) => {
      await onRun(itemIds);
      for (const itemId of itemIds) {
        if (await mayGo(itemId)) {
          await onSend(itemId);
          onItem(resultOf(itemId));
        } else onItem({ itemId, attempt: failed('interrupted'), sandbox: [] });
      }
      // newman has more to do after its last item.
      await new Promise((resolve) => setImmediate(resolve));
    },
    abort: () => {},
    close: () => {},
  };
}

interface Watched {
  onRun(itemIds: readonly string[]): unknown;
  onSend(itemId: string): unknown;
}

interface Told extends Partial<Watched>, Partial<Omit<ProviderRunOptions, 'session'>> {
  readonly script?: Script;
  /** In place of the answers by a list. */
  readonly newman?: Session['run'];
}

const values = { baseUrl: 'https://acme.test', clientId: 'my-client', clientSecret: 'my-long-secret' };
const redactor = createRedactor({ secrets: [], key: new Uint8Array(32) });

/** What was asked of newman, call by call, what of it went to the host, and what came of it. */
export async function run({ script = fine, newman, onRun, onSend, ...options }: Told = {}) {
  const calls: (readonly string[])[] = [];
  const sent: string[] = [];
  const seen: Exchange[] = [];
  let turns = 0;
  const fake = fakeSession(script, {
    onRun: (itemIds) => {
      calls.push(itemIds);
      return onRun?.(itemIds);
    },
    onSend: (itemId) => {
      sent.push(itemId);
      return onSend?.(itemId);
    },
  });
  const result = await runProvider({
    provider: acme,
    cases,
    notSent: new Map(),
    target: 'sandbox',
    itemId: (id) => `item:${id}`,
    describe: ({ request }) => requestRecord(request, acme, values, redactor),
    masked: (text) => redactor.shown(text),
    retries: 0,
    paced: (action) => {
      turns += 1;
      return action();
    },
    signal: new AbortController().signal,
    onExchange: (exchange) => seen.push(exchange),
    ...options,
    session: newman === undefined ? fake : { ...fake, run: newman },
  });
  return { ...result, calls, sent, seen, turns };
}

export const itemsOf = (list: readonly Case[]) => list.map(({ id }) => `item:${id}`);
/** A line for each exchange: what is known of it, shortest. */
export const inShort = (exchanges: readonly Exchange[]) =>
  exchanges.map(({ case: id, attempts, notSent, inconclusive }) =>
    [
      id,
      ...attempts.map((attempt) => (attempt.kind === 'answered' ? attempt.answer.status : attempt.failure)),
      ...(notSent === undefined ? [] : [`not sent: ${notSent}`]),
      ...(inconclusive === undefined ? [] : [`inconclusive: ${inconclusive}`]),
    ].join(' '),
  );
export const held = [
  'acme/token 200',
  'acme/unknown-client 401',
  'acme/missing-parameter-client-id 401',
  'acme/extra-parameter 200',
];
