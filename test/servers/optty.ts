import { issueJwt } from './jwt.ts';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply } from './serve.ts';

export const basePath = '';
export const credentials = { id: 'fake-optty-client', secret: 'fake-optty-secret-0123' };

// The page documents no error; a public plugin takes a body with `message` for one.
const refuse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  json(status, { message }, headers);

export const handler: Handler = (seen) => {
  if (seen.path !== '/token') return refuse(404, 'Not Found');
  if (seen.method !== 'POST') return refuse(405, 'Method Not Allowed', { allow: 'POST' });
  if (mediaType(seen) !== formType) return refuse(400, `The body must be ${formType}`);

  const { repeated, values } = readForm(seen);
  if (repeated) return refuse(400, 'A parameter is repeated');
  for (const name of ['client_id', 'client_secret', 'grant_type', 'scope']) {
    if (values[name] === undefined) return refuse(400, `${name} is required`);
  }
  if (values['client_id'] !== credentials.id || values['client_secret'] !== credentials.secret) {
    return refuse(401, 'Client authentication failed');
  }
  if (values['grant_type'] !== 'client_credentials') return refuse(400, 'Unsupported grant type');
  if (values['scope'] !== 'api-user') return refuse(400, 'Invalid scope');

  // The documented request has ?expires_in=1 and the documented answer 86400: the query changes nothing.
  const lifetime = 86400;
  return json(200, {
    access_token: issueJwt(credentials.id, lifetime),
    expires_in: lifetime,
    token_type: 'Bearer',
    scope: 'api-user',
  });
};
