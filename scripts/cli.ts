import { askOn } from './cli/ask.ts';
import { exitCodeOfError, runCli } from './cli/program.ts';

const interrupt = new AbortController();
// A second Ctrl-C, or whatever else ends a job, ends the process at once.
const signals = ['SIGINT', 'SIGTERM'] as const;
function stop(): void {
  for (const signal of signals) process.off(signal, stop);
  interrupt.abort();
}
for (const signal of signals) process.on(signal, stop);
// Whoever reads us may have read enough.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.once('uncaughtException', (error) => {
  void exitCodeOfError(error, process.env, process).then((code) => process.exit(code));
});

process.exitCode = await runCli(process.argv.slice(2), process.env, {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupt.signal,
  ...(process.stdin.isTTY && { ask: askOn(process.stdin, process.stdout, interrupt) }),
});
