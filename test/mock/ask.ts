import { mockApp } from '../../scripts/mock/index.ts';
import { providers } from '../support/this-project.ts';

export interface Answered {
  readonly status: number;
  readonly basis: string | null;
  readonly headers: Headers;
  readonly body: unknown;
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' };
export const json = { 'content-type': 'application/json' };

const handler = mockApp(providers);

/** Asks the handler itself: no socket, and a request in its wire form. */
export async function ask(
  path: string,
  headers: Readonly<Record<string, string>> = form,
  body: string | null = '',
  method = 'POST',
): Promise<Answered> {
  const answer = await handler(
    new Request(`http://127.0.0.1${path}`, { method, headers, body: method === 'GET' ? null : body }),
  );
  return {
    status: answer.status,
    basis: answer.headers.get('x-mock-basis'),
    headers: answer.headers,
    body: await answer.json(),
  };
}

type Ask = readonly [path: string, headers: Readonly<Record<string, string>>, body: string];
type Id = 'optty' | 'apinizer' | 'open-banking-platform' | 'orum' | 'octotable';

/** The documented token request of each provider, as it goes over the wire. */
export const tokenRequests: Readonly<Record<Id, Ask>> = {
  optty: [
    '/optty/token?expires_in=1',
    form,
    'client_id=mock-client&client_secret=mock-secret&grant_type=client_credentials&scope=api-user',
  ],
  apinizer: [
    '/apinizer/apiops/auth/token',
    { ...form, accept: 'application/json' },
    'grant_type=client_credentials&client_id=mock-client&client_secret=mock-secret',
  ],
  'open-banking-platform': [
    '/open-banking-platform/connect/token',
    form,
    'client_id=mock-client&client_secret=mock-secret&grant_type=client_credentials&scope=accountinformation+private',
  ],
  orum: ['/orum/oauth/token', json, '{"client_id": "mock-client", "client_secret": "mock-secret"}'],
  octotable: [
    '/octotable/oauth2/token',
    { ...form, accept: 'application/json' },
    'grant_type=client_credentials&client_id=mock-client&client_secret=mock-secret',
  ],
};
