import { credentialNamesOf } from '../../model/variables.ts';
import { parameterText } from '../template.ts';
import { credentialParameters, takeCredentials } from './credential-parameters.ts';
import type { ClientAuthMethod } from './method.ts';

/** Credentials as parameters of the body, after its own (RFC 6749 §2.3.1). A body without parameters stays as it is. */
export const clientSecretPost: ClientAuthMethod<'client_secret_post'> = {
  name: 'client_secret_post',
  carriedIn: 'body',
  place(client, request) {
    const { body } = request;
    const credentials = credentialParameters(client);
    switch (body.kind) {
      case 'form': {
        const pairs = credentials.map(([name, value]) => [name, parameterText(value)] as const);
        return { ...request, body: { kind: 'form', pairs: [...body.pairs, ...pairs] } };
      }
      case 'json':
        return { ...request, body: { kind: 'json', pairs: [...body.pairs, ...credentials] } };
      case 'none':
      case 'raw':
        return request;
    }
  },
  read: (_seen, parameters, writing) => takeCredentials(parameters, credentialNamesOf(writing)),
};
