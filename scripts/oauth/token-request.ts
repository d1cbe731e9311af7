import type { RequestTemplate } from '../model/case.ts';
import type { Provider, RequestChange, Template } from '../model/provider.ts';
import { tool } from '../model/tool.ts';
import { clientVariables, credentialNamesOf } from '../model/variables.ts';

type Removable = Readonly<Record<string, string | null>>;

/** `null` removes a name; a new name goes to the end. */
const changed = (
  facts: Readonly<Record<string, string>> = {},
  change: Removable = {},
): readonly (readonly [string, string])[] =>
  Object.entries({ ...facts, ...change }).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));

/** What a provider's requests say of who asks. */
export const userAgentOf = ({ userAgent }: Provider): Template => userAgent ?? `${tool.name}/${tool.version}`;

/** The canonical token request of a provider, or a changed one, with the configured credentials. */
export function tokenRequest(provider: Provider, change: RequestChange = {}): RequestTemplate {
  const { request } = provider;
  const client = clientVariables(provider);
  return {
    method: request.method,
    path: change.path ?? request.path,
    query: changed(request.query, change.query),
    headers: changed({ ...request.headers, 'User-Agent': userAgentOf(provider) }, change.headers),
    clients: [
      {
        authentication: change.authentication ?? request.authentication,
        id: `{{${client.id}}}`,
        secret: `{{${client.secret}}}`,
        ...(request.credentialNames !== undefined && { names: credentialNamesOf(request) }),
        ...(request.basicEscape !== undefined && { basicEscape: request.basicEscape }),
        ...(change.basicScheme !== undefined && { basicScheme: change.basicScheme }),
      },
    ],
    body: { kind: change.encoding ?? request.encoding, fields: changed(request.parameters, change.parameters) },
  };
}
