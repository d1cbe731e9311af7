import { parameterText } from '../template.ts';
import type { ClientAuthMethod, ReadCredentials } from './method.ts';

/** HTTP Basic (RFC 7617) with form-encoded credentials (RFC 6749 §2.3.1). A request holds one client. */
export const clientSecretBasic: ClientAuthMethod<'client_secret_basic'> = {
  name: 'client_secret_basic',
  carriedIn: 'header',
  place: ({ id, secret, basicScheme: scheme = 'Basic' }, request) =>
    request.basic === undefined
      ? { ...request, basic: { scheme, id: parameterText(id), secret: parameterText(secret) } }
      : request,
  read(seen, parameters) {
    const client = readBasic(seen.headers.get('authorization'));
    return client && { client, rest: parameters };
  },
};

/** Form-encodes an id or a secret, as RFC 6749 Appendix B asks before `id:secret` is put into Base64. */
export const formEncode = (text: string): string =>
  // The collection encodes an asterisk too: servers decode both.
  new URLSearchParams([['', text]]).toString().slice(1).replaceAll('*', '%2A');

/** Why a right secret may be refused in Basic, for reports. */
export const basicEncodingHint =
  'likely because of the encoding: the credentials hold characters that Basic sends form-encoded (RFC 6749 §2.3.1), and many servers read them raw';

function readBasic(authorization: string | null): ReadCredentials | undefined {
  const credentials = /^basic +([a-z0-9+/=_-]+)$/i.exec(authorization ?? '')?.[1];
  if (credentials === undefined) return undefined;
  const decoded = Buffer.from(credentials, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return { id: decoded, secret: undefined };
  const [id, secret] = [decoded.slice(0, colon), decoded.slice(colon + 1)].map((part) => formDecode(part));
  return { id, secret };
}

const formDecode = (text: string): string =>
  new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? '';
