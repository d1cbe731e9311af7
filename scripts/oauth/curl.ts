import type { DescribedRequest, RequestTemplate } from '../model/case.ts';
import type { BasicEscape, Json, Pairs, Provider } from '../model/provider.ts';
import { environmentName } from '../model/variables.ts';
import { escapeBasic, formEncode } from './client-auth/client-secret-basic.ts';
import { describeRequest, fillIn, jsonText } from './request.ts';
import { rewrite } from './template.ts';

/** How a text is put into a request: as it is, inside a JSON string, percent-encoded, form-encoded (RFC 6749 Appendix B), or in Base64. */
type Spelling = 'plain' | 'json' | 'percent' | 'form' | 'inBase64';

/** How a variable of the request is written for a POSIX shell, as part of a word. `undefined`: there are none. */
type VariableWord = ((name: string, spelling: Spelling) => string) | undefined;

const quoted = (text: string): string => (text === '' ? '' : `'${text.replaceAll("'", `'\\''`)}'`);

const spelled: Readonly<Record<Spelling, (text: string) => string>> = {
  plain: (text) => text,
  json: (text) => JSON.stringify(text).slice(1, -1),
  percent: (text) => formEncode(text).replaceAll('+', '%20').replaceAll('%7E', '~'),
  form: formEncode,
  inBase64: (text) => escapeBasic('base64', text),
};

/** awk that writes each byte but some as `%` and two digits; `space` is what it writes for a space. */
const encoding = (space: string, unreserved: string): string =>
  `LC_ALL=C awk 'BEGIN{for(i=1;i<256;i++)o[sprintf("%c",i)]=i;s=ARGV[1];for(i=1;i<=length(s);i++){c=substr(s,i,1);printf "%s",c~/[${unreserved}]/?c:c==" "?"${space}":sprintf("%%%02X",o[c])}}' "$1"`;

/** Shell functions that spell the value of a variable, which only the shell knows. awk is on every POSIX system. */
const functions: Readonly<Record<Exclude<Spelling, 'plain'>, string>> = {
  json: String.raw`awk 'BEGIN{s=ARGV[1];gsub(/["\\]/,"\\\\&",s);gsub(/\n/,"\\n",s);gsub(/\r/,"\\r",s);gsub(/\t/,"\\t",s);printf "%s",s}' "$1"`,
  percent: encoding('%20', 'A-Za-z0-9._~-'),
  form: encoding('+', 'A-Za-z0-9._-'),
  inBase64: `printf %s "$1" | base64 | tr -d '\\n'`,
};
const spellings = ['json', 'percent', 'form', 'inBase64'] as const;

/** A default that needs no escape inside the double quotes of a shell. */
const plainDefault = /^[\w :/.@,-]+$/;

/** Each variable stands for what is configured, so that the line can be shared. One that is not set has the value that verify gives it. */
function variableWords({ id, variables, hosts }: Provider): NonNullable<VariableWord> {
  const defaultOf = (name: string): string =>
    (name === 'baseUrl' ? hosts.find((host) => host.default)?.url : variables[name]?.default) ?? '';
  return (name, spelling) => {
    const variable = environmentName(id, name);
    const byDefault = defaultOf(name);
    const value = plainDefault.test(byDefault) ? `"\${${variable}:-${byDefault}}"` : `"$${variable}"`;
    return spelling === 'plain' ? value : `"$(${spelling} ${value})"`;
  };
}

/** A text as one word of a POSIX shell. */
const word = (text: string, variable: VariableWord, spelling: Spelling = 'plain'): string =>
  (variable === undefined
    ? quoted(spelled[spelling](text))
    : rewrite(
        text,
        (part) => quoted(spelled[spelling](part)),
        (name) => variable(name, spelling),
      )) || "''";

/**
 * A request as one line for a POSIX shell, which sends what verify sends: method, address, body, and the headers that the
 * request sets. Configured values stand as environment variables, so that the line can be shared. The command prints the
 * answer's headers and body.
 */
export function curlOf(request: RequestTemplate, provider: Provider): string {
  const described = describeRequest(request);
  const isWithoutAccept =
    provider.request.headers?.['Accept'] !== undefined && !described.headers.some(([name]) => /^accept$/i.test(name));
  // curl would send `Accept: */*` by itself; `Accept:` without a value keeps it from doing so.
  const headers = isWithoutAccept ? [...described.headers, ['Accept', ''] as const] : described.headers;
  const line = curlLine({ ...described, headers }, variableWords(provider));
  const used = spellings.filter((spelling) => line.includes(`"$(${spelling} `));
  return [...used.map((spelling) => `${spelling}() { ${functions[spelling]}; }; `), line].join('');
}

/** The same line with `values` in place of the variables, ready to run. It shows secrets, so pass the mock host's values only. */
export const filledCurlOf = (request: RequestTemplate, values: Readonly<Record<string, string>>): string =>
  curlLine(fillIn(describeRequest(request), values), undefined);

function curlLine(request: DescribedRequest, variable: VariableWord): string {
  const { method, baseUrl, path, headers, basic } = request;
  const encoded = (text: string): string =>
    variable === undefined ? encodeURIComponent(text) : rewrite(text, encodeURIComponent, (name) => `{{${name}}}`);
  const query = request.query.map(([name, value]) => `${encodeURIComponent(name)}=${encoded(value)}`).join('&');
  return [
    `curl -sS -i -X ${method} ${word(`${baseUrl}${path}${query && `?${query}`}`, variable)}`,
    ...headers.map(([name, value]) => `-H ${word(value === '' ? `${name}:` : `${name}: ${value}`, variable)}`),
    ...(basic === undefined ? [] : basicFlags(basic.scheme, basicWord(basic, variable))),
    ...bodyFlags(request, variable),
  ].join(' ');
}

const basicSpelling = { form: 'form', none: 'plain', base64: 'inBase64' } as const satisfies Readonly<
  Record<BasicEscape, Spelling>
>;

function basicWord(
  { escape: how, id, secret }: NonNullable<DescribedRequest['basic']>,
  variable: VariableWord,
): string {
  const words = [id, secret].map((part) => word(part, variable, basicSpelling[how]));
  // A raw part may hold a quote: see `joined`.
  return how === 'none' ? words.join("':'") : joined([words[0] ?? '', "':'", words[1] ?? '']);
}

/** curl writes the scheme as `Basic`. Another spelling needs a header, for which the shell encodes the credentials. */
const basicFlags = (scheme: string, credentials: string): readonly string[] =>
  scheme === 'Basic'
    ? [`-u ${credentials}`]
    : [`-H "Authorization: ${scheme} $(printf %s ${credentials} | base64 | tr -d '\\n')"`];

function bodyFlags({ method, body }: DescribedRequest, variable: VariableWord): readonly string[] {
  switch (body.kind) {
    case 'none':
      return method === 'GET' ? [] : ["--data ''", "-H 'Content-Type:'"];
    case 'form':
      return [`--data-raw ${formWord(body.pairs, variable)}`];
    case 'json':
      return [`--data-raw "$(printf ${jsonWords(body.pairs, variable)})"`];
    case 'raw':
      return [`--data-raw ${word(body.text, variable)}`];
  }
}

/** Encoded words without a blank between them, as one. No quote is in them, so two that meet only end a part and begin the next. */
const joined = (words: readonly string[]): string => words.join('').replaceAll("''", '') || "''";

/** `--data-urlencode` of curl writes a space as `+` or as `%20`, whatever its version. */
function formWord(pairs: Pairs, variable: VariableWord): string {
  const words = pairs.map(([name, value], index) => {
    const start = quoted(`${index === 0 ? '' : '&'}${spelled.percent(name)}=`);
    return joined([start, word(value, variable, 'percent')]);
  });
  return joined(words);
}

/** The lines of a JSON text as a format of printf, which keeps the command on one line, and the values that it takes. */
function jsonWords(pairs: readonly (readonly [string, Json])[], variable: VariableWord): string {
  const values: string[] = [];
  const text = jsonText(pairs, (_, value) => {
    if (typeof value !== 'string') return JSON.stringify(value);
    values.push(word(value, variable, 'json'));
    return '"\u0000"';
  });
  const format = text.replaceAll('%', '%%').replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\u0000', '%s');
  return [quoted(format), ...values].join(' ');
}
