import { describe, expect, test } from 'vitest';
import type { CaseReport } from '../../scripts/model/report.ts';
import {
  answerInWords,
  type CaseState,
  type Counts,
  countsOf,
  providerFindings,
  stateOf,
} from '../../scripts/report/reading.ts';
import { answered, failed, jsonAnswer, observedCase, refusalCase, requiredCase } from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, unjudged } from './reports.ts';

const warning = finding({ severity: 'warning' });
const waived = finding({ waiver: { reason: 'known', expires: '2026-12-31' } });
const down = failed('refused');
const observed = { one: observedCase };

const rows: readonly (readonly [string, CaseReport, CaseState, string])[] = [
  ['a documented answer', caseReport(), 'held', '200'],
  [
    'a refused refusal',
    caseReport([held('docs/refused')], [answered(jsonAnswer(401, {}))], { one: requiredCase }),
    'held',
    '401',
  ],
  ['an error', caseReport([held(), broken()]), 'broken', '200'],
  ['an error and a warning', caseReport([broken(warning, finding())]), 'broken', '200'],
  ['a warning', caseReport([held(), broken(warning)]), 'warned', '200'],
  ['a waived error', caseReport([held(), broken(waived)]), 'held', '200'],
  ['information', caseReport([held(), broken(finding({ severity: 'info' }))]), 'held', '200'],
  ['a bound that was passed', caseReport([broken()], [failed('too-large')]), 'broken', 'no answer: too-large'],
  [
    'a warning without an answer',
    caseReport([broken(warning)], [failed('encoded')]),
    'no-answer',
    'no answer: encoded',
  ],
  ['no answer', caseReport([unjudged('no answer: refused')], [down]), 'no-answer', 'no answer: refused'],
  ['an answer after a retry', caseReport([held()], [down, answered()]), 'held', '200'],
  [
    'a failure after an answer',
    caseReport([], [answered(jsonAnswer(503, {})), down]),
    'no-answer',
    'no answer: refused',
  ],
  ['not sent, for a reason', caseReport([], [], { notSent: 'budget' }), 'not-sent', 'not sent: budget'],
  [
    'left out in turn',
    { ...caseReport([], [], { notSent: 'budget' }), lastSent: '2026-11-20T23:59:00.000Z' },
    'not-sent',
    'not sent: budget, last sent 2026-11-20',
  ],
  ['not sent', caseReport([], []), 'not-sent', 'not sent'],
  ['observed', caseReport([held('run/redirect')], [answered()], observed), 'observed', '200'],
  [
    'observed, but not sent',
    caseReport([], [], { ...observed, notSent: 'not-asked' }),
    'not-sent',
    'not sent: not-asked',
  ],
  // Silence is not a pass: that a run held says nothing of the contract.
  ['nothing but the run held', caseReport([unjudged('throttled'), held('run/redirect')]), 'not-judged', '200'],
  ['nothing was judged', caseReport([unjudged('throttled')], [answered(jsonAnswer(429, {}))]), 'not-judged', '429'],
];

test.each(rows)('%s', (_, one, state, words) => {
  expect([stateOf(one), answerInWords(one)]).toEqual([state, words]);
});

test('counts every case once, by what it came to', () => {
  const cases = rows.map(([, one]) => one);
  const assumed = caseReport([held('docs/refused', 'mock-assumed')], [answered()], { one: refusalCase });
  expect(countsOf(reportOf([providerReport(cases), providerReport([assumed])]))).toEqual({
    asserted: 12,
    held: 7,
    heldOnAssumption: 1,
    observed: 1,
    unanswered: 3,
    notSent: 4,
  } satisfies Counts);
});

describe('the findings of a provider', () => {
  const named = (fingerprint: string, more: Parameters<typeof finding>[0] = {}) => finding({ fingerprint, ...more });
  const cases = [
    caseReport([broken(named('warning', { severity: 'warning' }), named('first error'))]),
    caseReport([broken(named('advised refusal', { rule: 'docs/refused', severity: 'warning' }))]),
    caseReport([broken(named('info', { severity: 'info' })), broken(named('second error'))]),
    caseReport([broken(named('granted', { rule: 'docs/refused' }))]),
  ];
  test('come in order: what must be refused, then by severity, then as the cases do, the provider last', () => {
    const provider = providerReport(cases, { judgements: [broken(named('of the provider'))] });
    expect(providerFindings(provider).map(({ fingerprint }) => fingerprint)).toEqual([
      'granted',
      'first error',
      'second error',
      'of the provider',
      'warning',
      'advised refusal',
      'info',
    ]);
  });
});
