import { parseTree } from 'jsonc-parser';
import type { ReadRequest, WireRequest } from '../model/case.ts';
import type { Json, Pairs } from '../model/provider.ts';
import { clientAuthMethods } from './client-auth/index.ts';
import type { CredentialWriting } from './client-auth/method.ts';

/** Reads a token request from its wire form. It shares no code with what renders requests, so each side exposes the other's mistakes. */
export function readRequest(seen: WireRequest, writing: CredentialWriting = {}): ReadRequest {
  const encoding = encodingOf(seen);
  const parameters = parametersIn(seen.body, encoding);
  const clients: ReadRequest['clients'][number][] = [];
  let fields = parameters ?? [];
  for (const { name, read } of clientAuthMethods) {
    const found = read(seen, fields, writing);
    if (found === undefined) continue;
    clients.push({ how: name, ...found.client });
    fields = found.rest;
  }
  return { encoding, fields: parameters && fields, clients };
}

function encodingOf({ headers, body }: WireRequest): ReadRequest['encoding'] {
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  if (mediaType === 'application/json') return 'json';
  return mediaType === undefined && body === '' ? 'none' : 'other';
}

/** The parameters of a body in order, repeated ones too; `undefined` where it cannot be read. */
function parametersIn(body: string, encoding: ReadRequest['encoding']): Pairs<Json> | undefined {
  switch (encoding) {
    case 'form':
      return [...new URLSearchParams(body)];
    case 'json':
      return jsonPairs(body);
    case 'none':
      return [];
    case 'other':
      return undefined;
  }
}

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
