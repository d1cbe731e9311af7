import type { DescribedRequest } from '../model/case.ts';
import type { Json, Template } from '../model/provider.ts';
import { formMediaType, jsonText } from '../oauth/request.ts';
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

/** Postman sends its forms under their own media type. Under another one, the form has to be a text. */
const isRawForm = ({ headers, body }: DescribedRequest): boolean =>
  body.kind === 'form' &&
  headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value !== formMediaType);

function postmanBody(request: DescribedRequest): Body | undefined {
  const { body } = request;
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'form':
      if (isRawForm(request)) return { mode: 'raw', raw: '{{formBody}}' };
      return { mode: 'urlencoded', urlencoded: body.pairs.map(nameAndValue) };
    case 'json':
      return { mode: 'raw', raw: jsonText(body.pairs, jsonValue), options: { raw: { language: 'json' } } };
    case 'raw':
      return { mode: 'raw', raw: body.text };
  }
}

export function postmanRequest(request: DescribedRequest): PostmanRequest {
  const { method, baseUrl, path, query, headers, basic } = request;
  const sent = postmanBody(request);
  return {
    method,
    header: [
      ...headers.map(nameAndValue),
      ...(basic === undefined ? [] : [{ key: 'Authorization', value: `${basic.scheme} {{basicCredentials}}` }]),
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

const filled = (template: Template): string => `pm.variables.replaceIn(${JSON.stringify(template)})`;

const percentLines: readonly string[] = [
  'const percent = (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase();',
  'const formEncode = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!\'()~*]/g, percent);',
];
const formEncoded = (template: Template): string => `formEncode(${filled(template)})`;

const base64Lines: readonly string[] = [
  'const byte = (_, hex) => String.fromCharCode(parseInt(hex, 16));',
  'const base64 = (text) => require("btoa")(encodeURIComponent(text).replace(/%(..)/g, byte));',
];

function basicLines({ escape: how, id, secret }: NonNullable<DescribedRequest['basic']>): readonly string[] {
  switch (how) {
    case 'form':
      return [
        '// HTTP Basic: id and secret are form-encoded, then joined, then encoded as Base64 (RFC 6749, section 2.3.1).',
        ...percentLines,
        `const id = ${formEncoded(id)};`,
        `const secret = ${formEncoded(secret)};`,
        'pm.variables.set("basicCredentials", require("btoa")(id + ":" + secret));',
      ];
    case 'none':
      return [
        '// HTTP Basic: id and secret are joined as they are, then encoded as Base64. RFC 6749, section 2.3.1, would form-encode them.',
        ...base64Lines,
        `pm.variables.set("basicCredentials", base64(${filled(id)} + ":" + ${filled(secret)}));`,
      ];
    case 'base64':
      return [
        '// HTTP Basic: id and secret are encoded as Base64 each, then joined, then encoded once more.',
        ...base64Lines,
        `pm.variables.set("basicCredentials", base64(base64(${filled(id)}) + ":" + base64(${filled(secret)})));`,
      ];
  }
}

const rawFormLines = (pairs: readonly (readonly [string, Template])[]): readonly string[] => [
  '// A form under another media type: Postman would set the Content-Type of a form itself.',
  ...percentLines,
  `const pairs = [${pairs.map(([name, value]) => `${JSON.stringify(`${encodeURIComponent(name)}=`)} + ${formEncoded(value)}`).join(', ')}];`,
  'pm.variables.set("formBody", pairs.join("&"));',
];

export const jsonPreparation = ({ body }: DescribedRequest): readonly string[] =>
  body.kind === 'json' ? jsonLines(body.pairs) : [];

/**
 * Lines of a pre-request script. They set the variables that Postman cannot encode by itself: JSON strings, a form under another
 * media type, and Basic credentials.
 */
export const preparationLines = (request: DescribedRequest): readonly string[] => [
  ...jsonPreparation(request),
  ...(request.basic === undefined ? [] : basicLines(request.basic)),
  ...(request.body.kind === 'form' && isRawForm(request) ? rawFormLines(request.body.pairs) : []),
];
