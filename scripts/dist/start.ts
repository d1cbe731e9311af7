import { join } from 'node:path';
import { startWorker } from '../engine/start-worker.ts';
import { load } from './loader.ts';
import type * as Main from './main.ts';

const argv = process.argv.slice(2);
const [command = ''] = argv;

// Unless one of these flags stands beside it, verify runs newman. The worker loads it while this thread loads the rest.
const needsWorker = command === 'verify' && !argv.some((one) => /^(?:--list|--curl|--help|-h)(?:=|$)/.test(one));
const worker = needsWorker ? startWorker(join(__dirname, 'worker-start.cjs')) : undefined;

const main = load('main.cjs', `main-${/^[a-z-]{1,20}$/.test(command) ? command : 'none'}`);
if (!isMain(main)) throw new Error('dist/main.cjs is damaged: install the package again');
void main.main(worker);

function isMain(exports: unknown): exports is typeof Main {
  return typeof exports === 'object' && exports !== null && 'main' in exports;
}
