export { envExample } from './env-example.ts';
export { type Environment, withDotenv } from './environment.ts';
export { splitList } from './flags.ts';
export { isNamed } from './select-cases.ts';
export { UsageError } from './usage-error.ts';
export { readVerifyConfig, type VerifyConfig, type VerifyFlags } from './verify-config.ts';
