import { describe, expect, test } from 'vitest';
import { matterOf, receivedKind, withCauses } from '../../scripts/judge/causes.ts';
import { createValidate } from '../../scripts/judge/index.ts';
import { verdictsOf } from '../../scripts/judge/verdicts.ts';
import type { Waiver } from '../../scripts/model/waiver.ts';
import { providerFindings } from '../../scripts/report/reading.ts';
import { broken, caseReport, finding, held, providerReport } from '../report/reports.ts';
import {
  acme,
  acmeSchemas,
  jsonAnswer,
  refusalCase,
  requiredCase,
  subjectOf,
  tokenCase,
} from '../support/exchanges.ts';

test.each([
  ['docs/schema', refusalCase, 'refusals'],
  ['docs/status', refusalCase, 'refusals'],
  ['docs/refused', refusalCase, 'acme/unknown-client'],
  ['baseline/refusal-granted', requiredCase, 'acme/missing-parameter-client-id'],
  ['docs/schema', tokenCase, 'token responses'],
  ['baseline/header-lost', tokenCase, 'token responses'],
  ['docs/status', tokenCase, 'acme/token'],
  ['baseline/success-status', tokenCase, 'acme/token'],
] as const)('%s speaks of', (rule, one, matter) => {
  expect(matterOf(one, rule)).toBe(matter);
});

test.each([
  ['status 404, "not_found"', 'status 404'],
  ['string "86400"', 'string'],
  ['missing; the body has error', 'missing'],
  ['a JWT whose exp − iat is 300', ''],
  ['1499 seconds', ''],
  ['stringent', ''],
])('what was received: %s', (actual, kind) => {
  expect(receivedKind(actual)).toBe(kind);
});

test('findings of one cause name all its cases, and are one finding', () => {
  const [one, two, three] = withCauses([
    caseReport([broken(finding({ was: ['111111111111'] }))]),
    caseReport([broken(finding({ case: 'acme/token-basic', was: ['222222222222'] }))], [], {
      one: { ...tokenCase, id: 'acme/token-basic' },
    }),
    caseReport([held(), broken(finding({ rule: 'docs/schema', fingerprint: 'bbbbbbbbbbbb' }))], [], {
      one: refusalCase,
    }),
  ]);
  if (one === undefined || two === undefined || three === undefined) throw new Error('three went in');
  const found = providerFindings(providerReport([one, two, three]));
  expect(found.map(({ rule, cases, was }) => [rule, cases, was])).toEqual([
    ['docs/status', ['acme/token', 'acme/token-basic'], ['111111111111', '222222222222']],
    ['docs/schema', undefined, undefined],
  ]);
});

describe('waivers', () => {
  const bench = {
    target: 'sandbox',
    rfc: 'advise',
    schemas: acmeSchemas,
    validate: createValidate(acmeSchemas),
    baselines: new Map(),
    today: '2026-03-31',
  } as const;
  const refusals = [
    subjectOf(refusalCase, jsonAnswer(401, { code: 'x' })),
    subjectOf({ ...refusalCase, id: 'acme/wrong-secret', title: 'Wrong secret' }, jsonAnswer(401, { code: 'x' })),
  ];
  const judged = (waivers: readonly Waiver[]) => {
    const { cases, judgements } = verdictsOf(acme, refusals, 'https://acme.test', { ...bench, waivers });
    const all = providerFindings(providerReport([...cases], { judgements })).filter(
      ({ rule }) => !rule.startsWith('rfc/'),
    );
    return all.filter(({ rule }) => rule !== 'run/no-baseline' && rule !== 'run/judges-disagree');
  };
  const waiver = (fingerprint: string, of = 'acme/unknown-client'): Waiver => ({
    fingerprint,
    of,
    reason: 'known',
    expires: '2026-04-01',
  });

  test('cover a cause in all its cases', () => {
    const [schema] = judged([]);
    expect(schema).toMatchObject({ rule: 'docs/schema', cases: ['acme/unknown-client', 'acme/wrong-secret'] });
    const waived = judged([waiver(schema?.fingerprint ?? '')]);
    expect(waived.map(({ rule, waiver: is }) => [rule, is !== undefined])).toEqual([['docs/schema', true]]);
  });

  test('of an earlier version cover the case that they name, and say by what name it is known now', () => {
    const [schema] = judged([]);
    const [former] = schema?.was ?? [];
    const found = judged([waiver(former ?? '')]);
    expect(found.map(({ rule, severity, waiver: is }) => [rule, severity, is !== undefined])).toEqual([
      ['docs/schema', 'error', true],
      ['docs/schema', 'error', false],
      ['run/renamed-waiver', 'info', false],
    ]);
    expect(found.at(-1)?.expected).toBe(`the fingerprint ${schema?.fingerprint} in the waiver of acme/unknown-client`);
  });

  test('do not cover another kind of violation at the same place', () => {
    const at = (body: Parameters<typeof jsonAnswer>[1]) =>
      verdictsOf(acme, [subjectOf(tokenCase, jsonAnswer(200, body))], 'https://acme.test', { ...bench, waivers: [] })
        .cases.flatMap(({ judgements }) => judgements)
        .flatMap((one) => (one.outcome === 'broken' ? one.findings : []))
        .filter(({ rule, at: place }) => rule === 'docs/schema' && place === '/expires_in')
        .map(({ fingerprint }) => fingerprint);
    const token = { access_token: 'x', token_type: 'Bearer' };
    const text = at({ ...token, expires_in: '3600' });
    const none = at({ ...token, expires_in: null });
    const other = at({ ...token, expires_in: '7200' });
    expect([text.length, none.length]).toEqual([1, 1]);
    expect(text).not.toEqual(none);
    expect(text).toEqual(other);
  });
});
