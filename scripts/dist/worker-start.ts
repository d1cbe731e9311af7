import { workerData } from 'node:worker_threads';
import { load } from './loader.ts';

load('worker.cjs', 'worker', workerData);
