import { expect, test } from 'vitest';
import { historyOf } from '../../scripts/cli/history.ts';
import type { HistoryEntry } from '../../scripts/model/report.ts';
import { answer, changed, drifting, tokenAnswer } from '../judge/drift/samples.ts';
import { broken, caseReport, finding, held, providerReport, reportOf } from '../report/reports.ts';
import { answered, failed, refusalCase, requiredCase } from '../support/exchanges.ts';

const entry: HistoryEntry = {
  format: 1,
  at: '2026-01-02T03:04:05.000Z',
  target: 'sandbox',
  provider: 'acme',
  outcome: 'held',
  findings: { error: 0, warning: 0, info: 0 },
  fingerprints: [],
};

const took = (ms: number) => ({ ...answered(answer(tokenAnswer)), ms });
const waiver = { reason: 'They know.', expires: '2026-02-01' };

test('one line for each provider that ran: waived findings, advice and failed attempts left out', () => {
  const cases = [
    caseReport(
      [
        held(),
        broken(finding({ fingerprint: 'aaaaaaaaaaaa' }), finding({ fingerprint: 'bbbbbbbbbbbb', waiver })),
        broken(finding({ rule: 'rfc/pragma', fingerprint: 'cccccccccccc' })),
      ],
      [failed('dns'), took(10), took(20), took(30), took(1000)],
    ),
    caseReport([broken(finding({ severity: 'warning', fingerprint: 'dddddddddddd' }))], [took(40)], {
      one: refusalCase,
    }),
  ];
  const wide = [broken(finding({ severity: 'info', fingerprint: 'eeeeeeeeeeee' }))];
  const report = reportOf([
    providerReport(cases, { outcome: 'broken', judgements: wide }),
    providerReport([], { id: 'other', outcome: 'skipped' }),
  ]);
  const line = {
    ...entry,
    outcome: 'broken',
    findings: { error: 1, warning: 1, info: 1 },
    fingerprints: ['aaaaaaaaaaaa', 'dddddddddddd', 'eeeeeeeeeeee'],
    latency: { p50: 30, p95: 1000 },
    lifetime: 3600,
  };
  expect(historyOf(report, [drifting])).toEqual([line]);
  expect(historyOf({ ...report, rfc: 'enforce' }, [drifting])[0]?.findings).toEqual({ error: 2, warning: 1, info: 1 });
});

test('the cases that were sent: of a live run, of a provider with a budget', () => {
  const budget = { refusalsPerRun: 1, source: { doc: 'page' } };
  const cases = [
    caseReport(),
    caseReport([], [failed('deadline')], { one: refusalCase }),
    caseReport([], [], { one: requiredCase, notSent: 'budget' }),
  ];
  const report = reportOf([providerReport(cases)]);
  const sentIn = (...args: Parameters<typeof historyOf>) => historyOf(...args).map(({ sent }) => sent);
  expect(sentIn(report, [{ ...drifting, budget }])).toEqual([['acme/token', 'acme/unknown-client']]);
  expect(sentIn(report, [drifting])).toEqual([undefined]);
  expect(sentIn({ ...report, target: 'mock' }, [{ ...drifting, budget }])).toEqual([undefined]);
});

test.each([
  ['no answer', caseReport([], [failed('dns')]), drifting],
  ['no lifetime', caseReport([], [{ ...answered(answer(changed({ expires_in: undefined }))) }]), drifting],
  [
    'a unit that nobody knows',
    caseReport([], [answered(answer(tokenAnswer))]),
    { ...drifting, token: { ...drifting.token, expiry: { at: '/expires_in', unit: 'undocumented' } as const } },
  ],
])('%s: no lifetime', (_, one, provider) => {
  expect(historyOf(reportOf([providerReport([one])]), [provider])[0]).not.toHaveProperty('lifetime');
});
