import { randomBytes } from 'node:crypto';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply } from './serve.ts';

export const basePath = '/octotable-auth/api/v2';
export const credentials = { id: 'fake-octotable-client', secret: 'fake-octotable-secret-0123' };

// The error manual speaks of the API in general: `code` is a text such as RESOURCE_NOT_FOUND.
const refuse = (
  status: number,
  code: string,
  message: string,
  className: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => json(status, { success: false, error: { code, message, class_name: className } }, headers);

export const handler: Handler = (seen) => {
  if (seen.path !== `${basePath}/oauth2/token`)
    return refuse(404, 'RESOURCE_NOT_FOUND', 'Not found', 'ResourceNotFoundException');
  if (seen.method !== 'POST') {
    return refuse(405, 'METHOD_NOT_ALLOWED', 'Method not allowed', 'MethodNotAllowedException', { allow: 'POST' });
  }
  // The header table says JSON, the curl example sends a form, and the Postman page a form called JSON.
  // Public client code got 415 for JSON.
  if (mediaType(seen) !== formType)
    return refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Unsupported media type', 'UnsupportedMediaTypeException');

  const { repeated, values } = readForm(seen);
  if (repeated) return refuse(400, 'INVALID_REQUEST', 'A parameter is repeated', 'InvalidRequestException');
  for (const name of ['grant_type', 'client_id', 'client_secret']) {
    if (values[name] === undefined)
      return refuse(400, 'INVALID_REQUEST', `${name} is required`, 'InvalidRequestException');
  }
  if (values['grant_type'] !== 'client_credentials') {
    return refuse(400, 'UNSUPPORTED_GRANT_TYPE', 'Unsupported grant type', 'UnsupportedGrantTypeException');
  }
  if (values['client_id'] !== credentials.id || values['client_secret'] !== credentials.secret) {
    return refuse(401, 'INVALID_CLIENT', 'Client authentication failed', 'InvalidClientException');
  }
  return json(200, { access_token: randomBytes(32).toString('base64url'), expires_in: 1440, type: 'Bearer' });
};
