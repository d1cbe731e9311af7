import { consoleReporter } from './console.ts';
import { json } from './json.ts';
import type { Reporter } from './reporter.ts';

export { type ExitCode, exitCodeOf } from './exit-code.ts';
export type { Reporter } from './reporter.ts';

/** Every reporter, in the order in which their files are written; the console comes last. */
export const reporters: readonly Reporter[] = [json, consoleReporter];
