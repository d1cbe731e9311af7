import { randomBytes } from 'node:crypto';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply } from './serve.ts';

export const basePath = '/octotable-auth/api/v2';
export const credentials = { id: 'fake-octotable-client', secret: 'fake-octotable-secret-0123' };

const refuse = (
  status: number,
  message: string,
  className: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => json(status, { success: false, error: { code: status, message, class_name: className } }, headers);

export const handler: Handler = (seen) => {
  if (seen.path !== `${basePath}/oauth2/token`) return refuse(404, 'Not found', 'NotFoundException');
  if (seen.method !== 'POST') {
    return refuse(405, 'Method not allowed', 'MethodNotAllowedException', { allow: 'POST' });
  }
  // The header table says JSON and the curl example form; public client code got 415 for JSON.
  if (mediaType(seen) !== formType) return refuse(415, 'Unsupported media type', 'UnsupportedMediaTypeException');

  const { repeated, values } = readForm(seen);
  if (repeated) return refuse(400, 'A parameter is repeated', 'InvalidRequestException');
  for (const name of ['grant_type', 'client_id', 'client_secret']) {
    if (values[name] === undefined) return refuse(400, `${name} is required`, 'InvalidRequestException');
  }
  if (values['grant_type'] !== 'client_credentials') {
    return refuse(400, 'Unsupported grant type', 'UnsupportedGrantTypeException');
  }
  if (values['client_id'] !== credentials.id || values['client_secret'] !== credentials.secret) {
    return refuse(401, 'Client authentication failed', 'InvalidClientException');
  }
  return json(200, { access_token: randomBytes(32).toString('base64url'), expires_in: 1440, type: 'Bearer' });
};
