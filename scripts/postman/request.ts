import type { RequestTemplate } from '../model/case.ts';
import type { Json, Template } from '../model/provider.ts';
import { basicClient, bodyPairs, mediaTypeOf, queryPairs } from '../oauth/render.ts';
import { variablesIn } from '../oauth/template.ts';

interface NameAndValue {
  readonly key: string;
  readonly value: string;
}
type Body =
  | { readonly mode: 'urlencoded'; readonly urlencoded: readonly NameAndValue[] }
  | { readonly mode: 'raw'; readonly raw: string; readonly options?: { readonly raw: { readonly language: string } } };

export interface PostmanRequest {
  readonly method: string;
  readonly header: readonly NameAndValue[];
  readonly body?: Body;
  readonly url: {
    readonly raw: string;
    readonly host: readonly string[];
    readonly path: readonly string[];
    readonly query?: readonly NameAndValue[];
  };
}

const nameAndValue = ([key, value]: readonly [string, Json]): NameAndValue => ({
  key,
  value: typeof value === 'string' ? value : JSON.stringify(value),
});

export function postmanUrl(host: string, path: Template, query: readonly NameAndValue[] = []): PostmanRequest['url'] {
  const search = query.map(({ key, value }) => `${key}=${value}`).join('&');
  return {
    raw: `${host}${path}${search && `?${search}`}`,
    host: [host],
    path: path.split('/').slice(1),
    ...(query.length > 0 && { query }),
  };
}

const camelCase = (name: string): string => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const jsonVariable = (member: string): string => `${camelCase(member)}Json`;

/** A value with variables in it becomes a variable of its own, so that a quote in a secret cannot break the JSON around it. */
const jsonValue = (member: string, value: Json): string =>
  typeof value === 'string' && variablesIn(value).length > 0 ? `{{${jsonVariable(member)}}}` : JSON.stringify(value);

function body(request: RequestTemplate): Body | undefined {
  switch (request.body.kind) {
    case 'none':
      return undefined;
    case 'form':
      return { mode: 'urlencoded', urlencoded: bodyPairs(request).map(nameAndValue) };
    case 'json': {
      const members = bodyPairs(request).map(([name, value]) => `  ${JSON.stringify(name)}: ${jsonValue(name, value)}`);
      return {
        mode: 'raw',
        raw: members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}`,
        options: { raw: { language: 'json' } },
      };
    }
    case 'raw':
      return { mode: 'raw', raw: request.body.text };
  }
}

export function postmanRequest(request: RequestTemplate): PostmanRequest {
  const mediaType = mediaTypeOf(request.body);
  const postmanBody = body(request);
  return {
    method: request.method,
    header: [
      ...(mediaType === undefined ? [] : [{ key: 'Content-Type', value: mediaType }]),
      ...request.headers.map(nameAndValue),
      ...(basicClient(request) === undefined ? [] : [{ key: 'Authorization', value: 'Basic {{basicCredentials}}' }]),
    ],
    ...(postmanBody && { body: postmanBody }),
    url: postmanUrl('{{baseUrl}}', request.path, queryPairs(request).map(nameAndValue)),
  };
}

/** Makes the variables that a template cannot say: a value as JSON, and Basic credentials form-encoded (RFC 6749 §2.3.1). */
export function preparationLines(request: RequestTemplate): readonly string[] {
  const json =
    request.body.kind === 'json'
      ? bodyPairs(request).flatMap(([name, value]) =>
          typeof value === 'string' && variablesIn(value).length > 0
            ? [
                `pm.variables.set(${JSON.stringify(jsonVariable(name))}, JSON.stringify(pm.variables.replaceIn(${JSON.stringify(value)})));`,
              ]
            : [],
        )
      : [];
  const basic = basicClient(request);
  if (basic === undefined) return [...new Set(json)];
  const part = (value: Json): string =>
    `formEncode(pm.variables.replaceIn(${JSON.stringify(typeof value === 'string' ? value : '')}))`;
  return [
    ...new Set(json),
    'const formEncode = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!\'()~*]/g, (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase());',
    `pm.variables.set("basicCredentials", btoa(${part(basic.id)} + ":" + ${part(basic.secret)}));`,
  ];
}
