import { issueJwt } from './jwt.ts';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply } from './serve.ts';

export const basePath = '';
export const credentials = { id: 'fake-optty-client', secret: 'fake-optty-secret-0123' };

// The page documents no error, and a public plugin reads `message` from a 2xx only: so errors are those of RFC 6749 §5.2.
const refuse = (status: number, error: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  json(status, { error }, headers);

export const handler: Handler = (seen) => {
  if (seen.path !== '/token') return refuse(404, 'invalid_request');
  if (seen.method !== 'POST') return refuse(405, 'invalid_request', { allow: 'POST' });
  if (mediaType(seen) !== formType) return refuse(400, 'invalid_request');

  const { repeated, values } = readForm(seen);
  if (repeated) return refuse(400, 'invalid_request');
  for (const name of ['client_id', 'client_secret', 'grant_type', 'scope']) {
    if (values[name] === undefined) return refuse(400, 'invalid_request');
  }
  if (values['client_id'] !== credentials.id || values['client_secret'] !== credentials.secret) {
    return refuse(401, 'invalid_client');
  }
  if (values['grant_type'] !== 'client_credentials') return refuse(400, 'unsupported_grant_type');
  if (values['scope'] !== 'api-user') return refuse(400, 'invalid_scope');

  // The documented request has ?expires_in=1 and the documented answer 86400: the query changes nothing.
  const lifetime = 86400;
  return json(200, {
    access_token: issueJwt(credentials.id, lifetime),
    expires_in: lifetime,
    token_type: 'Bearer',
    scope: 'api-user',
  });
};
