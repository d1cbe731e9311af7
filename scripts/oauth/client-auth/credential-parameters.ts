import type { ClientCredentials, CredentialNames } from '../../model/case.ts';
import type { Json, Pairs } from '../../model/provider.ts';
import { credentialNamesOf } from '../../model/variables.ts';
import type { ReadCredentials } from './method.ts';

/** The parameters that present a client in a body or a query. A part that is `null` is left out. */
export const credentialParameters = ({ id, secret, names = credentialNamesOf({}) }: ClientCredentials): Pairs<Json> =>
  [[names.id, id] as const, [names.secret, secret] as const].filter(([, value]) => value !== null);

/** Takes out the first id and the first secret. A second one stays in `rest`, where it shows as repeated. */
export function takeCredentials(
  parameters: Pairs<Json>,
  names: CredentialNames,
): { readonly client: ReadCredentials; readonly rest: Pairs<Json> } | undefined {
  const idAt = parameters.findIndex(([name]) => name === names.id);
  const secretAt = parameters.findIndex(([name]) => name === names.secret);
  if (idAt < 0 && secretAt < 0) return undefined;
  return {
    client: { id: parameters[idAt]?.[1], secret: parameters[secretAt]?.[1] },
    rest: parameters.filter((_, index) => index !== idAt && index !== secretAt),
  };
}
