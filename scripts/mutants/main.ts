import { processIo } from '../cli/process-io.ts';
import { runMutate } from './program.ts';

// biome-ignore lint/style/noProcessEnv: this is an entry, like scripts/cli.ts
const env = process.env;
process.exitCode = await runMutate(process.argv.slice(2), env, processIo(process, env));
