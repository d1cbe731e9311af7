import { describe, expect, it, test } from 'vitest';
import { apinizer } from '../../providers/apinizer.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { mockValues } from '../oauth/wire.ts';
import { providers } from '../support/this-project.ts';
import { caseList } from './case-list.ts';

const rows = providers.map((provider) => [provider.id, provider] as const);
const all = providers.flatMap(casesOf);

test('ids are unique', () => {
  const ids = all.map(({ id }) => id);
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
});

test.each(rows.filter(([id]) => caseList[id] !== undefined))(
  '%s has the cases that its page gives rise to',
  (id, provider) => {
    const cases = casesOf(provider).map(({ id: name, folder, basis }) => [name, folder, basis].join(' '));
    expect(cases.toSorted()).toEqual(caseList[id]?.map((listed) => listed.join(' ')).toSorted());
  },
);

test.each(rows)('%s begins with the canonical token request; what is only observed comes last', (id, provider) => {
  const cases = casesOf(provider);
  expect(cases[0]?.id).toBe(`${id}/token`);
  const order = ['Token', 'Refusals', 'Observed'];
  const folders = cases.map(({ folder }) => order.indexOf(folder));
  expect(folders).toEqual(folders.toSorted());
});

test.each(rows)('%s has no two cases with one title, and none that send the same', (_, provider) => {
  const cases = casesOf(provider);
  const titles = cases.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
  const sent = cases.map(({ request }) => {
    const { method, url, headers, body } = toWire(request, mockValues(provider));
    return JSON.stringify([method, url.href, [...headers], body]);
  });
  expect(sent).toEqual([...new Set(sent)]);
});

describe('assertions', () => {
  test.each(all.map((one) => [one.id, one] as const))(
    'of %s suit its basis',
    (_, { assertions, basis, fault, reply }) => {
      const refusal = fault !== undefined || reply !== undefined;
      const first = basis === 'observed' ? undefined : refusal ? 'docs/refused' : 'docs/status';
      expect(assertions[0]?.rule).toBe(first);
      if (basis === 'observed') expect(assertions).toEqual([]);
      if (basis === 'required')
        expect(assertions.map(({ rule, level }) => [rule, level])).toEqual([['docs/refused', 'error']]);
      const titles = assertions.map(({ title }) => title);
      expect(titles).toEqual([...new Set(titles)]);
    },
  );

  it('come from status, media type, schema and values of the response, in that order', () => {
    const { assertions } = casesOf(apinizer).find(({ id }) => id === 'apinizer/unsupported-grant-type') ?? {};
    const description = 'GrantType value must be client_credentials!';
    expect(assertions).toEqual([
      { rule: 'docs/refused', level: 'error', title: 'no token is issued' },
      { rule: 'docs/status', level: 'error', title: 'status is 400', oneOf: [400] },
      { rule: 'docs/media-type', level: 'error', title: 'Content-Type is application/json', is: 'application/json' },
      {
        rule: 'docs/schema',
        level: 'error',
        title: 'body matches apinizer/error-response',
        schema: 'apinizer/error-response',
      },
      {
        rule: 'docs/value',
        level: 'error',
        title: '/error is "unsupported_grant_type"',
        at: '/error',
        equals: 'unsupported_grant_type',
      },
      {
        rule: 'docs/value',
        level: 'warning',
        title: `/error_description is "${description}"`,
        at: '/error_description',
        equals: description,
      },
    ]);
  });

  test.each<[string, readonly [rule: string, level: string, title: string][]]>([
    [
      'apinizer/token',
      [
        ['docs/status', 'error', 'status is 200'],
        ['docs/media-type', 'error', 'Content-Type is application/json'],
        ['docs/schema', 'error', 'body matches apinizer/token-response'],
        ['docs/range', 'warning', '/expires_in is from 1 to 315360000'],
      ],
    ],
    [
      'open-banking-platform/token',
      [
        ['docs/status', 'warning', 'status is 200'],
        ['docs/media-type', 'warning', 'Content-Type is application/json'],
        ['docs/schema', 'error', 'body matches open-banking-platform/token-response'],
        ['docs/range', 'warning', '/expires_in is from 1 to 3600'],
      ],
    ],
    [
      'orum/unknown-client',
      [
        ['docs/refused', 'error', 'no token is issued'],
        ['docs/status', 'error', 'status is 401 or 400 or 403'],
        ['docs/media-type', 'error', 'Content-Type is application/json'],
        ['docs/schema', 'error', 'body matches orum/error-response'],
      ],
    ],
    [
      'orum/missing-parameter-client-id',
      [
        ['docs/refused', 'error', 'no token is issued'],
        ['docs/status', 'warning', 'status is 400'],
        ['docs/media-type', 'error', 'Content-Type is application/json'],
        ['docs/schema', 'error', 'body matches orum/error-response'],
        ['docs/value', 'error', '/error_code is "missing_client_id"'],
      ],
    ],
  ])('of %s warn where its page does not settle the matter', (id, expected) => {
    const one = all.find((candidate) => candidate.id === id);
    expect(one?.assertions.map(({ rule, level, title }) => [rule, level, title])).toEqual(expected);
  });
});
