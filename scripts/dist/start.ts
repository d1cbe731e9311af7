import { join } from 'node:path';
import { startWorker } from '../engine/start-worker.ts';
import { codeFolder, loadMain } from './loader.ts';

const argv = process.argv.slice(2);
const [command = ''] = argv;

// Unless one of these flags stands beside it, verify runs newman. The worker loads it while this thread loads the rest.
const needsWorker = command === 'verify' && !argv.some((one) => /^(?:--list|--curl|--help|-h)(?:=|$)/.test(one));
const worker = needsWorker ? startWorker(join(__dirname, 'worker-start.cjs'), { workerData: codeFolder() }) : undefined;

void loadMain(command).main(worker);
