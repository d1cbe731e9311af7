export { createPace } from './pace.ts';
export { type ProviderRun, runProvider } from './provider-run.ts';
export { createRedactor } from './redact.ts';
export { type Runner, startRunner } from './runner.ts';
export { unresolvedVariables } from './variables.ts';
