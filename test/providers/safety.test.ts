import { describe, expect, test } from 'vitest';
import type { Provider } from '../../scripts/model/provider.ts';
import { providers } from '../support/this-project.ts';

const named = (id: string): Provider => providers.find((one) => one.id === id) ?? expect.fail(`no provider ${id}`);

/** Written by hand from the vendors' pages. A provider without an entry is checked by the linter alone. */
const hosts: Readonly<Record<string, { readonly production: readonly string[]; readonly byDefault?: string }>> = {
  optty: { production: ['auth.optty.com'], byDefault: 'https://auth.qa.optty.com' },
  apinizer: { production: [], byDefault: 'https://demo.apinizer.com' },
  'open-banking-platform': { production: ['auth.openbankingplatform.com'] },
  orum: { production: ['api.orum.io'], byDefault: 'https://api-sandbox.orum.io' },
  octotable: { production: ['api.octotable.com', 'api.octorate.com'] },
};

describe.each(Object.entries(hosts))('the hosts of %s', (id, expected) => {
  const provider = named(id);
  test('that need --allow-production', () => {
    const production = provider.hosts.filter(({ use }) => use === 'production');
    expect(production.map(({ url }) => new URL(url).host)).toEqual(expected.production);
  });

  test('that a live run uses unless another is configured', () => {
    const byDefault = provider.hosts.filter((host) => host.default === true);
    expect(byDefault.map(({ url }) => url)).toEqual(expected.byDefault === undefined ? [] : [expected.byDefault]);
  });
});

describe.each(Object.keys(hosts))('the variables of %s', (id) => {
  test('secrets are marked, mock values are plainly fake, credentials have no default', () => {
    const { clientId, clientSecret, ...rest } = named(id).variables;
    expect(clientId).toEqual({ about: expect.any(String), role: 'client-id', mock: 'mock-client' });
    expect(clientSecret).toEqual({ about: expect.any(String), role: 'client-secret', mock: 'mock-secret' });
    const scope = { mock: 'accountinformation private', default: 'accountinformation private' };
    expect(rest).toEqual(id === 'open-banking-platform' ? { scope: { about: expect.any(String), ...scope } } : {});
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
