export { sideBySide } from './lanes.ts';
export { createPace } from './pace.ts';
export { type ProviderRun, runProvider } from './provider-run.ts';
export { createRunner, type Runner, RunnerError } from './runner.ts';
export { startWorker } from './start-worker.ts';
export { replacedIn, unresolvedVariables } from './variables.ts';
