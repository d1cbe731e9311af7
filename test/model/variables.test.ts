import { expect, test } from 'vitest';
import type { Provider } from '../../scripts/model/provider.ts';
import { credentialNames, environmentName, mockValues, secretNames } from '../../scripts/model/variables.ts';
import { acme } from '../support/exchanges.ts';

test.each([
  ['optty', 'clientId', 'OPTTY_CLIENT_ID'],
  ['open-banking-platform', 'baseUrl', 'OPEN_BANKING_PLATFORM_BASE_URL'],
  ['orum', 'scope', 'ORUM_SCOPE'],
])('in the environment %s %s is %s', (id, variable, name) => {
  expect(environmentName(id, variable)).toBe(name);
});

const provider: Provider = {
  ...acme,
  variables: {
    gatewayKey: { about: 'Key of the gateway', mock: 'mock-key', role: 'gate', secret: true },
    clientId: { about: 'Id', mock: 'mock-client', role: 'client-id' },
    clientSecret: { about: 'Secret', mock: 'mock-secret', role: 'client-secret', secret: true },
    scope: { about: 'Scope', mock: 'read', default: 'write' },
  },
};

test('the secret variables are those that the provider file marks so', () => {
  expect(secretNames(provider)).toEqual(['gatewayKey', 'clientSecret']);
});

test('the client id is among the credentials without being secret', () => {
  expect(credentialNames(provider)).toEqual(['clientId', 'gatewayKey', 'clientSecret']);
});

test('the mock host accepts the values that the provider file states for it', () => {
  expect(mockValues(provider, 'http://127.0.0.1:1/acme')).toEqual({
    baseUrl: 'http://127.0.0.1:1/acme',
    gatewayKey: 'mock-key',
    clientId: 'mock-client',
    clientSecret: 'mock-secret',
    scope: 'read',
  });
});
