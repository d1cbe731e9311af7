import { createRequire } from 'node:module';

/** What the tests read of a finished run of newman 6. */
export interface NewmanRun {
  readonly executions: readonly {
    readonly item: { readonly id: string; readonly name: string };
    readonly requestError?: Error;
    readonly response?: {
      readonly code: number;
      readonly headers: { get(name: string): string };
      readonly stream: Buffer;
    };
  }[];
  readonly failures: readonly { readonly error: { readonly test?: string; readonly message: string } }[];
  readonly stats: { readonly assertions: { readonly total: number; readonly failed: number } };
}
interface Observed {
  /** Titles of the skipped tests, in their order. */
  readonly skipped: string[];
  /** Lines of newman's console. */
  readonly console: string[];
}

interface Emitter {
  on(event: string, listener: (error: unknown, event: EmitterEvent) => void): Emitter;
}
interface EmitterEvent {
  readonly assertion?: string;
  readonly skipped?: boolean;
  readonly messages?: readonly unknown[];
}

const newman: {
  run(options: object, done: (error: Error | null, summary: { readonly run: NewmanRun }) => void): Emitter;
} = createRequire(import.meta.url)('newman');

/** newman by itself, without this tool. Nothing is printed. */
export const runNewman = (options: object): Promise<NewmanRun & Observed> =>
  new Promise((resolve, reject) => {
    const observed: Observed = { skipped: [], console: [] };
    newman
      .run({ reporters: [], ...options }, (error, summary) =>
        error ? reject(error) : resolve({ ...summary.run, ...observed }),
      )
      .on('assertion', (_, { assertion, skipped }) => {
        if (skipped) observed.skipped.push(assertion ?? '');
      })
      .on('console', (_, { messages }) => observed.console.push((messages ?? []).join(' ')));
  });
