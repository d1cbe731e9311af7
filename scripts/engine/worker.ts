import { parentPort } from 'node:worker_threads';
import { attemptOf, type Door } from '../door/door.ts';
import { createLeakSearch, type LeakSearch } from '../door/leaks.ts';
import { createRedactor } from '../door/redact.ts';
import { type BoundedAgents, boundedAgents } from './agent.ts';
import type { FromWorker, ItemResult, SessionData, ToWorker } from './messages.ts';
import { type Execution, runItems } from './newman.ts';

interface Session {
  readonly data: SessionData;
  readonly door: Door;
  /** Of every run. */
  readonly agents: Set<BoundedAgents>;
  aborted: boolean;
}

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');
const post = (message: FromWorker): void => port.postMessage(message);

/** Errors of the sandbox come as plain objects. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

function resultOf(execution: Execution, door: Door): ItemResult {
  const attempt = attemptOf(execution, door);
  const scriptError =
    execution.scriptError ?? (attempt === undefined ? 'the request was skipped by its own script' : undefined);
  return {
    itemId: execution.itemId,
    ...(attempt && { attempt }),
    sandbox: execution.assertions,
    ...(scriptError !== undefined && { scriptError: door.redactor.text(messageOf(scriptError)) }),
  };
}

/** What the sessions of one run taught, for as long as the run goes on. */
let leaks: { readonly key: string; readonly search: LeakSearch } | undefined;

function leakSearchOf({ key, collection, environment, secrets, secretsLeak }: SessionData): LeakSearch {
  const run = Buffer.from(key).toString('hex');
  if (leaks?.key !== run) leaks = { key: run, search: createLeakSearch() };
  const { search } = leaks;
  search.isPublic(collection);
  search.isPublic(
    JSON.stringify(environment, (_, value: unknown) => (secrets.some((one) => one.value === value) ? '' : value)),
  );
  if (secretsLeak) for (const secret of secrets) search.add(secret);
  return search;
}

function open(data: SessionData): Session {
  const { secrets, key, vocabulary, accessToken, shown } = data;
  const search = leakSearchOf(data);
  const onToken = (token: string): void => search.add({ variable: 'token', value: token });
  return {
    data,
    door: { redactor: createRedactor({ secrets, key, vocabulary }), secrets, key, accessToken, shown, onToken },
    agents: new Set(),
    aborted: false,
  };
}

function agentsOf(session: Session, mayGo?: () => Promise<boolean>): BoundedAgents {
  const agents = boundedAgents(session.data.bounds, mayGo);
  session.agents.add(agents);
  if (session.aborted) agents.destroy();
  return agents;
}

/** By the number of the run, each of which has one request under way at most. */
const waiting = new Map<number, (goes: boolean) => void>();

async function run(session: Session, { id, itemIds, inTurn }: ToWorker & { readonly kind: 'run' }): Promise<void> {
  const { data, door } = session;
  const mayGo = (itemId: string): Promise<boolean> =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      post({ kind: 'turn', id, itemId });
    });
  try {
    await runItems({
      collection: JSON.parse(data.collection),
      environment: data.environment,
      itemIds,
      agentsFor: (goes) => agentsOf(session, goes),
      ...(inTurn && { mayGo }),
      onExecution: (execution) => post({ kind: 'item', id, result: resultOf(execution, door) }),
    });
    post({ kind: 'done', id });
  } catch (error) {
    post({ kind: 'failed', message: door.redactor.text(messageOf(error)) });
  } finally {
    waiting.delete(id);
  }
}

function abort(session: Session): void {
  session.aborted = true;
  for (const agents of session.agents) agents.destroy();
}

let session: Session | undefined;
// An error that nobody caught may quote an answer: it leaves through the redactor too.
process.on('uncaughtException', (error) => {
  const redactor = session?.door.redactor ?? createRedactor({ secrets: [], key: new Uint8Array(32) });
  post({ kind: 'failed', message: redactor.text(messageOf(error)) });
});
port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'open':
      session = open(message.session);
      return;
    case 'run':
      if (session !== undefined) void run(session, message);
      return;
    case 'go':
      waiting.get(message.id)?.(message.goes);
      return;
    case 'abort':
      if (session !== undefined) abort(session);
      return;
    case 'scan':
      post({ kind: 'scanned', id: message.id, leaks: leaks?.search.leaks(message.text) ?? [] });
  }
});
