import { parseTree } from 'jsonc-parser';
import type { ReadRequest, WireRequest } from '../model/case.ts';
import type { Json, Pairs } from '../model/provider.ts';

type Client = ReadRequest['clients'][number];

/** Reads a token request from its wire form. It shares nothing with the renderer, so that each can catch the other's mistakes. */
export function readRequest(seen: WireRequest): ReadRequest {
  const encoding = encodingOf(seen);
  const all =
    encoding === 'form'
      ? formPairs(seen.body)
      : encoding === 'json'
        ? jsonPairs(seen.body)
        : encoding === 'none'
          ? []
          : undefined;
  const [posted, fields] = takeClient(all ?? []);
  const [queried] = takeClient([...seen.url.searchParams]);
  const clients = [
    basicClient(seen.headers.get('authorization')),
    posted && { how: 'client_secret_post' as const, ...posted },
    queried && { how: 'query' as const, ...queried },
  ];
  return { encoding, fields: all && fields, clients: clients.filter((client) => client !== undefined) };
}

function encodingOf({ headers, body }: WireRequest): ReadRequest['encoding'] {
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  if (mediaType === 'application/json') return 'json';
  return mediaType === undefined && body === '' ? 'none' : 'other';
}

const formPairs = (body: string): Pairs => [...new URLSearchParams(body)];

/** Every member of a JSON object in order, repeated ones too. */
function jsonPairs(body: string): Pairs<Json> | undefined {
  try {
    JSON.parse(body);
  } catch {
    return undefined;
  }
  const root = parseTree(body);
  if (root?.type !== 'object') return undefined;
  return (root.children ?? []).map((property) => {
    const [name, value] = property.children ?? [];
    const written = value === undefined ? 'null' : body.slice(value.offset, value.offset + value.length);
    const parsed: Json = JSON.parse(written);
    return [String(name?.value), parsed];
  });
}

/** The first client_id and client_secret; a second one stays among the fields, where it shows as repeated. */
function takeClient(pairs: Pairs<Json>): [Pick<Client, 'id' | 'secret'> | undefined, Pairs<Json>] {
  const idAt = pairs.findIndex(([name]) => name === 'client_id');
  const secretAt = pairs.findIndex(([name]) => name === 'client_secret');
  if (idAt < 0 && secretAt < 0) return [undefined, pairs];
  const rest = pairs.filter((_, index) => index !== idAt && index !== secretAt);
  return [{ id: pairs[idAt]?.[1], secret: pairs[secretAt]?.[1] }, rest];
}

/** RFC 7617, with the form decoding of RFC 6749 §2.3.1. */
function basicClient(authorization: string | null): Client | undefined {
  const credentials = /^basic +([a-z0-9+/=_-]+)$/i.exec(authorization ?? '')?.[1];
  if (credentials === undefined) return undefined;
  const decoded = Buffer.from(credentials, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return { how: 'client_secret_basic', id: decoded, secret: undefined };
  const [id, secret] = [decoded.slice(0, colon), decoded.slice(colon + 1)].map((part) => formDecode(part));
  return { how: 'client_secret_basic', id, secret };
}

const formDecode = (text: string): string =>
  new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? '';
