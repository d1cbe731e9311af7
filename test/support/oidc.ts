import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { defineProvider } from '../../scripts/model/define-provider.ts';
import type { ClientAuthentication, Provider as ContractProvider } from '../../scripts/model/provider.ts';
import { listen } from './listen.ts';

export const oidcClient = { id: 'fake-oidc-client', secret: 'fake-oidc-secret-0123456789' };

/** A real authorization server that nobody here wrote. */
export async function startOidc(
  method: ClientAuthentication,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer();
  const url = `http://127.0.0.1:${await listen(server)}`;
  const oidc = new Provider(url, {
    clients: [
      {
        client_id: oidcClient.id,
        client_secret: oidcClient.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: method,
        scope: 'api:read',
      },
    ],
    scopes: ['api:read'],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  });
  server.on('request', oidc.callback());
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What oidc-provider's own documentation and RFC 6749 say of its token endpoint, as a provider file would. */
export const oidcProvider = (authentication: ClientAuthentication): ContractProvider =>
  defineProvider({
    format: 1,
    id: 'oidc',
    name: 'oidc-provider',
    docs: { rfc: { title: 'RFC 6749', url: 'https://www.rfc-editor.org/rfc/rfc6749' } },
    variables: {
      clientId: { role: 'client-id', about: 'A registered client', mock: 'mock-client' },
      clientSecret: { about: 'Its secret', mock: 'mock-secret', role: 'client-secret' },
    },
    hosts: [],
    request: {
      method: 'POST',
      path: '/token',
      encoding: 'form',
      authentication,
      parameters: { grant_type: 'client_credentials', scope: 'api:read' },
      source: { doc: 'rfc', at: '§4.4.2' },
    },
    token: {
      accessToken: '/access_token',
      tokenType: '/token_type',
      scope: '/scope',
      expiry: { at: '/expires_in', unit: 'seconds' },
    },
    responses: {
      token: {
        status: 200,
        schema: 'oidc/token-response',
        example: { access_token: '<access token>', token_type: 'Bearer', expires_in: 600, scope: 'api:read' },
        basis: 'documented',
        source: { doc: 'rfc', at: '§5.1' },
      },
      'unsupported-grant-type': {
        status: 400,
        schema: 'oidc/error-response',
        values: { '/error': 'unsupported_grant_type' },
        example: { error: 'unsupported_grant_type' },
        basis: 'documented',
        source: { doc: 'rfc', at: '§5.2' },
      },
    },
    variants: [
      ...(authentication === 'client_secret_post'
        ? [
            {
              name: 'token-basic',
              title: 'Token with Basic authentication',
              change: { authentication: 'client_secret_basic' },
              basis: 'observed',
            } as const,
          ]
        : []),
    ],
    refusals: [
      { fault: 'unsupported-grant-type', basis: 'documented', response: 'unsupported-grant-type' },
      { fault: 'unknown-client', basis: 'required' },
      { fault: 'missing-parameter', of: 'client_id', basis: 'required' },
      { fault: 'missing-parameter', of: 'client_secret', basis: 'required' },
      { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
      { fault: 'missing-parameter', of: 'scope', basis: 'observed' },
      { fault: 'unknown-scope', basis: 'observed' },
      { fault: 'empty-body', basis: 'observed' },
      { fault: 'wrong-media-type', of: 'json', basis: 'observed' },
      { fault: 'wrong-media-type', of: 'text/plain', basis: 'observed' },
    ],
    quirks: [],
  });
