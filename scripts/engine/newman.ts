import type { Execution } from '../model/execution.ts';
import type { AgentOptions, BoundedAgents } from './agent.ts';
import { detailOf, failureOf } from './agent-failure.ts';
import { isTransient } from './live.ts';
import { loadPackages, type NewmanPackages, type NewmanResponse } from './newman-packages.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** Our scripts take a few milliseconds. One that takes longer than this does not end by itself, even on a slow machine. */
const scriptTimeoutMs = 3000;

interface Loaded {
  readonly newman: NewmanPackages['newman'];
  readonly sandbox: Sandbox;
  /** Sets the sandbox of the next newman run. */
  use(host: object): void;
}

let loaded: Loaded | undefined;

function load(): Loaded {
  if (loaded !== undefined) return loaded;
  const { newman, settingsFile, runtime, sandbox } = loadPackages();
  // newman reads options from files in the home folder, the working directory and /etc. No option of its own turns that off.
  settingsFile.load = (done) => done(null, {});

  // postman-runtime can share a sandbox between runs, but newman does not pass that option on.
  const { Runner } = runtime;
  let host: object | undefined;
  runtime.Runner = class extends Runner {
    constructor(options: object = {}) {
      super({ ...options, run: { host: { external: true, instance: host } } });
    }
  };
  loaded = {
    newman,
    sandbox: createSandbox(scriptTimeoutMs, (timeout, done) => sandbox.createContext({ timeout }, done)),
    use: (next) => {
      host = next;
    },
  };
  return loaded;
}

/** The sandbox of this thread. */
export const sandbox = (): Sandbox => load().sandbox;

interface RunOptions {
  readonly collection: object;
  readonly environment: object;
  /** In any order: newman uses the order of the collection. */
  readonly itemIds: readonly string[];
  readonly agentsFor: (options: Pick<AgentOptions, 'mayGo' | 'onConnection'>) => BoundedAgents;
  /** Called before each request, which is sent only if it returns true. A request whose own script failed is not sent either. */
  readonly mayGo?: (itemId: string) => Promise<boolean>;
  readonly onExecution: (execution: Execution) => void;
}

type Draft = { -readonly [K in keyof Execution]: Execution[K] } & {
  assertions: { title: string; passed: boolean }[];
  /** When its request began, on a clock that is never set back. */
  begun: number;
  /** Its request is not sent. */
  isKept?: boolean;
  /** The value of {@link Sandbox.stalledMs} when its request began. */
  stalledBefore: number;
};

/**
 * Runs items of a collection, each once. Sets every option of newman explicitly.
 * @throws what newman could not start or finish with
 */
export function runItems(options: RunOptions): Promise<void> {
  const { collection, environment, itemIds, agentsFor, mayGo, onExecution } = options;
  const { newman, sandbox, use } = load();
  const drafts = new Map<string, Draft>();
  const draftOf = (itemId: string): Draft => {
    const draft = drafts.get(itemId) ?? {
      itemId,
      startedAt: new Date(),
      begun: performance.now(),
      ms: 0,
      requested: false,
      assertions: [],
      stalledBefore: sandbox.stalledMs(),
    };
    drafts.set(itemId, draft);
    return draft;
  };
  const begin = (draft: Draft): void => {
    draft.startedAt = new Date();
    draft.begun = performance.now();
    draft.stalledBefore = sandbox.stalledMs();
  };
  let underWay: Draft | undefined;
  const inTurn = async (): Promise<boolean> => {
    if (mayGo === undefined || underWay === undefined) return true;
    // If its own script failed, a request could carry variables of the one before, and so other credentials.
    const hasScript = underWay.scriptError === undefined && underWay.lost === undefined;
    const goes = hasScript && (await mayGo(underWay.itemId));
    begin(underWay);
    underWay.isKept = !goes;
    return goes;
  };
  return new Promise((resolve, reject) => {
    use(
      sandbox.hostFor({
        onAssertions(itemId, assertions) {
          // A skipped test only tells people why nothing is judged.
          for (const { name, passed } of assertions.filter(({ skipped }) => !skipped))
            draftOf(itemId).assertions.push({ title: name, passed });
        },
        onError(itemId, error) {
          draftOf(itemId).scriptError ??= error;
        },
        onLost(itemId, why) {
          draftOf(itemId).lost ??= why;
        },
      }),
    );
    const run = newman.run(
      {
        collection,
        environment,
        folder: itemIds,
        requestAgents: agentsFor({
          mayGo: mayGo && inTurn,
          onConnection: (connection) => {
            if (underWay !== undefined) underWay.connection = connection;
          },
        }),
        ignoreRedirects: true,
        insecure: false,
        insecureFileRead: false,
        workingDir: process.cwd(),
        iterationCount: 1,
        iterationData: [],
        globals: {},
        envVar: [],
        globalVar: [],
        delayRequest: 0,
        timeout: 0,
        timeoutRequest: 0,
        timeoutScript: scriptTimeoutMs,
        bail: false,
        reporters: [],
        color: 'off',
        verbose: false,
        suppressExitCode: true,
        sslClientCertList: [],
      },
      (error) => (error ? reject(error) : resolve()),
    );
    run.on('beforeRequest', (_, { item }) => {
      if (!item) return;
      underWay = draftOf(item.id);
      begin(underWay);
    });
    run.on('request', (error, { item, response }) => {
      if (!item) return;
      const draft = draftOf(item.id);
      const stalled = sandbox.stalledMs() - draft.stalledBefore;
      draft.ms = Math.max(0, Math.round(performance.now() - draft.begun - stalled));
      if (draft.isKept) return;
      draft.requested = true;
      if (error) {
        draft.failure = { kind: failureOf(error), detail: detailOf(error) ?? messageOf(error) };
        if (stalled > 0 && isTransient(draft.failure.kind))
          draft.lost ??= 'a script of another item held up the answer';
      } else if (response) draft.answer = answerOf(response);
      else draft.failure = { kind: 'other', detail: 'no response' };
    });
    run.on('script', (error, { item }) => {
      if (!error || !item) return;
      const draft = draftOf(item.id);
      if (draft.lost === undefined) draft.scriptError ??= error;
    });
    run.on('item', (_, { item }) => {
      if (!item) return;
      onExecution(draftOf(item.id));
      drafts.delete(item.id);
    });
  });
}

const answerOf = (response: NewmanResponse): NonNullable<Execution['answer']> => ({
  status: response.code,
  statusText: response.status ?? '',
  headers: response.headers.all().map(({ key, value }) => [key, value] as const),
  bytes: response.stream ?? new Uint8Array(),
  text: response.text() ?? '',
});

/** The sandbox reports errors as plain objects, not as instances of Error. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
