import { EventEmitter } from 'node:events';

/** The part of a context of postman-sandbox that we use. */
export interface SandboxContext {
  on(event: string, listener: (...args: readonly unknown[]) => void): unknown;
  removeAllListeners(event: string): unknown;
  dispatch(event: string, ...args: readonly unknown[]): void;
  execute(target: unknown, options: ExecuteOptions, done: (error: unknown, result?: unknown) => void): void;
  dispose(): void;
}

/** What postman-runtime passes along with a script. */
interface ExecuteOptions {
  readonly id: string;
  readonly legacy: { readonly _itemId: string };
}

/** Receives what the scripts of one newman run report. */
export interface ScriptEvents {
  onAssertions(itemId: string, assertions: readonly SandboxAssertion[]): void;
  /** A script threw or ran too long. */
  onError(itemId: string, error: unknown): void;
  /** A script got no result because another script or the sandbox failed. */
  onLost(itemId: string, why: string): void;
}

export interface SandboxAssertion {
  readonly name: string;
  readonly passed: boolean;
  readonly skipped: boolean;
}

export interface Sandbox {
  /** Returns a host that one run of newman uses as if the sandbox were its own. */
  hostFor(events: ScriptEvents): object;
  /** Total milliseconds for which scripts that ran too long blocked this thread. It never decreases. */
  stalledMs(): number;
  /** Gives later scripts a new sandbox. Scripts that are running are lost. */
  replace(why: string): void;
}

/** How long the scripts of a replaced sandbox may take to end, in milliseconds. */
const graceMs = 1000;

interface Running {
  readonly itemId: string;
  readonly events: ScriptEvents;
  end(error: unknown, result?: unknown): void;
}

/** A context and the scripts that it runs, by the id of their execution. */
interface Room {
  readonly context: SandboxContext;
  readonly running: Map<string, Running>;
}

/**
 * One sandbox for all runs of a worker, because booting one costs more than running ten scripts in it. A script that runs longer
 * than `timeoutMs` fails, and the sandbox is replaced. Scripts must be synchronous: the runs share one global scope.
 */
export function createSandbox(
  timeoutMs: number,
  boot: (timeoutMs: number, done: (error: unknown, context: SandboxContext) => void) => void,
): Sandbox {
  let current: Promise<Room> | undefined;
  let booted: Room | undefined;
  let stalled = 0;
  /** The script that this thread is executing now. */
  let entered: { readonly id: string; readonly at: number } | undefined;

  function openRoom(): Promise<Room> {
    return new Promise((resolve, reject) => {
      boot(timeoutMs, (error, context) => {
        if (error) return reject(error);
        const room: Room = { context, running: new Map() };
        const of = (cursor: unknown): Running | undefined =>
          typeof cursor === 'object' && cursor !== null && 'execution' in cursor
            ? room.running.get(String(cursor.execution))
            : undefined;
        context.on('execution.assertion', (cursor, assertions) => {
          const script = of(cursor);
          if (script !== undefined && isAssertions(assertions)) script.events.onAssertions(script.itemId, assertions);
        });
        context.on('execution.error', (cursor, error) => {
          const script = of(cursor);
          script?.events.onError(script.itemId, error);
        });
        context.on('error', (error) => onContextError(room, error));
        booted = room;
        resolve(room);
      });
    });
  }

  /** Handles an error of the context: a script was cut off by the time limit, or the context itself broke. */
  function onContextError(room: Room, error: unknown): void {
    const guilty = entered && room.running.get(entered.id);
    if (entered === undefined || guilty === undefined || !isTimeout(error)) {
      retire(room, 'the sandbox of the scripts failed', 0);
      return;
    }
    stalled += performance.now() - entered.at;
    guilty.end(new Error(`the script ran longer than ${timeoutMs} ms`));
    retire(room, 'a script of another item ran too long', graceMs);
  }

  /** Later scripts go to a new room. Those in the old one may end within `grace` milliseconds. */
  function retire(room: Room, why: string, grace: number): void {
    if (booted === room) {
      booted = undefined;
      current = undefined;
    }
    const close = (): void => {
      for (const { itemId, events, end } of room.running.values()) {
        events.onLost(itemId, why);
        end(new Error(why));
      }
      room.running.clear();
      // Not at once: this may run inside an event of the context.
      setImmediate(() => room.context.dispose());
    };
    if (grace === 0 || room.running.size === 0) close();
    else setTimeout(close, grace).unref();
  }

  class Host extends EventEmitter {
    readonly #events: ScriptEvents;

    constructor(events: ScriptEvents) {
      super();
      this.#events = events;
    }

    dispatch(event: string, ...args: readonly unknown[]): void {
      booted?.context.dispatch(event, ...args);
    }

    execute(target: unknown, options: ExecuteOptions, done: (error: unknown, result?: unknown) => void): void {
      current ??= openRoom();
      current.then(
        (room) => this.#executeIn(room, target, options, done),
        (error: unknown) => {
          current = undefined;
          done(error);
        },
      );
    }

    #executeIn({ context, running }: Room, target: unknown, options: ExecuteOptions, done: Running['end']): void {
      const { id } = options;
      // postman-runtime subscribes to the events of an execution before it starts the execution.
      const own = this.eventNames().filter((name): name is string => String(name).endsWith(id));
      for (const name of own) context.on(name, (...args) => this.emit(name, ...args));
      const end: Running['end'] = (error, result) => {
        if (!running.delete(id)) return;
        for (const name of own) context.removeAllListeners(name);
        done(error, result);
      };
      running.set(id, { itemId: options.legacy._itemId, events: this.#events, end });
      entered = { id, at: performance.now() };
      try {
        context.execute(target, options, end);
      } finally {
        entered = undefined;
      }
    }
  }

  return {
    hostFor: (events) => new Host(events),
    stalledMs: () => stalled,
    replace: (why) => {
      if (booted !== undefined) retire(booted, why, 0);
    },
  };
}

const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

const isAssertions = (value: unknown): value is readonly SandboxAssertion[] => Array.isArray(value);
