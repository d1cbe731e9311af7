export { sideBySide } from './lanes.ts';
export { createPace } from './pace.ts';
export { type ProviderRun, runProvider } from './provider-run.ts';
export { type Runner, RunnerError, startRunner } from './runner.ts';
export { unresolvedVariables } from './variables.ts';
