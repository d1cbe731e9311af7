import { describe, expect, test } from 'vitest';
import type { Provider, Variable } from '../../scripts/model/provider.ts';
import { providers } from '../support/this-project.ts';

const hostsOf = (use: (host: Provider['hosts'][number]) => boolean) =>
  providers.flatMap(({ hosts }) => hosts.filter(use).map(({ url }) => url));

describe('hosts', () => {
  test('that need --allow-production', () => {
    expect(hostsOf(({ use }) => use === 'production').map((url) => new URL(url).host)).toEqual([
      'auth.optty.com',
      'auth.openbankingplatform.com',
      'api.orum.io',
      'api.octotable.com',
      'api.octorate.com',
    ]);
  });

  test('that a live run uses unless another is configured', () => {
    const defaults = ({ default: byDefault }: Provider['hosts'][number]) => byDefault === true;
    expect(hostsOf(defaults)).toEqual([
      'https://auth.qa.optty.com',
      'https://demo.apinizer.com',
      'https://api-sandbox.orum.io',
    ]);
    expect(hostsOf((host) => defaults(host) && host.use === 'production')).toEqual([]);
  });

  test('are reached over https, by addresses without a slash at their end', () => {
    expect(hostsOf(({ url }) => new URL(url).protocol !== 'https:' || url.endsWith('/'))).toEqual([]);
  });
});

describe('variables', () => {
  const credentials = {
    clientId: { mock: 'mock-client' },
    clientSecret: { mock: 'mock-secret', secret: true },
  } as const;
  const scope = { mock: 'accountinformation private', default: 'accountinformation private' };

  test.each<[string, Readonly<Record<string, Omit<Variable, 'about'>>>]>([
    ['optty', credentials],
    ['apinizer', credentials],
    ['open-banking-platform', { ...credentials, scope }],
    ['orum', credentials],
    ['octotable', credentials],
  ])('of %s: secrets are marked, mock values are plainly fake, credentials have no default', (id, expected) => {
    const provider = providers.find((candidate) => candidate.id === id);
    const facts = Object.entries(provider?.variables ?? {}).map(([name, { about, ...rest }]) => [name, rest]);
    expect(Object.fromEntries(facts)).toEqual(expected);
  });
});

describe('what a live host is asked', () => {
  test.each<[string, Provider['budget'] | undefined]>([
    ['optty', undefined],
    ['apinizer', undefined],
    ['open-banking-platform', { tokensPerHour: 2, source: expect.anything() }],
    ['orum', { refusalsPerRun: 6, source: expect.anything() }],
    ['octotable', undefined],
  ])('by %s stays in its budget', (id, budget) => {
    expect(providers.find((candidate) => candidate.id === id)?.budget).toEqual(budget);
  });

  test('by open-banking-platform is one token of each PSU context, as its page says', () => {
    const { budget, docs } = providers.find(({ id }) => id === 'open-banking-platform') ?? expect.fail();
    expect(budget?.source.quote).toBe(
      'keep one active token per PSU context at a time. If you have both private and corporate PSUs, you should then have max two access tokens per hour',
    );
    expect(docs[budget?.source.doc ?? '']?.url).toBe('https://docs.openpayments.io/docs/get_access_token');
  });

  test('never has a path or a query with a secret in it', () => {
    const urls = providers.flatMap(({ request, variants, next }) => [
      request.path,
      ...Object.values(request.query ?? {}),
      ...variants.flatMap(({ change }) => [change.path, ...Object.values(change.query ?? {})]),
      next?.path,
    ]);
    expect(urls.filter((url) => /\{\{client/.test(url ?? ''))).toEqual([]);
  });
});
