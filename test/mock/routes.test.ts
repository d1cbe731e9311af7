import { describe, expect, test } from 'vitest';
import { providers } from '../support/this-project.ts';
import { ask, tokenRequests } from './ask.ts';

const ids = providers.map(({ id }) => id);
const requests = Object.entries(tokenRequests);

describe('the path is exact', () => {
  const endpoint = (path: string) => ({ error: 'not_found', error_description: `the token endpoint is ${path}` });
  test.each<[string, unknown]>([
    ['/apinizer/apiops/auth/token//', endpoint('/apiops/auth/token')],
    ['/apinizer/apiops/auth', endpoint('/apiops/auth/token')],
    ['/apinizer//apiops/auth/token', endpoint('/apiops/auth/token')],
    ['/optty/Token', endpoint('/token')],
    ['/optty/', endpoint('/token')],
    ['/optty', endpoint('/token')],
    ['/octotable/api/v2/', endpoint('/oauth2/token')],
  ])('%s is no token endpoint', async (path, body) => {
    const [, headers, text] = tokenRequests.apinizer;
    const answer = await ask(path, headers, text);
    expect({ ...answer, headers: undefined }).toEqual({ status: 404, basis: 'assumed', headers: undefined, body });
  });

  test.each<[string, unknown]>([
    ['/nobody/token', { error: 'unknown_provider', known: ids }],
    ['/', { error: 'not_found', providers: ids.map((id) => `/${id}`) }],
  ])('%s is no provider', async (path, body) => {
    expect(await ask(path)).toMatchObject({ status: 404, body });
  });
});

describe('the method', () => {
  test.each(
    requests.flatMap(([id, [path, headers, body]]) =>
      ['GET', 'PUT', 'DELETE', 'PATCH'].map((method) => [method, id, path, headers, body] as const),
    ),
  )('%s is not allowed for %s, and POST is', async (method, _, path, headers, body) => {
    const answer = await ask(path, headers, body, method);
    expect([answer.status, answer.headers.get('allow'), answer.basis, answer.body]).toEqual([
      405,
      'POST',
      'assumed',
      { error: 'invalid_request' },
    ]);
  });
});

describe('a response asked for by its name', () => {
  const named = providers.flatMap(({ id, responses }) =>
    Object.entries(responses).map(([name, response]) => [id, name, response] as const),
  );

  test.each(named)('%s %s', async (id, name, response) => {
    const answer = await ask(`/${id}/anywhere`, { 'x-mock-response-name': name });
    expect([answer.status, answer.basis, answer.body]).toEqual([
      [response.status].flat()[0],
      response.basis,
      { ...Object(response.example), ...response.assumed?.members },
    ]);
  });

  test.each<[string, string, number, unknown, Readonly<Record<string, string>>]>([
    [
      'apinizer',
      'server-error',
      500,
      { error: 'server_error', error_description: 'An unexpected error occurred' },
      { 'content-type': 'application/json' },
    ],
    ['orum', 'forbidden', 403, { error_code: 'forbidden', message: 'forbidden request' }, {}],
    [
      'orum',
      'too-many-requests',
      429,
      { error_code: 'too_many_requests', message: 'Too Many Requests' },
      { 'retry-after': '2', 'x-retry-in': '1.250s' },
    ],
  ])('%s %s has its headers, whatever else is asked', async (id, name, status, body, headers) => {
    const [path, sent, text] = requests.find(([candidate]) => candidate === id)?.[1] ?? tokenRequests.orum;
    const answer = await ask(path, { ...sent, 'x-mock-response-name': name }, text);
    expect([answer.status, answer.basis, answer.body]).toEqual([status, 'documented', body]);
    expect(Object.fromEntries(answer.headers)).toMatchObject(headers);
  });

  test.each(['tokn', 'constructor', '__proto__', ''])(
    'that is "%s" is unknown, and the answer lists the known ones',
    async (name) => {
      const [path, headers, body] = tokenRequests.octotable;
      const answer = await ask(path, { ...headers, 'x-mock-response-name': name }, body);
      expect([answer.status, answer.basis, answer.body]).toEqual([
        404,
        'assumed',
        {
          error: 'unknown_response',
          error_description: 'known: token, unsupported-media-type, invalid-request, refused',
        },
      ]);
    },
  );
});
