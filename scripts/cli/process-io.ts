import { isAbsolute, resolve } from 'node:path';
import type { Environment } from '../store/dotenv.ts';
import { askOn } from './ask.ts';
import { exitCodeOfError } from './commander.ts';
import { type Io, thisWorkspace, type Workspace } from './project.ts';

/** npm runs a script in the folder of the package, and says where the person was. */
const standsIn = (cwd: string, { INIT_CWD = '', npm_lifecycle_event: script }: Environment): string =>
  script !== undefined && isAbsolute(INIT_CWD) && resolve(cwd) === resolve(thisWorkspace.root) ? INIT_CWD : cwd;

/** The streams and signals of a process for a command, and what happens to an error that nothing catches. The entry calls it once. */
export function processIo(process: NodeJS.Process, env: Environment, workspace?: Workspace): Io {
  // fetch has no option of its own for this: without the variable, every connection verifies its host.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  const interrupt = new AbortController();
  // The first signal ends the run in order. After that the default holds: a second one ends the process at once.
  const signals = ['SIGINT', 'SIGTERM'] as const;
  function stop(): void {
    for (const signal of signals) process.off(signal, stop);
    interrupt.abort();
  }
  for (const signal of signals) process.on(signal, stop);
  // Ignore EPIPE: the reader (head, less) may have closed the pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const cwd = standsIn(process.cwd(), env);
  process.once('uncaughtException', (error) => {
    const io = { stderr: process.stderr, cwd };
    void exitCodeOfError(error, process.argv.slice(2), env, io, workspace).then((code) => process.exit(code));
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    cwd,
    signal: interrupt.signal,
    ...(process.stdin.isTTY && { ask: askOn(process.stdin, process.stdout, interrupt) }),
  };
}
