import { parentPort } from 'node:worker_threads';
import { createDoorkeeper } from '../door/index.ts';
import { serve } from '../engine/worker.ts';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
serve(parentPort, createDoorkeeper());
