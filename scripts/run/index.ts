export { createLeakSearch, distinctLeaks, type LeakSearch } from './leaks.ts';
export type { Leak } from './messages.ts';
export { createPace } from './pace.ts';
export { type ProviderRun, runProvider } from './provider-run.ts';
export { createRedactor, type Secret } from './redact.ts';
export { type Runner, RunnerError, startRunner } from './runner.ts';
export { unresolvedVariables } from './variables.ts';
