import { issueJwt } from './jwt.ts';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply } from './serve.ts';

export const basePath = '';
export const credentials = { id: 'fake-apinizer-user', secret: 'fake-apinizer-password-0123' };

const withCharset = { 'content-type': 'application/json;charset=UTF-8' };

const refuse = (
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => json(status, { error, error_description: description }, { ...withCharset, ...headers });

export const handler: Handler = (seen) => {
  if (seen.path !== '/apiops/auth/token') return refuse(404, 'not_found', 'Not found');
  if (seen.method !== 'POST') return refuse(405, 'invalid_request', 'Method not allowed', { allow: 'POST' });
  if (mediaType(seen) !== formType) return refuse(400, 'invalid_request', `The body must be ${formType}`);

  const { repeated, values } = readForm(seen);
  if (repeated) return refuse(400, 'invalid_request', 'A parameter is repeated');
  if (values['grant_type'] !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'GrantType value must be client_credentials!');
  }
  if (values['client_id'] !== credentials.id || values['client_secret'] !== credentials.secret) {
    return refuse(401, 'unauthorized_client', 'Bad credentials');
  }
  return json(
    200,
    { access_token: issueJwt(credentials.id, 3600), token_type: 'Bearer', expires_in: 3600 },
    withCharset,
  );
};
