import { load } from './loader.ts';

load('worker.cjs', 'worker');
