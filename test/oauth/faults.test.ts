import { describe, expect, it, test } from 'vitest';
import type { Provider } from '../../scripts/model/provider.ts';
import { diagnose, faultNamed, faults } from '../../scripts/oauth/faults.ts';
import { readRequest } from '../../scripts/oauth/read.ts';
import { tokenRequest } from '../../scripts/oauth/token-request.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { providers } from '../support/this-project.ts';
import { everyFaultName } from './fault-names.ts';
import { bytesOf, configuredValues, mockValues, underBasic } from './wire.ts';

const contracts = [...providers, ...providers.map(underBasic)];

const faultRows = contracts.flatMap((provider) =>
  faults.flatMap((fault) =>
    fault.subjects(provider).map((of) => [`${provider.name}: ${fault.name} ${of}`, { provider, fault, of }] as const),
  ),
);

const goodRows = contracts.flatMap((provider) => [
  [`${provider.name}: token`, { provider, change: {} }] as const,
  ...provider.variants
    .filter((variant) => variant.basis === 'documented')
    .map(({ name, change }) => [`${provider.name}: ${name}`, { provider, change }] as const),
]);

const diagnosed = (provider: Provider, request: ReturnType<typeof tokenRequest>) => {
  const wire = toWire(request, mockValues(provider));
  const diagnosis = diagnose(wire, readRequest(wire), provider);
  return diagnosis && { fault: diagnosis.fault.name, of: diagnosis.of };
};

describe('the first fault that a request shows is its own', () => {
  test.each(faultRows)('%s', (_, { provider, fault, of }) => {
    expect(diagnosed(provider, fault.apply(tokenRequest(provider), of, provider))).toEqual({ fault: fault.name, of });
  });
});

describe('a documented request shows no fault', () => {
  test.each(goodRows)('%s', (_, { provider, change }) => {
    expect(diagnosed(provider, tokenRequest(provider, change))).toBeUndefined();
  });
});

describe('a fault carries the credentials that it says', () => {
  test.each(faultRows)('%s', (_, { provider, fault, of }) => {
    const values = configuredValues(provider);
    const bytes = bytesOf(toWire(fault.apply(tokenRequest(provider), of, provider), values));
    const held = ['clientId', 'clientSecret'].filter((name) => bytes.includes(values[name] ?? ''));
    const wrongSecret = fault.name === 'wrong-secret';
    expect(held).toEqual(
      fault.credentials(of, provider) === 'probe' ? [] : wrongSecret ? ['clientId'] : ['clientId', 'clientSecret'],
    );
  });
});

describe('the list of faults', () => {
  it('holds every fault of the model once', () => {
    expect(faults.map(({ name }) => name).toSorted()).toEqual(everyFaultName.toSorted());
  });

  it.each(everyFaultName)('finds %s by its name', (name) => {
    expect(faultNamed(name).name).toBe(name);
  });

  it.each(contracts.map((provider) => [provider.name, provider] as const))(
    'has no title twice for %s',
    (_, provider) => {
      const titles = faults.flatMap((fault) => fault.subjects(provider).map((of) => fault.title(of, provider)));
      expect(titles).toEqual([...new Set(titles)]);
    },
  );
});
