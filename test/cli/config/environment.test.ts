import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { envExample, readVerifyConfig } from '../../../scripts/cli/config/index.ts';
import { listing } from '../../../scripts/cli/list.ts';
import { environmentName } from '../../../scripts/model/variables.ts';
import { tokenCase } from '../../support/exchanges.ts';
import { providers } from '../../support/this-project.ts';
import { type TypedFlags, typed } from './flags.ts';

test.each([
  ['optty', 'clientId', 'OPTTY_CLIENT_ID'],
  ['optty', 'baseUrl', 'OPTTY_BASE_URL'],
  ['open-banking-platform', 'scope', 'OPEN_BANKING_PLATFORM_SCOPE'],
  ['open-banking-platform', 'clientSecret', 'OPEN_BANKING_PLATFORM_CLIENT_SECRET'],
])('%s %s is %s', (id, variable, name) => {
  expect(environmentName(id, variable)).toBe(name);
});

describe('OPEN_BANKING_PLATFORM_SCOPE', () => {
  const env = {
    OPEN_BANKING_PLATFORM_BASE_URL: 'https://auth.sandbox.openbankingplatform.com',
    OPEN_BANKING_PLATFORM_CLIENT_ID: 'an-id',
    OPEN_BANKING_PLATFORM_CLIENT_SECRET: 'a-long-secret',
  };
  const scopeWith = (more: Readonly<Record<string, string>>) => {
    const flags = typed({ target: 'sandbox', provider: ['open-banking-platform'] });
    const context = { providers, casesOf: () => [tokenCase], reporters: [], env: { ...env, ...more } };
    return readVerifyConfig(flags, context).live[0]?.values['scope'];
  };
  test.each([
    ['the documented scope where it is not set', {}, 'accountinformation private'],
    ['the documented scope where it is empty', { OPEN_BANKING_PLATFORM_SCOPE: '' }, 'accountinformation private'],
    ['what it is set to', { OPEN_BANKING_PLATFORM_SCOPE: 'paymentinitiation private' }, 'paymentinitiation private'],
  ])('%s', (_, more, scope) => {
    expect(scopeWith(more)).toBe(scope);
  });
});

describe('Optty, whose page names its sandbox', () => {
  const credentials = { OPTTY_CLIENT_ID: 'an-id', OPTTY_CLIENT_SECRET: 'a-long-secret' };
  const configured = (env: Readonly<Record<string, string>>, more: TypedFlags = {}) =>
    readVerifyConfig(typed({ target: 'sandbox', ...more }), {
      providers,
      casesOf: () => [tokenCase],
      reporters: [],
      env,
    });

  test('needs no base URL', () => {
    const config = configured(credentials);
    expect(config.live.map(({ provider, values }) => [provider.id, values['baseUrl']])).toEqual([
      ['optty', 'https://auth.qa.optty.com'],
    ]);
    expect(config.skipped.map(({ provider, reason }) => [provider.id, reason])).toEqual([
      ['apinizer', 'not configured'],
      ['octotable', 'not configured'],
      ['open-banking-platform', 'not configured'],
      ['orum', 'not configured'],
    ]);
    expect(listing(config).split('\n')).toContain('optty: to https://auth.qa.optty.com');
  });

  test('is skipped where none of its variables is set', () => {
    const { skipped } = configured({ ORUM_CLIENT_ID: 'an-id', ORUM_CLIENT_SECRET: 'a-long-secret' });
    expect(skipped.map(({ provider }) => provider.id)).toContain('optty');
  });

  test('is asked in production only where that is allowed', () => {
    const env = { ...credentials, OPTTY_BASE_URL: 'https://auth.optty.com' };
    expect(() => configured(env)).toThrow('OPTTY_BASE_URL is the production host auth.optty.com');
    expect(configured(env, { 'allow-production': true }).live).toHaveLength(1);
  });
});

test('the older base URL of Octotable is a production host too', () => {
  const env = {
    OCTOTABLE_BASE_URL: 'https://api.octorate.com/octotable-pms/api/v2',
    OCTOTABLE_CLIENT_ID: 'an-id',
    OCTOTABLE_CLIENT_SECRET: 'a-long-secret',
  };
  const context = { providers, casesOf: () => [tokenCase], reporters: [], env };
  expect(() => readVerifyConfig(typed({ target: 'sandbox' }), context)).toThrow(
    'OCTOTABLE_BASE_URL is the production host api.octorate.com',
  );
});

describe('.env.example', () => {
  const text = envExample(providers);
  /** Copied and with every variable commented in. */
  const uncommented = parse(text.replaceAll(/^# (?=[A-Z_]+=)/gm, ''));
  const variables = providers.flatMap(({ id, variables: own }) =>
    ['baseUrl', ...Object.keys(own)].map((name) => environmentName(id, name)),
  );

  test('holds every variable of every provider, once', () => {
    expect(Object.keys(uncommented)).toEqual(variables);
    expect(text.match(/^(?:# )?[A-Z_]+=/gm)).toHaveLength(variables.length);
  });

  test('copied as it is, it configures nothing', () => {
    expect(Object.values(parse(text)).filter((value) => value !== '')).toEqual([]);
  });

  test('names defaults for hosts and scopes alone, nothing that looks like a credential', () => {
    const values = Object.entries(uncommented).filter(([, value]) => value !== '');
    expect(Object.fromEntries(values)).toEqual({
      APINIZER_BASE_URL: 'https://demo.apinizer.com',
      OPEN_BANKING_PLATFORM_SCOPE: 'accountinformation private',
      OPTTY_BASE_URL: 'https://auth.qa.optty.com',
      ORUM_BASE_URL: 'https://api-sandbox.orum.io',
    });
  });

  test('says of every production host that it has to be allowed', () => {
    const hosts = providers.flatMap(({ hosts: all }) => all.filter(({ use }) => use === 'production'));
    for (const { url } of hosts)
      expect(text).toMatch(new RegExp(`^# production: ${url} .*; needs --allow-production$`, 'm'));
    expect(text.match(/--allow-production/g)).toHaveLength(hosts.length);
  });
});
