import { createRequire } from 'node:module';
import type { BoundedAgents } from './agent.ts';

/** The parts of newman 6 that we use. */
interface Newman {
  run(options: Readonly<Record<string, unknown>>, done: (error: unknown) => void): NewmanRun;
}
interface NewmanRun {
  on(
    event: 'beforeRequest' | 'request' | 'item' | 'assertion' | 'script' | 'exception',
    listener: (error: unknown, event: NewmanEvent) => void,
  ): NewmanRun;
}
interface NewmanEvent {
  readonly item?: { readonly id: string };
  readonly cursor?: { readonly ref: string };
  readonly response?: NewmanResponse;
  readonly assertion?: string;
  readonly skipped?: boolean;
  readonly error?: unknown;
}
export interface NewmanResponse {
  readonly code: number;
  readonly status?: string;
  readonly stream?: Uint8Array;
  readonly headers: { all(): readonly { readonly key: string; readonly value: string }[] };
  /** Decoded as the sandbox decodes it: charset and byte order mark. */
  text(): string | undefined;
}

/** What newman reported of one item: its parts are raw and must not leave the door. */
export interface Execution {
  readonly itemId: string;
  readonly startedAt: Date;
  readonly ms: number;
  readonly response?: NewmanResponse;
  readonly requestError?: unknown;
  /** Whether a request went out at all. */
  readonly requested: boolean;
  readonly assertions: readonly { readonly title: string; readonly passed: boolean }[];
  /** A script of the collection threw. */
  readonly scriptError?: unknown;
}

const require = createRequire(import.meta.url);
let loaded: Newman | undefined;

function newman(): Newman {
  if (loaded === undefined) {
    const library: Newman = require('newman');
    // newman reads options from files in the home folder, the working directory and /etc, and there is no switch to stop it.
    const settingsFile: {
      load: (done: (error: null, settings: object) => void) => void;
    } = require('newman/lib/config/rc-file');
    settingsFile.load = (done) => done(null, {});
    loaded = library;
  }
  return loaded;
}

interface RunOptions {
  readonly collection: object;
  readonly environment: object;
  /** In any order; newman runs them in the collection's. */
  readonly itemIds: readonly string[];
  readonly agentsFor: (mayGo?: () => Promise<boolean>) => BoundedAgents;
  /** Asked before each item's request; what it keeps from going is not requested, nor is what a script of its own failed for. */
  readonly mayGo?: (itemId: string) => Promise<boolean>;
  readonly onExecution: (execution: Execution) => void;
}

/**
 * Runs items of a collection, each once, with every option of newman given.
 * @throws what newman could not start or finish with
 */
export function runItems(options: RunOptions): Promise<void> {
  const { collection, environment, itemIds, agentsFor, mayGo, onExecution } = options;
  type Draft = { -readonly [K in keyof Execution]: Execution[K] } & {
    assertions: { title: string; passed: boolean }[];
    /** Its request got no turn. */
    isKept?: boolean;
  };
  const drafts = new Map<string, Draft>();
  const draftOf = (itemId: string): Draft => {
    const draft = drafts.get(itemId) ?? { itemId, startedAt: new Date(), ms: 0, requested: false, assertions: [] };
    drafts.set(itemId, draft);
    return draft;
  };
  let underWay: Draft | undefined;
  const inTurn = async (): Promise<boolean> => {
    if (mayGo === undefined || underWay === undefined) return true;
    // Without its own script, a request could bear the variables of the one before: other credentials.
    const goes = underWay.scriptError === undefined && (await mayGo(underWay.itemId));
    underWay.startedAt = new Date();
    underWay.isKept = !goes;
    return goes;
  };
  return new Promise((resolve, reject) => {
    const run = newman().run(
      {
        collection,
        environment,
        folder: itemIds,
        requestAgents: agentsFor(mayGo && inTurn),
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
        timeoutScript: 10_000,
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
      underWay.startedAt = new Date();
    });
    run.on('request', (error, { item, response }) => {
      if (!item) return;
      const draft = draftOf(item.id);
      draft.ms = Date.now() - draft.startedAt.getTime();
      if (draft.isKept) return;
      draft.requested = true;
      if (error) draft.requestError = error;
      else if (response) draft.response = response;
    });
    run.on('assertion', (error, { item, assertion, skipped }) => {
      if (item && assertion !== undefined)
        draftOf(item.id).assertions.push({ title: assertion, passed: !error && skipped !== true });
    });
    run.on('script', (error, { item }) => {
      if (error && item) draftOf(item.id).scriptError ??= error;
    });
    run.on('item', (_, { item }) => {
      if (!item) return;
      onExecution(draftOf(item.id));
      drafts.delete(item.id);
    });
  });
}
