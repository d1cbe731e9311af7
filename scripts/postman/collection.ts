import { STATUS_CODES } from 'node:http';
import type { Case } from '../model/case.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { KnownResponse, Provider } from '../model/provider.ts';
import { describeRequest } from '../oauth/request.ts';
import { userAgentOf } from '../oauth/token-request.ts';
import {
  describeAccessToken,
  describeBaseUrl,
  describeCase,
  describeFolder,
  describeNext,
  describeProvider,
  describeSchema,
} from './describe.ts';
import { uniqueNames } from './names.ts';
import { jsonPreparation, type PostmanRequest, postmanRequest, postmanUrl, preparationLines } from './request.ts';
import {
  chooseEnvironmentScript,
  guardScript,
  type Lines,
  nextGuardScript,
  noEnvironmentUrl,
  observedGuardScript,
  refusalsTestScript,
  schemaVariable,
  sharedSchemas,
  testScript,
} from './scripts.ts';
import { stableId } from './stable-id.ts';
import { visualizerScript } from './visualizer.ts';

export interface PostmanEvent {
  readonly listen: 'prerequest' | 'test';
  readonly script: { readonly id: string; readonly type: 'text/javascript'; readonly exec: readonly string[] };
}
export interface SavedExample {
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
  readonly protocolProfileBehavior: {
    readonly followRedirects: false;
    readonly disabledSystemHeaders?: { readonly accept: true };
  };
}
export interface PostmanFolder {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly event: readonly PostmanEvent[];
  readonly item: readonly PostmanItem[];
}
export interface PostmanCollection {
  readonly info: {
    readonly _postman_id: string;
    readonly name: string;
    readonly description: string;
    readonly schema: string;
  };
  readonly item: readonly PostmanFolder[];
  readonly auth: { readonly type: 'noauth' };
  readonly variable: readonly { readonly key: string; readonly value: string; readonly description: string }[];
  readonly protocolProfileBehavior: { readonly followRedirects: false; readonly disableCookies: true };
}

export const itemId = (caseId: string): string => stableId(`item ${caseId}`);

const event = (listen: PostmanEvent['listen'], name: string, exec: Lines): readonly PostmanEvent[] =>
  exec.length === 0 ? [] : [{ listen, script: { id: stableId(`${listen} ${name}`), type: 'text/javascript', exec } }];

type NamedResponse = { readonly name: string } & KnownResponse;

function savedExample(one: Case, response: NamedResponse): SavedExample {
  const code = typeof response.status === 'number' ? response.status : response.status[0];
  const isEmpty = response.isEmpty === true;
  const headers = {
    ...(!isEmpty && { 'Content-Type': response.mediaType ?? 'application/json' }),
    ...response.headers,
  };
  return {
    id: stableId(`example ${one.id} ${response.name}`),
    // Postman's mock servers find an example by its name: it is unique in the collection.
    name: response.basis === 'assumed' ? `${response.name} (assumed)` : response.name,
    originalRequest: postmanRequest(describeRequest(one.request)),
    status: STATUS_CODES[code] ?? '',
    code,
    _postman_previewlanguage: 'json',
    header: Object.entries(headers).map(([key, value]) => ({ key, value })),
    cookie: [],
    body: isEmpty ? '' : JSON.stringify(response.example, null, 2),
  };
}

/** The response that a case gets from the mock host: the documented one, or the one assumed for its refusal. */
function answerOf(provider: Provider, one: Case): NamedResponse | undefined {
  if (one.response !== undefined) return one.response;
  const refusal = provider.refusals.find(({ fault, of }) => fault === one.fault?.name && (of ?? '') === one.fault.of);
  const name = refusal?.response;
  const response = name === undefined ? undefined : provider.responses[name];
  return name === undefined || response === undefined ? undefined : { name, ...response };
}

/** The saved example of each case that has one: every response is shown once, at the first case that gets it. */
function examplesOf(provider: Provider, cases: readonly Case[]): ReadonlyMap<Case, SavedExample> {
  const shown = new Set<string>();
  const examples = new Map<Case, SavedExample>();
  for (const one of cases) {
    const response = answerOf(provider, one);
    if (response === undefined || shown.has(response.name)) continue;
    shown.add(response.name);
    examples.set(one, savedExample(one, response));
  }
  return examples;
}

/**
 * The preparation that several observed requests share. It stands in the script of the folder, which runs anyway: running a
 * script costs more than what is in it.
 */
function sharedPreparation(cases: readonly Case[]): Lines {
  const all = cases
    .filter(({ folder }) => folder === 'Observed')
    .flatMap(({ request }) => jsonPreparation(describeRequest(request)));
  return [...new Set(all.filter((line, index) => all.indexOf(line) !== index))];
}

function item(
  provider: Provider,
  one: Case,
  schemas: Schemas,
  { example, shared }: { readonly example: SavedExample | undefined; readonly shared: Lines },
): PostmanItem {
  const request = describeRequest(one.request);
  const accepts = request.headers.some(([name]) => name.toLowerCase() === 'accept');
  const canonicalAccepts = provider.request.headers?.['Accept'] !== undefined;
  return {
    id: itemId(one.id),
    name: one.title,
    event: [
      ...event('prerequest', one.id, [
        ...guardScript(one),
        ...preparationLines(request).filter((line) => !shared.includes(line)),
      ]),
      ...event('test', one.id, testScript(one, provider, schemas)),
    ],
    request: { ...postmanRequest(request), description: describeCase(provider, one) },
    response: example === undefined ? [] : [example],
    protocolProfileBehavior: {
      followRedirects: false,
      // Postman would send `Accept: */*` by itself.
      ...(canonicalAccepts && !accepts && { disabledSystemHeaders: { accept: true } }),
    },
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
      event: event('prerequest', `${provider.id} next`, nextGuardScript),
      request: {
        method: 'GET',
        header: [
          { key: 'User-Agent', value: userAgentOf(provider) },
          { key: 'Authorization', value: 'Bearer {{accessToken}}' },
        ],
        url: postmanUrl('{{origin}}', next.path),
        description: describeNext(provider, next.source),
      },
      response: [],
      protocolProfileBehavior: { followRedirects: false },
    },
  ];
}

function folderScripts(
  provider: Provider,
  name: PostmanFolder['name'],
  cases: readonly Case[],
): PostmanFolder['event'] {
  const key = `folder ${provider.id} ${name}`;
  switch (name) {
    case 'Token':
      return [...event('prerequest', key, chooseEnvironmentScript), ...event('test', key, visualizerScript(provider))];
    case 'Refusals': {
      const refused = cases.flatMap(({ assertions }) => assertions).find(({ rule }) => rule === 'docs/refused');
      return refused === undefined ? [] : event('test', key, refusalsTestScript(refused.title));
    }
    case 'Observed':
      return event('prerequest', key, [...observedGuardScript, ...sharedPreparation(cases)]);
    default:
      return [];
  }
}

const withUniqueNames = <T extends { readonly name: string }>(items: readonly T[]): readonly T[] => {
  const names = uniqueNames(items.map(({ name }) => name));
  return items.map((one, index) => ({ ...one, name: names[index] ?? one.name }));
};

/** A Postman Collection v2.1 of the cases, in their order; the same input gives the same bytes. */
export function collectionOf(provider: Provider, cases: readonly Case[], schemas: Schemas): PostmanCollection {
  const examples = examplesOf(provider, cases);
  const folder = (name: Case['folder'] | 'Next', items: readonly PostmanItem[]): PostmanFolder => ({
    id: stableId(`folder ${provider.id} ${name}`),
    name,
    description: describeFolder(name),
    event: folderScripts(provider, name, cases),
    item: withUniqueNames(items),
  });
  const next = nextItem(provider);
  const shared = sharedPreparation(cases);
  return {
    info: {
      _postman_id: stableId(`collection ${provider.id}`),
      name: `${provider.name} token endpoint`,
      description: describeProvider(provider),
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: [
      ...(['Token', 'Refusals', 'Observed'] as const).map((name) => {
        const own = cases.filter((one) => one.folder === name);
        return folder(
          name,
          own.map((one) =>
            item(provider, one, schemas, { example: examples.get(one), shared: name === 'Observed' ? shared : [] }),
          ),
        );
      }),
      ...(next.length === 0 ? [] : [folder('Next', next)]),
    ],
    auth: { type: 'noauth' },
    variable: [
      { key: 'baseUrl', value: noEnvironmentUrl, description: describeBaseUrl },
      { key: 'accessToken', value: '', description: describeAccessToken },
      ...sharedSchemas(cases).map((schema) => ({
        key: schemaVariable(schema),
        value: JSON.stringify(schemas[schema]),
        description: describeSchema(schema),
      })),
    ],
    protocolProfileBehavior: { followRedirects: false, disableCookies: true },
  };
}
