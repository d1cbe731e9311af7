import { processIo } from './cli/process-io.ts';
import { runCli } from './cli/program.ts';

process.exitCode = await runCli(process.argv.slice(2), process.env, processIo(process, process.env));
// Everything is closed by now. If something is not, it must not keep the process alive.
setTimeout(() => process.exit(), 10_000).unref();
