import type { MessagePort } from 'node:worker_threads';
import type { Attempt } from '../model/exchange.ts';
import type { Execution } from '../model/execution.ts';
import type { Masked } from '../model/mask.ts';
import type { DoorSettings, ItemResult, LeakPlace } from '../model/session.ts';
import { type AgentOptions, type BoundedAgents, boundedAgents } from './agent.ts';
import type { FromWorker, SessionData, ToWorker } from './messages.ts';
import { messageOf, runItems, sandbox } from './newman.ts';

/** Turns raw answers into facts and masked text. The worker's entry passes it in, because stages do not import each other. */
export interface Door {
  /** Returns `undefined` if no request went out. */
  attemptOf(execution: Execution): Attempt | undefined;
  /** Masks a text that may quote an answer. */
  masked(text: string): Masked;
}

/** Opens the doors of a worker, one for each session. */
export interface Doorkeeper {
  open(settings: DoorSettings): Door;
  /**
   * Searches a text for the secrets and tokens that the sessions of the run with this key have taught. A token that is part of
   * `ours`, a text of the program itself, is not found.
   */
  scan(run: Uint8Array, text: string, ours: string): readonly LeakPlace[];
  forget(run: Uint8Array): void;
  /** Masks a text that may quote an answer of any session. */
  masked(text: string): Masked;
}

interface Session {
  readonly data: SessionData;
  readonly door: Door;
  /** One for each newman run of the session. */
  readonly agents: Set<BoundedAgents>;
  aborted: boolean;
}

/** The worker's side of {@link Runner}: answers the messages of `port` until the thread ends. */
export function serve(port: MessagePort, doorkeeper: Doorkeeper): void {
  const post = (message: FromWorker): void => port.postMessage(message);
  const sessions = new Map<number, Session>();
  /** The request that waits to be sent, by the number of its run. A run has at most one. */
  const waiting = new Map<number, (goes: boolean) => void>();

  async function run({ session: number, id, itemIds, inTurn }: ToWorker & { readonly kind: 'run' }): Promise<void> {
    const session = sessions.get(number);
    if (session === undefined) return post({ kind: 'failed', id, message: 'the session is closed' });
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
        agentsFor: (options) => agentsOf(session, options),
        ...(inTurn && { mayGo }),
        onExecution: (execution) => post({ kind: 'item', id, result: resultOf(execution, door) }),
      });
      post({ kind: 'done', id });
    } catch (error) {
      post({ kind: 'failed', id, message: door.masked(messageOf(error)) });
    } finally {
      waiting.delete(id);
    }
  }

  process.on('uncaughtException', (error: unknown) => {
    // An error of another realm comes from a script of the sandbox. After one of our own, the worker's state is unknown.
    if (error instanceof Error) post({ kind: 'broken', message: doorkeeper.masked(messageOf(error)) });
    else sandbox().replace('a script of another item threw after it had ended');
  });
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'open': {
        const { session, data } = message;
        sessions.set(session, { data, door: doorkeeper.open(data.door), agents: new Set(), aborted: false });
        return;
      }
      case 'run':
        return void run(message);
      case 'go':
        return waiting.get(message.id)?.(message.goes);
      case 'abort':
        return abort(sessions.get(message.session));
      case 'close':
        return void sessions.delete(message.session);
      case 'scan':
        return post({
          kind: 'scanned',
          id: message.id,
          leaks: doorkeeper.scan(message.run, message.text, message.ours),
        });
      case 'forget':
        return doorkeeper.forget(message.run);
      case 'end':
        // Ends this thread only, and runs what waits for its exit.
        return process.exit();
    }
  });
}

function resultOf(execution: Execution, door: Door): ItemResult {
  const { itemId, assertions, lost } = execution;
  const attempt = door.attemptOf(execution);
  const wasSkipped = attempt === undefined && lost === undefined;
  const scriptError = execution.scriptError ?? (wasSkipped ? 'the request was skipped by its own script' : undefined);
  return {
    itemId,
    ...(attempt && { attempt }),
    sandbox: assertions,
    ...(lost !== undefined && { lost }),
    ...(scriptError !== undefined && { scriptError: door.masked(messageOf(scriptError)) }),
  };
}

function agentsOf(session: Session, options: Pick<AgentOptions, 'mayGo' | 'onConnection'>): BoundedAgents {
  const agents = boundedAgents(session.data.bounds, { ...options, stalledMs: sandbox().stalledMs });
  session.agents.add(agents);
  if (session.aborted) agents.destroy();
  return agents;
}

function abort(session: Session | undefined): void {
  if (session === undefined) return;
  session.aborted = true;
  for (const agents of session.agents) agents.destroy();
}
