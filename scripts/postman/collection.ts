import { STATUS_CODES } from 'node:http';
import type { Case } from '../model/case.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Json, KnownResponse, Provider } from '../model/provider.ts';
import { describeRequest } from '../oauth/request.ts';
import { userAgentOf } from '../oauth/token-request.ts';
import { cite, describeCase, describeProvider, folderDescriptions } from './describe.ts';
import { type PostmanRequest, postmanRequest, postmanUrl, preparationLines } from './request.ts';
import { skipLines, testScript } from './scripts.ts';
import { stableId } from './stable-id.ts';

interface PostmanEvent {
  readonly listen: 'prerequest' | 'test';
  readonly script: { readonly id: string; readonly type: 'text/javascript'; readonly exec: readonly string[] };
}
interface SavedExample {
  readonly id: string;
  readonly name: string;
  readonly originalRequest: PostmanRequest;
  readonly status: string;
  readonly code: number;
  readonly _postman_previewlanguage: 'json';
  readonly header: readonly { readonly key: string; readonly value: string }[];
  readonly cookie: readonly [];
  readonly body: string;
}
export interface PostmanItem {
  readonly id: string;
  readonly name: string;
  readonly event: readonly PostmanEvent[];
  readonly request: PostmanRequest & { readonly description: string };
  readonly response: readonly SavedExample[];
  readonly protocolProfileBehavior?: Json;
}
export interface PostmanCollection {
  readonly info: {
    readonly _postman_id: string;
    readonly name: string;
    readonly description: string;
    readonly schema: string;
  };
  readonly item: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly item: readonly PostmanItem[];
  }[];
  readonly auth: { readonly type: 'noauth' };
  readonly protocolProfileBehavior: { readonly followRedirects: false; readonly disableCookies: true };
}

export const itemId = (caseId: string): string => stableId(`item ${caseId}`);

const event = (listen: PostmanEvent['listen'], name: string, exec: readonly string[]): readonly PostmanEvent[] =>
  exec.length === 0 ? [] : [{ listen, script: { id: stableId(`${listen} ${name}`), type: 'text/javascript', exec } }];

function savedExample(one: Case, response: { readonly name: string } & KnownResponse): SavedExample {
  const code = typeof response.status === 'number' ? response.status : response.status[0];
  const isEmpty = response.isEmpty === true;
  const headers = {
    ...(!isEmpty && { 'Content-Type': response.mediaType ?? 'application/json' }),
    ...response.headers,
  };
  return {
    id: stableId(`example ${one.id} ${response.name}`),
    name: response.name,
    originalRequest: postmanRequest(describeRequest(one.request)),
    status: STATUS_CODES[code] ?? '',
    code,
    _postman_previewlanguage: 'json',
    header: Object.entries(headers).map(([key, value]) => ({ key, value })),
    cookie: [],
    body: isEmpty ? '' : JSON.stringify(response.example, null, 2),
  };
}

function item(provider: Provider, one: Case, schemas: Schemas, examples: ReadonlySet<Case>): PostmanItem {
  const request = describeRequest(one.request);
  const accepts = request.headers.some(([name]) => name.toLowerCase() === 'accept');
  const canonicalAccepts = provider.request.headers?.['Accept'] !== undefined;
  return {
    id: itemId(one.id),
    name: one.title,
    event: [
      ...event('prerequest', one.id, [...skipLines(one), ...preparationLines(request)]),
      ...event('test', one.id, testScript(one, provider, schemas)),
    ],
    request: { ...postmanRequest(request), description: describeCase(provider, one) },
    response: one.response !== undefined && examples.has(one) ? [savedExample(one, one.response)] : [],
    // Postman would send `Accept: */*` by itself.
    ...(canonicalAccepts && !accepts && { protocolProfileBehavior: { disabledSystemHeaders: { accept: true } } }),
  };
}

/**
 * The request that the page shows after the token request. It uses the token. It is for people who import the collection: it is
 * sent only where `observe` is `true`, and only to the origin of `baseUrl`.
 */
function nextItem(provider: Provider): readonly PostmanItem[] {
  const { next } = provider;
  if (next === undefined) return [];
  return [
    {
      id: stableId(`item ${provider.id} next`),
      name: next.title,
      event: event('prerequest', `${provider.id} next`, [
        '// For people, with a real token: the mock host has the token endpoint only, and no nightly run sends this.',
        'if (pm.environment.get("target") === "mock" || pm.environment.get("observe") !== "true") pm.execution.skipRequest();',
        'pm.variables.set("origin", (/^https?:\\/\\/[^/]+/.exec(pm.variables.get("baseUrl")) || [""])[0]);',
      ]),
      request: {
        method: 'GET',
        header: [
          { key: 'User-Agent', value: userAgentOf(provider) },
          { key: 'Authorization', value: 'Bearer {{accessToken}}' },
        ],
        url: postmanUrl('{{origin}}', next.path),
        description: `Not part of the contract of the token endpoint.\n\nSource: ${cite(provider, next.source)}`,
      },
      response: [],
    },
  ];
}

/** The cases that hold a saved example. Each documented response is saved once, with the first case that expects it. */
function exampleHolders(cases: readonly Case[]): ReadonlySet<Case> {
  const holders = new Map<string, Case>();
  for (const one of cases)
    if (one.response?.basis === 'documented' && !holders.has(one.response.name)) holders.set(one.response.name, one);
  return new Set(holders.values());
}

/** Builds a Postman Collection v2.1 from the cases and keeps their order. The same input gives the same bytes. */
export function collectionOf(provider: Provider, cases: readonly Case[], schemas: Schemas): PostmanCollection {
  const examples = exampleHolders(cases);
  const folders = (['Token', 'Refusals', 'Observed'] as const).map((name) => ({
    id: stableId(`folder ${provider.id} ${name}`),
    name,
    description: folderDescriptions[name],
    item: [
      ...cases.filter((one) => one.folder === name).map((one) => item(provider, one, schemas, examples)),
      ...(name === 'Token' ? nextItem(provider) : []),
    ],
  }));
  return {
    info: {
      _postman_id: stableId(`collection ${provider.id}`),
      name: `${provider.name}: token endpoint`,
      description: describeProvider(provider),
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: folders,
    auth: { type: 'noauth' },
    protocolProfileBehavior: { followRedirects: false, disableCookies: true },
  };
}
