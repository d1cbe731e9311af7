export { sideBySide } from './lanes.ts';
export { createPace } from './pace.ts';
export { type ProviderRun, runProvider } from './provider-run.ts';
export { type Runner, RunnerError, startRunner } from './runner.ts';
export { replacedIn, unresolvedVariables } from './variables.ts';
