export { createLeakSearch, distinctLeaks, type LeakSearch } from '../door/leaks.ts';
export { createRedactor, type Secret } from '../door/redact.ts';
export type { Leak } from './messages.ts';
export { createPace } from './pace.ts';
export { type ProviderRun, runProvider } from './provider-run.ts';
export { type Runner, RunnerError, startRunner } from './runner.ts';
export { unresolvedVariables } from './variables.ts';
