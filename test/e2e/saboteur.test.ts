import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { goldenProblems, goldensOf } from '../support/golden.ts';
import { thisProject } from '../support/this-project.ts';

const transcribed = thisProject.providers.filter(({ id }) => goldensOf(id).length > 0);
const validate = createValidate(await readSchemas(thisProject.root));

const withResponse = (provider: Provider, name: string, change: Partial<Provider['responses']['token']>): Provider => {
  const response = provider.responses[name];
  return response === undefined
    ? provider
    : { ...provider, responses: { ...provider.responses, [name]: { ...response, ...change } } };
};

/** One fact of a provider file made wrong, as a slip of the hand would. */
const sabotages: Readonly<Record<string, (provider: Provider) => Provider | undefined>> = {
  path: (provider) => ({ ...provider, request: { ...provider.request, path: `${provider.request.path}s` } }),
  query: (provider) => ({
    ...provider,
    request: { ...provider.request, query: { ...provider.request.query, expires_in: '2' } },
  }),
  'grant type': (provider) => {
    const { parameters } = provider.request;
    if (parameters['grant_type'] === undefined)
      return { ...provider, request: { ...provider.request, parameters: { grant_type: 'client_credentials' } } };
    return { ...provider, request: { ...provider.request, parameters: { ...parameters, grant_type: 'password' } } };
  },
  encoding: (provider) => ({
    ...provider,
    request: { ...provider.request, encoding: provider.request.encoding === 'form' ? 'json' : 'form' },
  }),
  authentication: (provider) => ({
    ...provider,
    request: { ...provider.request, authentication: 'client_secret_basic' },
  }),
  // Where the page gives no status there is none to contradict.
  'status of a token': (provider) =>
    provider.responses.token.advisory?.includes('status')
      ? undefined
      : withResponse(provider, 'token', { status: 201 }),
  'schema of a token': (provider) =>
    withResponse(provider, 'token', {
      schema: provider.id === 'octotable' ? 'optty/token-response' : 'octotable/token-response',
    }),
  'error code': (provider) => {
    const found = Object.entries(provider.responses).find(
      ([name, { values }]) => values !== undefined && ['unsupported-grant-type', 'missing-client-id'].includes(name),
    );
    const pointer = found && Object.keys(found[1].values ?? {})[0];
    return found === undefined || pointer === undefined
      ? undefined
      : withResponse(provider, found[0], { values: { ...found[1].values, [pointer]: 'another_code' } });
  },
  'a member that no page prints': (provider) =>
    withResponse(provider, 'token', {
      example: { ...Object(provider.responses.token.example), refresh_token: 'a' },
    }),
  'an assumed member in the example': ({ responses, ...provider }) =>
    responses.token.assumed?.members === undefined
      ? undefined
      : withResponse({ ...provider, responses }, 'token', {
          example: { ...Object(responses.token.example), ...responses.token.assumed.members },
        }),
  'a header that no page prints': (provider) =>
    provider.responses['too-many-requests'] === undefined
      ? undefined
      : withResponse(provider, 'too-many-requests', { headers: { 'Retry-After': '600' } }),
  'default host': (provider) => {
    const hosts = provider.hosts.map(({ default: _, ...host }) => host);
    return provider.hosts.some((host) => host.default)
      ? { ...provider, hosts }
      : { ...provider, hosts: hosts.map((host, index) => (index === 0 ? { ...host, default: true } : host)) };
  },
  'pointer to the token': (provider) => ({ ...provider, token: { ...provider.token, accessToken: '/token' } }),
};

describe('what was transcribed from the vendors’ pages', () => {
  test.each(transcribed.map((provider) => [provider.id, provider] as const))('%s agrees', (_, provider) => {
    expect(goldenProblems(provider, validate)).toEqual([]);
  });
});

const attempts = transcribed.flatMap((provider) =>
  Object.entries(sabotages).flatMap(([what, sabotage]) => {
    const sabotaged = sabotage(provider);
    return sabotaged === undefined ? [] : [[provider.id, what, sabotaged] as const];
  }),
);

describe('a saboteur is noticed', () => {
  test.each(attempts)('%s: %s', (_id, _what, sabotaged) => {
    expect(goldenProblems(sabotaged, validate)).not.toEqual([]);
  });
  test('every kind of fact is sabotaged somewhere, and every provider in at least six', () => {
    expect(new Set(attempts.map(([, what]) => what)).size).toBe(Object.keys(sabotages).length);
    for (const { id } of transcribed) expect(attempts.filter(([one]) => one === id).length).toBeGreaterThanOrEqual(6);
  });
});
