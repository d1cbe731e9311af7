import { describe, expect, test } from 'vitest';
import { openBankingPlatform } from '../../providers/open-banking-platform.ts';
import { orum } from '../../providers/orum.ts';
import type { VerifyConfig } from '../../scripts/cli/config/index.ts';
import { lastSentOf, leftOut } from '../../scripts/cli/left-out.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import type { CaseId } from '../../scripts/model/case.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import type { HistoryEntry } from '../../scripts/model/report.ts';
import { acme } from '../support/exchanges.ts';
import { read } from './config/flags.ts';

const source = { doc: 'page' };
/** Two tokens an hour and two refusals a run; two asserted refusals, three observed variants, two observed refusals. */
const tight: Provider = {
  ...acme,
  budget: { tokensPerHour: 2, refusalsPerRun: 3, source },
  variants: ['a', 'b', 'c'].map((name) => ({ name, title: name, change: {}, basis: 'observed' })),
  refusals: [
    { fault: 'empty-body', basis: 'observed' },
    { fault: 'wrong-method', of: 'GET', basis: 'observed' },
    { fault: 'unknown-client', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required' },
  ],
};
const wanted = [
  'token',
  'a',
  'b',
  'c',
  'empty-body',
  'wrong-method-get',
  'unknown-client',
  'missing-parameter-client-secret',
];
const cases = casesOf(tight).filter(({ id }) => wanted.includes(id.replace('acme/', '')));

const live = (more: Partial<VerifyConfig> = { observe: true }): VerifyConfig => ({
  ...read(),
  target: 'sandbox',
  ...more,
});
const budgetOut = (lastSent: Readonly<Record<string, string>>, tokensLeft = 2, more?: Partial<VerifyConfig>) =>
  [
    ...leftOut(tight, cases, live(more), {
      tokensLeft,
      lastSent: new Map(
        Object.entries(lastSent).map(([slug, day]) => [`acme/${slug}` as CaseId, `${day}T03:00:00.000Z`]),
      ),
    }),
  ].map(([id, why]) => `${id.replace('acme/', '')}: ${why}`);

describe('what the budget leaves out of a live run with --observe', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['nothing is known: the last in order', {}, ['b: budget', 'c: budget', 'wrong-method-get: budget']],
    [
      'what was never sent goes first',
      { a: '2026-11-20', 'empty-body': '2026-11-20' },
      ['a: budget', 'c: budget', 'empty-body: budget'],
    ],
    [
      'then what was sent longest ago',
      {
        a: '2026-11-20',
        b: '2026-11-19',
        c: '2026-11-18',
        'empty-body': '2026-11-20',
        'wrong-method-get': '2026-11-21',
      },
      ['a: budget', 'b: budget', 'wrong-method-get: budget'],
    ],
    [
      'the canonical and the asserted cases always go, however recently they went',
      { token: '2026-11-21', 'unknown-client': '2026-11-21', 'missing-parameter-client-secret': '2026-11-21' },
      ['b: budget', 'c: budget', 'wrong-method-get: budget'],
    ],
  ])('%s', (_, lastSent, expected) => {
    expect(budgetOut(lastSent).toSorted()).toEqual(expected.toSorted());
  });

  test('one token left: the canonical request only, and all refusals that it allows', () => {
    expect(budgetOut({}, 1).toSorted()).toEqual(['a: budget', 'b: budget', 'c: budget', 'wrong-method-get: budget']);
  });

  test('no token left: nothing is sent, refusals neither', () => {
    expect(budgetOut({}, 0)).toHaveLength(8);
    expect(new Set(budgetOut({}, 0).map((text) => text.split(': ')[1]))).toEqual(new Set(['budget']));
  });

  test('what is not asked for takes nothing from what is', () => {
    expect(budgetOut({}, 2, {}).toSorted()).toEqual(
      ['a', 'b', 'c', 'empty-body', 'wrong-method-get'].map((slug) => `${slug}: not-asked`),
    );
    expect(budgetOut({}, 2, { caseGlobs: ['acme/c'] })).not.toContain('c: budget');
    expect(budgetOut({}, 2, { caseGlobs: ['acme/c'] })).not.toContain('c: not-asked');
  });

  test('a provider without a budget, and the mock: all of it', () => {
    const { budget: _, ...free } = tight;
    const earlier = { tokensLeft: Number.POSITIVE_INFINITY, lastSent: new Map() };
    expect([...leftOut(free, cases, live(), earlier)]).toEqual([]);
    expect([...leftOut(tight, cases, read(), { ...earlier, tokensLeft: 0 })]).toEqual([]);
  });
});

const entry = (at: string, more: Partial<HistoryEntry>): HistoryEntry => ({
  format: 1,
  at,
  target: 'sandbox',
  provider: 'acme',
  outcome: 'held',
  findings: { error: 0, warning: 0, info: 0 },
  fingerprints: [],
  ...more,
});

test('the last time that each case was sent: to a live host, to this provider, in whatever order the lines stand', () => {
  const history = [
    entry('2026-11-20T03:00:00.000Z', { sent: ['acme/token', 'acme/a'] }),
    entry('2026-11-18T03:00:00Z', { sent: ['acme/token', 'acme/b'] }),
    entry('2026-11-21T03:00:00.000Z', { target: 'mock', sent: ['acme/a'] }),
    entry('2026-11-22T03:00:00.000Z', { provider: 'other', sent: ['acme/a'] }),
    entry('2026-11-23T03:00:00.000Z', {}),
  ];
  expect([...lastSentOf(history, 'acme')]).toEqual([
    ['acme/token', '2026-11-20T03:00:00.000Z'],
    ['acme/a', '2026-11-20T03:00:00.000Z'],
    ['acme/b', '2026-11-18T03:00:00.000Z'],
  ]);
});

test.each<[string, Provider, number, number]>([
  ['Orum', orum, Number.POSITIVE_INFINITY, 8],
  ['Open Banking Platform', openBankingPlatform, 2, 13],
])(
  '%s with --observe, night after night: every case is sent within some nights, and the asserted ones always',
  (_, provider, tokensLeft, nights) => {
    const all = casesOf(provider);
    const lastNight = new Map<CaseId, number>();
    for (let night = 1; night <= 3 * nights; night += 1) {
      const lastSent = new Map(
        [...lastNight].map(([id, sent]) => [id, new Date(Date.UTC(2026, 0, sent, 3)).toISOString()] as const),
      );
      const out = leftOut(provider, all, live(), { tokensLeft, lastSent });
      expect(all.filter(({ folder, id }) => folder !== 'Observed' && out.get(id) === 'budget')).toEqual([]);
      for (const { id } of all) if (!out.has(id)) lastNight.set(id, night);
      if (night < nights) continue;
      const overdue = all.filter(
        ({ id, safety }) => !safety.mockOnly && (lastNight.get(id) ?? Number.NEGATIVE_INFINITY) <= night - nights,
      );
      expect(overdue.map(({ id }) => id)).toEqual([]);
    }
  },
);
