import { describe, expect, it, test } from 'vitest';
import { apinizer } from '../../providers/apinizer.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { bytesOf, configuredValues } from '../oauth/wire.ts';
import { providers } from '../support/this-project.ts';

const rows = providers.flatMap((provider) => casesOf(provider).map((one) => [one.id, one, provider] as const));
const sent = rows.filter(([, { safety }]) => !safety.mockOnly);

describe('whose credentials a case carries on a live host', () => {
  test.each(sent)('%s', (_, { request, safety, basis }, provider) => {
    const values = configuredValues(provider);
    const bytes = bytesOf(toWire(request, values));
    const held = ['clientId', 'clientSecret'].filter((name) => bytes.includes(values[name] ?? ''));
    // Never one without the other: the configured id beside another secret is a failed login of a real account.
    expect(held).toEqual(safety.credentials === 'configured' ? ['clientId', 'clientSecret'] : []);
    if (basis === 'required') expect(safety.credentials).toBe('probe');
  });
});

describe('whether a case may issue a token', () => {
  test.each(rows)('%s', (_, { safety, folder, reply }) => {
    const mayIssue = safety.credentials === 'configured' && folder !== 'Refusals' && reply === undefined;
    expect(safety.mayIssue).toBe(mayIssue);
  });
});

describe('mock-only', () => {
  const headers = (name: string) => ['x-mock-response-name', name];

  it('is every documented response that no request reaches', () => {
    const mockOnly = rows.filter(([, { safety }]) => safety.mockOnly);
    expect(
      mockOnly.map(([id, { reply, response, request }]) => [id, reply, response?.name, request.headers.at(-1)]),
    ).toEqual(
      [
        ['apinizer', 'locked-account'],
        ['apinizer', 'server-error'],
        ['orum', 'forbidden'],
        ['orum', 'too-many-requests'],
        ['orum', 'internal-server-error'],
        ['orum', 'service-unavailable'],
      ].map(([id, name = '']) => [`${id}/${name}`, name, name, headers(name)]),
    );
  });

  it('is not a response that is only assumed, and not one that a request reaches', () => {
    const bad = apinizer.responses['bad-credentials'] ?? apinizer.responses.token;
    const provider: Provider = {
      ...apinizer,
      refusals: [{ fault: 'unknown-client', basis: 'documented', response: 'reached' }],
      responses: {
        token: apinizer.responses.token,
        reached: bad,
        guessed: { ...bad, basis: 'assumed' },
        unreached: bad,
      },
    };
    expect(casesOf(provider).flatMap(({ reply }) => reply ?? [])).toEqual(['unreached']);
  });

  it('is a wrong secret beside the configured client id', () => {
    const provider: Provider = { ...apinizer, refusals: [{ fault: 'wrong-secret', basis: 'required' }] };
    const wrongSecret = casesOf(provider).find(({ id }) => id === 'apinizer/wrong-secret');
    expect(wrongSecret?.safety).toEqual({ credentials: 'configured', mayIssue: false, mockOnly: true });
  });
});

test('no request selects a response by name but those', () => {
  const selecting = rows.filter(([, { request }]) => request.headers.some(([name]) => name.startsWith('x-mock')));
  expect(selecting.map(([id]) => id)).toEqual(rows.filter(([, { reply }]) => reply).map(([id]) => id));
});

test('a fault that cannot exist is refused by name', () => {
  const provider: Provider = { ...apinizer, refusals: [{ fault: 'wrong-type', of: 'client_id', basis: 'observed' }] };
  expect(() => casesOf(provider)).toThrow('apinizer: wrong-type cannot be done to "client_id"');
});
