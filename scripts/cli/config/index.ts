export type { Environment } from '../../store/dotenv.ts';
export { envExample } from './env-example.ts';
export {
  envFilesTyped,
  processEnvironment,
  type ReadEnvironment,
  readEnvironment,
  variableNames,
} from './environment.ts';
export { knownSecrets } from './known-secrets.ts';
export { type LiveReading, readLiveProvider } from './provider-config.ts';
export { proxySecrets } from './proxy.ts';
export { isNamed, matches, matchesNothing } from './select-cases.ts';
export { resolveShard, type Shard, shardInReport } from './shard.ts';
export { colorsOf, readVerifyConfig, type VerifyConfig } from './verify-config.ts';
