import type { DescribedRequest, RequestTemplate } from '../model/case.ts';
import type { Provider } from '../model/provider.ts';
import { environmentName } from '../model/variables.ts';
import { formEncode } from './client-auth/client-secret-basic.ts';
import { describeRequest, fillIn, jsonObject } from './request.ts';
import { rewrite } from './template.ts';

/** How the texts of a request are written for a POSIX shell. */
interface Shell {
  /** A text as one word. */
  word(text: string): string;
  /** Applies `encode` to the parts of a text that are known. */
  encoded(text: string, encode: (known: string) => string): string;
}

const quoted = (text: string): string => (text === '' ? '' : `'${text.replaceAll("'", `'\\''`)}'`);

/** Each variable stands in double quotes between the quoted texts. It cannot be encoded: its value is not known here. */
const withVariables = (providerId: string): Shell => ({
  word: (text) => rewrite(text, quoted, (name) => `"$${environmentName(providerId, name)}"`) || "''",
  encoded: (text, encode) => rewrite(text, encode, (name) => `{{${name}}}`),
});

const withoutVariables: Shell = {
  word: (text) => quoted(text) || "''",
  encoded: (text, encode) => encode(text),
};

/**
 * A request as one line for a POSIX shell. Configured values stand as environment variables, so that the line can be shared.
 * The command prints the answer's headers and body.
 */
export const curlOf = (request: RequestTemplate, { id }: Provider): string =>
  curlLine(describeRequest(request), withVariables(id));

/** The same line with `values` in place of the variables, ready to run. It shows secrets, so pass the mock host's values only. */
export const filledCurlOf = (request: RequestTemplate, values: Readonly<Record<string, string>>): string =>
  curlLine(fillIn(describeRequest(request), values), withoutVariables);

function curlLine(request: DescribedRequest, { word, encoded }: Shell): string {
  const { method, baseUrl, path, headers, basic } = request;
  const query = request.query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encoded(value, encodeURIComponent)}`)
    .join('&');
  const isNamed = (name: string) => (header: readonly [string, string]) => header[0].toLowerCase() === name;
  const flag = ([name, value]: readonly [string, string]): string => `-H ${word(`${name}: ${value}`)}`;
  const isContentType = isNamed('content-type');
  return [
    `curl -sS -i -X ${method} ${word(`${baseUrl}${path}${query && `?${query}`}`)}`,
    ...headers.filter(isContentType).map(flag),
    // curl would send `Accept: */*` by itself.
    ...(headers.some(isNamed('accept')) ? [] : ["-H 'Accept:'"]),
    ...headers.filter((header) => !isContentType(header)).map(flag),
    ...(basic === undefined
      ? []
      : basicFlags(basic.scheme, word(`${encoded(basic.id, formEncode)}:${encoded(basic.secret, formEncode)}`))),
    ...bodyFlags(request, word),
  ].join(' ');
}

/** curl writes the scheme as `Basic`. Another spelling needs a header, for which the shell encodes the credentials. */
const basicFlags = (scheme: string, credentials: string): readonly string[] =>
  scheme === 'Basic'
    ? [`-u ${credentials}`]
    : [`-H "Authorization: ${scheme} $(printf %s ${credentials} | base64 | tr -d '\\n')"`];

function bodyFlags({ method, body }: DescribedRequest, word: Shell['word']): readonly string[] {
  switch (body.kind) {
    case 'none':
      return method === 'GET' ? [] : ["--data ''", "-H 'Content-Type:'"];
    case 'form':
      return body.pairs.map(([name, value]) => `--data-urlencode ${word(`${name}=${value}`)}`);
    case 'json':
      return [`--data-raw ${word(jsonObject(body.pairs, ' '))}`];
    case 'raw':
      return [`--data-raw ${word(body.text)}`];
  }
}
