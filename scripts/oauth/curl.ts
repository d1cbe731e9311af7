import type { RequestTemplate } from '../model/case.ts';
import type { Json, Pairs, Provider } from '../model/provider.ts';
import { environmentName } from '../model/variables.ts';
import { basicClient, bodyPairs, mediaTypeOf, queryPairs } from './render.ts';

/** Text in single quotes for a POSIX shell, with each variable in double quotes between them. */
const shellWord = (text: string, providerId: string): string => {
  const quoted = (part: string): string => (part === '' ? '' : `'${part.replaceAll("'", `'\\''`)}'`);
  const parts = text.split(/\{\{([^{}]*)\}\}/);
  return (
    parts.map((part, index) => (index % 2 === 0 ? quoted(part) : `"$${environmentName(providerId, part)}"`)).join('') ||
    "''"
  );
};

const text = (value: Json): string => (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value));

/**
 * A request as one line for a POSIX shell. What is configured stands as an environment variable, so that the line can be shared;
 * it prints the answer's head and body.
 */
export function curlOf(request: RequestTemplate, { id }: Provider): string {
  const word = (template: string): string => shellWord(template, id);
  const query = queryPairs(request)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(text(value))}`)
    .join('&');
  const mediaType = mediaTypeOf(request.body);
  const basic = basicClient(request);
  return [
    `curl -sS -i -X ${request.method} ${word(`{{baseUrl}}${request.path}${query && `?${query}`}`)}`,
    ...(mediaType === undefined ? [] : [`-H ${word(`Content-Type: ${mediaType}`)}`]),
    ...(request.headers.some(([name]) => name.toLowerCase() === 'accept') ? [] : ["-H 'Accept:'"]),
    ...request.headers.map(([name, value]) => `-H ${word(`${name}: ${value}`)}`),
    ...(basic === undefined ? [] : [`-u ${word(`${text(basic.id)}:${text(basic.secret)}`)}`]),
    ...bodyFlags(request, word),
  ].join(' ');
}

function bodyFlags(request: RequestTemplate, word: (template: string) => string): readonly string[] {
  switch (request.body.kind) {
    case 'none':
      return request.method === 'GET' ? [] : ["--data ''", "-H 'Content-Type:'"];
    case 'raw':
      return [`--data-raw ${word(request.body.text)}`];
    case 'form':
      return bodyPairs(request).map(([name, value]) => `--data-urlencode ${word(`${name}=${text(value)}`)}`);
    case 'json':
      return [`--data-raw ${word(jsonTemplate(bodyPairs(request)))}`];
  }
}

const jsonTemplate = (pairs: Pairs<Json>): string =>
  `{${pairs.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`;
