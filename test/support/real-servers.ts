import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { AuthorizationServer, DateInterval, JwtService, type OAuthClient, OAuthException } from '@jmondi/oauth2-server';
import { handleVanillaError, requestFromVanilla, responseToVanilla } from '@jmondi/oauth2-server/vanilla';
import NodeOAuth from '@node-oauth/oauth2-server';
import OidcProvider from 'oidc-provider';
import type { ClientAuthentication, Provider } from '../../scripts/model/provider.ts';
import { listen } from './listen.ts';
import { oidcProvider } from './oidc.ts';

/** How a person configures one of these servers. */
export interface Configuration {
  readonly method: ClientAuthentication;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly scopes: readonly string[];
  readonly grants: readonly ('client_credentials' | 'authorization_code')[];
  /** What tokens are signed with, where they are signed. */
  readonly signingKey: string;
  /** Where it is mounted. */
  readonly path: string;
  readonly tokenFormat: 'opaque' | 'jwt';
}

export const usualConfiguration: Configuration = {
  method: 'client_secret_post',
  clientId: 'fake-real-client',
  clientSecret: 'fake-real-secret-0123456789',
  lifetime: 600,
  scopes: ['api:read'],
  grants: ['client_credentials'],
  signingKey: 'fake-signing-key-of-a-test-0123456789',
  path: '/token',
  tokenFormat: 'opaque',
};

export interface RealServer {
  readonly url: string;
  close(): Promise<void>;
}

const formOf = (body: string): Record<string, string | string[]> => {
  const pairs = [...new URLSearchParams(body)];
  // As the parsers of Express do: a name that repeats is a list.
  return Object.fromEntries(
    pairs.map(([name, value]) => {
      const values = pairs.filter(([other]) => other === name).map(([, one]) => one);
      return [name, values.length > 1 ? values : value];
    }),
  );
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** oidc-provider 8: the whole server is the package's. */
function oidc(
  url: string,
  { method, clientId, clientSecret, lifetime, scopes, grants, path, tokenFormat }: Configuration,
): RequestListener {
  const resource = 'urn:fake:api';
  const provider = new OidcProvider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: grants,
        response_types: grants.includes('authorization_code') ? ['code'] : [],
        redirect_uris: grants.includes('authorization_code') ? ['https://client.example/cb'] : [],
        token_endpoint_auth_method: method,
        scope: scopes.join(' '),
      },
    ],
    scopes: ['api:read', 'api:write'],
    ttl: { ClientCredentials: lifetime },
    routes: { token: path },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: tokenFormat === 'jwt',
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: lifetime,
        }),
      },
    },
  });
  return provider.callback();
}

/** @node-oauth/oauth2-server 5 behind Node's own HTTP server, as its documentation for Express does it. */
function nodeOauth(_url: string, configuration: Configuration): RequestListener {
  const { clientId, clientSecret, lifetime, scopes, grants, path, tokenFormat, signingKey } = configuration;
  const client = { id: clientId, grants: [...grants] };
  const signer = new JwtService(signingKey);
  const server = new NodeOAuth({
    accessTokenLifetime: lifetime,
    model: {
      getClient: async (id: string, secret: string) => (id === clientId && secret === clientSecret ? client : false),
      getUserFromClient: async () => ({ id: 'service' }),
      saveToken: async (token: NodeOAuth.Token, ofClient: NodeOAuth.Client, user: NodeOAuth.User) => ({
        ...token,
        client: ofClient,
        user,
      }),
      validateScope: async (_user: unknown, _client: unknown, wanted: string[] | undefined) =>
        wanted === undefined || wanted.every((one) => scopes.includes(one)) ? [...(wanted ?? scopes)] : false,
      getAccessToken: async () => false,
      ...(tokenFormat === 'jwt' && {
        generateAccessToken: async () => {
          const iat = Math.floor(Date.now() / 1000);
          return signer.sign({ iat, exp: iat + lifetime, jti: crypto.randomUUID() });
        },
      }),
    },
  });
  return async (incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    if (pathname !== path) return void outgoing.writeHead(404).end();
    const isForm = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const body = await text(incoming);
    const response = new NodeOAuth.Response();
    const request = new NodeOAuth.Request({
      method: incoming.method ?? '',
      headers: headersOf(incoming),
      query: Object.fromEntries(searchParams),
      body: isForm ? formOf(body) : {},
    });
    let { status = 200, content }: { status?: number; content?: unknown } = {};
    try {
      await server.token(request, response);
      [status, content] = [response.status ?? 200, response.body];
    } catch (error) {
      if (!(error instanceof NodeOAuth.OAuthError)) throw error;
      [status, content] = [error.code, { error: error.name, error_description: error.message }];
    }
    outgoing
      .writeHead(status, { ...response.headers, 'content-type': 'application/json' })
      .end(JSON.stringify(content));
  };
}

/** @jmondi/oauth2-server 4 with its own adapter for the Fetch API. */
function jmondi(url: string, configuration: Configuration): RequestListener {
  const { clientId, clientSecret, lifetime, scopes, grants, path, signingKey } = configuration;
  const known = scopes.map((name) => ({ name }));
  const client: OAuthClient = {
    id: clientId,
    name: 'A client',
    secret: clientSecret,
    redirectUris: [],
    allowedGrants: [...grants],
    scopes: known,
  };
  const unused = async (): Promise<never> => {
    throw new Error('client credentials need no such thing');
  };
  const server = new AuthorizationServer(
    {
      getByIdentifier: async (id) => {
        if (id !== clientId) throw OAuthException.invalidClient();
        return client;
      },
      isClientValid: async (grant, { allowedGrants }, secret) =>
        secret === clientSecret && allowedGrants.includes(grant),
    },
    {
      issueToken: async (ofClient, granted) => ({
        accessToken: crypto.randomUUID(),
        accessTokenExpiresAt: new Date(),
        client: ofClient,
        scopes: granted,
      }),
      persist: async () => undefined,
      issueRefreshToken: unused,
      revoke: unused,
      isRefreshTokenRevoked: unused,
      getByRefreshToken: unused,
    },
    {
      getAllByIdentifiers: async (names) => known.filter(({ name }) => names.includes(name)),
      finalize: async (granted) => granted,
    },
    new JwtService(signingKey),
  );
  server.enableGrantType('client_credentials', new DateInterval(`${lifetime}s`));
  return async (incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', url);
    if (pathname !== path || incoming.method !== 'POST')
      return void outgoing.writeHead(pathname === path ? 405 : 404).end();
    const request = new Request(new URL(incoming.url ?? '/', url), {
      method: 'POST',
      headers: headersOf(incoming),
      body: await text(incoming),
    });
    const answer = await requestFromVanilla(request)
      .then((asked) => server.respondToAccessTokenRequest(asked))
      .catch(handleVanillaError);
    const response = responseToVanilla(answer);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  };
}

/** Authorization servers that nobody here wrote, by name. */
export const realServers = { oidc, 'node-oauth': nodeOauth, jmondi } as const;
export type RealServerName = keyof typeof realServers;

export async function startReal(
  name: RealServerName,
  change: Partial<Configuration> = {},
  port?: number,
): Promise<RealServer & { readonly configuration: Configuration; readonly port: number }> {
  const configuration = { ...usualConfiguration, ...change };
  const server = createServer();
  const used = await listen(server, port);
  const url = `http://127.0.0.1:${used}`;
  const answer = realServers[name](url, configuration);
  server.on('request', (request, response) => {
    // Node writes the time of its own clock; a test may have moved ours.
    response.setHeader('date', new Date().toUTCString());
    answer(request, response);
  });
  return {
    url,
    port: used,
    configuration,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the RFCs say of the token endpoint of such a server, as a provider file would. */
export const realProvider = (name: RealServerName, method: ClientAuthentication): Provider => ({
  ...oidcProvider(method),
  id: name,
  name,
});
