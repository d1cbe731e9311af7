import { processIo } from '../cli/process-io.ts';
import { runMutate } from './program.ts';

process.exitCode = await runMutate(process.argv.slice(2), process.env, processIo(process, process.env));
