import { spawn } from 'node:child_process';
import { thisProject } from './this-project.ts';

export interface Ended {
  readonly status: number | null;
  /** What ended it, where it did not end by itself. */
  readonly signal?: NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly ended: Promise<Ended>;
  interrupt(signal?: NodeJS.Signals): void;
}

/** The real program in a clean environment. `watch` sees its standard output as it grows. */
export function start(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  watch?: (stdout: string, program: Pick<Program, 'interrupt'>) => void,
  entry = 'scripts/cli.ts',
): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...argv], {
    cwd: thisProject.root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const written = { stdout: '', stderr: '' };
  const interrupt: Program['interrupt'] = (signal = 'SIGINT') => void child.kill(signal);
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
    watch?.(written.stdout, { interrupt });
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, ...(signal !== null && { signal }), ...written }));
  });
  return { ended, interrupt };
}
