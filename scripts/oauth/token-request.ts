import type { RequestTemplate } from '../model/case.ts';
import type { Provider, RequestChange } from '../model/provider.ts';
import { clientVariables } from '../model/variables.ts';

type Removable = Readonly<Record<string, string | null>>;

/** `null` removes a name; a new name goes to the end. */
const changed = (
  facts: Readonly<Record<string, string>> = {},
  change: Removable = {},
): readonly (readonly [string, string])[] =>
  Object.entries({ ...facts, ...change }).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));

/** The canonical token request of a provider, or a changed one, with the configured credentials. */
export function tokenRequest(provider: Provider, change: RequestChange = {}): RequestTemplate {
  const { request } = provider;
  const client = clientVariables(provider);
  return {
    method: request.method,
    path: change.path ?? request.path,
    query: changed(request.query, change.query),
    headers: changed(request.headers, change.headers),
    clients: [
      {
        authentication: change.authentication ?? request.authentication,
        id: `{{${client.id}}}`,
        secret: `{{${client.secret}}}`,
      },
    ],
    body: { kind: change.encoding ?? request.encoding, fields: changed(request.parameters, change.parameters) },
  };
}
