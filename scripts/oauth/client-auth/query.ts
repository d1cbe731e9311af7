import { credentialNamesOf } from '../../model/variables.ts';
import { parameterText } from '../template.ts';
import { credentialParameters, takeCredentials } from './credential-parameters.ts';
import type { ClientAuthMethod } from './method.ts';

/** Credentials in the URL, which RFC 6749 §2.3.1 forbids. Only a fault uses it. */
export const credentialsInQuery: ClientAuthMethod<'query'> = {
  name: 'query',
  carriedIn: 'query',
  place: (client, request) => ({
    ...request,
    query: [
      ...request.query,
      ...credentialParameters(client).map(([name, value]) => [name, parameterText(value)] as const),
    ],
  }),
  read(seen, parameters, writing) {
    const taken = takeCredentials([...seen.url.searchParams], credentialNamesOf(writing));
    return taken && { client: taken.client, rest: parameters };
  },
};
