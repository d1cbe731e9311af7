import { createRequire } from 'node:module';

/** What the tests read of a finished run of newman 6. */
export interface NewmanRun {
  readonly executions: readonly {
    readonly item: { readonly name: string };
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

const newman: {
  run(options: object, done: (error: Error | null, summary: { readonly run: NewmanRun }) => void): void;
} = createRequire(import.meta.url)('newman');

/** newman by itself, without this tool. Nothing is printed. */
export const runNewman = (options: object): Promise<NewmanRun> =>
  new Promise((resolve, reject) => {
    newman.run({ reporters: [], ...options }, (error, summary) => (error ? reject(error) : resolve(summary.run)));
  });
