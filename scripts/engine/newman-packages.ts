import { createRequire } from 'node:module';
import type { SandboxContext } from './sandbox.ts';

/** The parts of newman 6 that we use. */
interface Newman {
  run(options: Readonly<Record<string, unknown>>, done: (error: unknown) => void): NewmanRun;
}
interface NewmanRun {
  on(
    event: 'beforeRequest' | 'request' | 'item' | 'script',
    listener: (error: unknown, event: NewmanEvent) => void,
  ): NewmanRun;
}
interface NewmanEvent {
  readonly item?: { readonly id: string };
  readonly response?: NewmanResponse;
}
export interface NewmanResponse {
  readonly code: number;
  readonly status?: string;
  readonly stream?: Uint8Array;
  readonly headers: { all(): readonly { readonly key: string; readonly value: string }[] };
  /** Decoded as the sandbox decodes it: charset and byte order mark. */
  text(): string | undefined;
}

/** newman and those of its packages that we change or call ourselves. */
export interface NewmanPackages {
  readonly newman: Newman;
  readonly settingsFile: { load: (done: (error: null, settings: object) => void) => void };
  readonly runtime: { Runner: new (options?: object) => object };
  readonly sandbox: {
    createContext(options: { readonly timeout: number }, done: (error: unknown, context: SandboxContext) => void): void;
  };
}

const require = createRequire(import.meta.url);

/** Loads newman, which takes half a second. The build replaces this file by one that holds newman itself. */
export function loadPackages(): NewmanPackages {
  const requireOfNewman = createRequire(require.resolve('newman'));
  const requireOfRuntime = createRequire(requireOfNewman.resolve('postman-runtime'));
  return {
    newman: require('newman'),
    settingsFile: require('newman/lib/config/rc-file'),
    runtime: requireOfNewman('postman-runtime'),
    sandbox: requireOfRuntime('postman-sandbox'),
  };
}
