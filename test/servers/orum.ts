import { randomBytes } from 'node:crypto';
import { formType, mediaType, readForm } from './request.ts';
import { type Handler, json, type Reply, type Seen } from './serve.ts';

export const basePath = '';
export const credentials = { id: 'fake-orum-client', secret: 'fake-orum-secret-0123' };

const refuse = (
  status: number,
  errorCode: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => json(status, { error_code: errorCode, message }, headers);

function jsonMembers(body: string): Readonly<Record<string, unknown>> | undefined {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function bodyMembers(seen: Seen): Readonly<Record<string, unknown>> | undefined {
  if (mediaType(seen) === 'application/json') return jsonMembers(seen.body);
  if (mediaType(seen) !== formType) return undefined;
  const { repeated, values } = readForm(seen);
  return repeated ? undefined : values;
}

export const handler: Handler = (seen) => {
  if (seen.path !== '/oauth/token') return refuse(404, 'not_found', 'Not Found');
  if (seen.method !== 'POST') return refuse(405, 'method_not_allowed', 'Method Not Allowed', { allow: 'POST' });

  const members = bodyMembers(seen);
  if (members === undefined) return refuse(400, 'invalid_request', 'The body cannot be read');
  for (const name of ['client_id', 'client_secret']) {
    const value = members[name];
    if (value === undefined || value === '') return refuse(400, `missing_${name}`, `${name} is required`);
    if (typeof value !== 'string') return refuse(400, `invalid_${name}`, `${name} must be a string`);
  }
  if (members['client_id'] !== credentials.id || members['client_secret'] !== credentials.secret) {
    // `details` is documented as nullable: one refusal says so.
    return json(401, { error_code: 'unauthorized', message: 'Unauthorized', details: null });
  }
  return json(200, {
    access_token: randomBytes(32).toString('base64url'),
    token_type: 'Bearer',
    expires_in: 3600,
  });
};
