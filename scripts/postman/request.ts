import type { DescribedRequest } from '../model/case.ts';
import type { Json, Template } from '../model/provider.ts';
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

const nameAndValue = ([key, value]: readonly [string, Template]): NameAndValue => ({ key, value });

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

function postmanBody(body: DescribedRequest['body']): Body | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'form':
      return { mode: 'urlencoded', urlencoded: body.pairs.map(nameAndValue) };
    case 'json': {
      const members = body.pairs.map(([name, value]) => `  ${JSON.stringify(name)}: ${jsonValue(name, value)}`);
      return {
        mode: 'raw',
        raw: members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}`,
        options: { raw: { language: 'json' } },
      };
    }
    case 'raw':
      return { mode: 'raw', raw: body.text };
  }
}

export function postmanRequest({
  method,
  baseUrl,
  path,
  query,
  headers,
  basic,
  body,
}: DescribedRequest): PostmanRequest {
  const sent = postmanBody(body);
  return {
    method,
    header: [
      ...headers.map(nameAndValue),
      ...(basic === undefined ? [] : [{ key: 'Authorization', value: 'Basic {{basicCredentials}}' }]),
    ],
    ...(sent && { body: sent }),
    url: postmanUrl(baseUrl, path, query.map(nameAndValue)),
  };
}

const jsonLines = (pairs: readonly (readonly [string, Json])[]): readonly string[] => {
  const lines = pairs.flatMap(([name, value]) =>
    typeof value === 'string' && variablesIn(value).length > 0
      ? [
          `pm.variables.set(${JSON.stringify(jsonVariable(name))}, JSON.stringify(pm.variables.replaceIn(${JSON.stringify(value)})));`,
        ]
      : [],
  );
  return lines.length === 0
    ? []
    : ['// JSON strings: a quote in a value must not end the string around it.', ...new Set(lines)];
};

const basicLines = ({ id, secret }: NonNullable<DescribedRequest['basic']>): readonly string[] => [
  '// HTTP Basic: id and secret are form-encoded, then joined, then encoded as Base64 (RFC 6749, section 2.3.1).',
  'const percent = (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase();',
  'const formEncode = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!\'()~*]/g, percent);',
  `const id = formEncode(pm.variables.replaceIn(${JSON.stringify(id)}));`,
  `const secret = formEncode(pm.variables.replaceIn(${JSON.stringify(secret)}));`,
  'pm.variables.set("basicCredentials", require("btoa")(id + ":" + secret));',
];

export const jsonPreparation = ({ body }: DescribedRequest): readonly string[] =>
  body.kind === 'json' ? jsonLines(body.pairs) : [];

/** Lines of a pre-request script. They set the variables that Postman cannot encode by itself: JSON strings, and Basic credentials. */
export const preparationLines = (request: DescribedRequest): readonly string[] => [
  ...jsonPreparation(request),
  ...(request.basic === undefined ? [] : basicLines(request.basic)),
];
