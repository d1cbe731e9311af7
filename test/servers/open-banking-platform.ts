import { randomBytes } from 'node:crypto';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply } from './serve.ts';

export const basePath = '';
export const credentials = {
  id: 'fake-open-banking-platform-client',
  secret: 'fake-open-banking-platform-secret-0123',
};

const apiScopes = ['accountinformation', 'paymentinitiation', 'aspspinformation', 'bankgiroinformation'];
const customerScopes = ['private', 'corporate'];

const refuse = (status: number, error: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  json(status, { error }, headers);

function isGrantable(scope: string): boolean {
  const names = scope.split(' ');
  const known = names.every((name) => apiScopes.includes(name) || customerScopes.includes(name));
  return (
    known &&
    names.some((name) => apiScopes.includes(name)) &&
    names.filter((name) => customerScopes.includes(name)).length === 1
  );
}

function basicCredentials(authorization: string): { id: string; secret: string } | undefined {
  const encoded = /^basic +(\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1) return undefined;
  try {
    return { id: decodeURIComponent(decoded.slice(0, colon)), secret: decodeURIComponent(decoded.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

export const handler: Handler = (seen) => {
  if (seen.path !== '/connect/token') return { status: 404, headers: {}, body: '' };
  if (seen.method !== 'POST') return refuse(405, 'invalid_request', { allow: 'POST' });
  if (mediaType(seen) !== formType) return refuse(400, 'invalid_request');

  const { repeated, values } = readForm(seen);
  if (repeated) return refuse(400, 'invalid_request');

  // The path is the one of IdentityServer, which also takes Basic and refuses a bad client with 400.
  const authorization = seen.headers['authorization'];
  if (authorization !== undefined && values['client_secret'] !== undefined) return refuse(400, 'invalid_request');
  const presented =
    authorization === undefined
      ? { id: values['client_id'], secret: values['client_secret'] }
      : basicCredentials(authorization);
  if (presented?.id !== credentials.id || presented.secret !== credentials.secret) return refuse(400, 'invalid_client');

  const grantType = values['grant_type'];
  if (grantType === undefined) return refuse(400, 'invalid_request');
  if (grantType !== 'client_credentials') return refuse(400, 'unsupported_grant_type');
  const scope = values['scope'];
  if (scope === undefined || !isGrantable(scope)) return refuse(400, 'invalid_scope');

  // The page reads access_token alone. A sandbox answered with these members too, and without scope.
  return json(200, { access_token: randomBytes(32).toString('base64url'), expires_in: 3600, token_type: 'Bearer' });
};
