import type { BasicEscape } from '../../model/provider.ts';
import { parameterText } from '../template.ts';
import type { ClientAuthMethod, CredentialWriting, ReadCredentials } from './method.ts';

/** HTTP Basic (RFC 7617, RFC 6749 §2.3.1). A request holds one client. */
export const clientSecretBasic: ClientAuthMethod<'client_secret_basic'> = {
  name: 'client_secret_basic',
  carriedIn: 'header',
  place: ({ id, secret, basicScheme: scheme = 'Basic', basicEscape = 'form' }, request) =>
    request.basic === undefined
      ? { ...request, basic: { scheme, escape: basicEscape, id: parameterText(id), secret: parameterText(secret) } }
      : request,
  read(seen, parameters, { basicEscape = 'form' }) {
    const client = readBasic(seen.headers.get('authorization'), basicEscape);
    return client && { client, rest: parameters };
  },
};

/** Form-encodes an id or a secret, as RFC 6749 Appendix B asks before `id:secret` is put into Base64. */
export const formEncode = (text: string): string =>
  // The collection encodes an asterisk too: servers decode both.
  new URLSearchParams([['', text]]).toString().slice(1).replaceAll('*', '%2A');

/** An id or a secret as Basic writes it before it joins the two. */
export function escapeBasic(how: BasicEscape, text: string): string {
  switch (how) {
    case 'form':
      return formEncode(text);
    case 'none':
      return text;
    case 'base64':
      return Buffer.from(text).toString('base64');
  }
}

/** Whether a server that expects another escape than this one would read another id or secret. */
export const dependsOnEscape = (how: BasicEscape, text: string): boolean =>
  how === 'base64' || formEncode(text) !== text;

/** Why a right secret may be refused in Basic, for reports. */
const hints: Readonly<Record<BasicEscape, string>> = {
  form: 'likely because of the encoding: the credentials hold characters that Basic sends form-encoded (RFC 6749 §2.3.1), and many servers read them raw',
  none: 'likely because of the encoding: the credentials hold characters that Basic sends raw (basicEscape: none), and RFC 6749 §2.3.1 wants them form-encoded',
  base64:
    'perhaps because of the encoding: Basic sends the id and the secret each in Base64 (basicEscape: base64), and most servers read them raw or form-encoded',
};
export const basicEncodingHint = ({ basicEscape = 'form' }: CredentialWriting): string => hints[basicEscape];

function readBasic(authorization: string | null, how: BasicEscape): ReadCredentials | undefined {
  const credentials = /^basic +([a-z0-9+/=_-]+)$/i.exec(authorization ?? '')?.[1];
  if (credentials === undefined) return undefined;
  const decoded = Buffer.from(credentials, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return { id: decoded, secret: undefined };
  const [id, secret] = [decoded.slice(0, colon), decoded.slice(colon + 1)].map(unescaped[how]);
  return { id, secret };
}

const formDecode = (text: string): string =>
  new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? '';

const unescaped: Readonly<Record<BasicEscape, (part: string) => string>> = {
  form: formDecode,
  none: (part) => part,
  base64: (part) => Buffer.from(part, 'base64').toString(),
};
