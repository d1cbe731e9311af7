export { UsageError } from '../../model/usage-error.ts';
export { type Environment, withDotenv } from '../../store/dotenv.ts';
export { envExample } from './env-example.ts';
export { splitList } from './flags.ts';
export { knownSecrets } from './known-secrets.ts';
export { proxySecrets } from './proxy.ts';
export { isNamed, matches, matchesNothing } from './select-cases.ts';
export { readVerifyConfig, type VerifyConfig, type VerifyFlags } from './verify-config.ts';
