import type { FaultName } from '../../scripts/model/provider.ts';

/** A name that the model has and this table lacks does not compile, nor does the reverse. */
const table = {
  'token-by-get': true,
  'wrong-method': true,
  'malformed-json': true,
  'wrong-media-type': true,
  'empty-body': true,
  'two-client-authentications': true,
  'credentials-in-query': true,
  'repeated-parameter': true,
  'missing-parameter': true,
  'wrong-type': true,
  'unsupported-grant-type': true,
  'unknown-client': true,
  'wrong-secret': true,
  'unknown-scope': true,
} as const satisfies Record<FaultName, true>;

const isFaultName = (name: string): name is FaultName => Object.hasOwn(table, name);

export const everyFaultName: readonly FaultName[] = Object.keys(table).filter(isFaultName);
