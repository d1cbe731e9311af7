import { describe, expect, test } from 'vitest';
import type { RuleId, Severity } from '../../scripts/model/finding.ts';
import type { Outcome, ProviderReport, Report } from '../../scripts/model/report.ts';
import { closingLineOf } from '../../scripts/report/exit-code.ts';
import { type ExitCode, exitCodeOf } from '../../scripts/report/index.ts';
import { failed, masked } from '../support/exchanges.ts';
import { broken, caseReport, finding, providerReport, reportOf } from './reports.ts';

const fine = providerReport();
const skipped = providerReport([], { outcome: 'skipped', reason: 'not configured' });
const withFinding = (severity: Severity, rule: RuleId = 'docs/status'): ProviderReport =>
  providerReport([caseReport([broken(finding({ severity, rule }))])], { outcome: 'broken' });
const ended = (outcome: Outcome): ProviderReport => providerReport([caseReport([], [failed('refused')])], { outcome });
const crashed = providerReport([caseReport([], [], { scriptError: masked('ReferenceError: pmm is not defined') })]);

test.each<[string, readonly ProviderReport[], ExitCode]>([
  ['every provider held', [fine, fine], 0],
  ['held on a retry', [providerReport(undefined, { outcome: 'flaky' })], 0],
  ['one held, another is not configured', [fine, skipped], 0],
  ['an error', [fine, withFinding('error')], 1],
  [
    'a waived error',
    [providerReport([caseReport([broken(finding({ waiver: { reason: 'known', expires: '2026-12-31' } }))])])],
    0,
  ],
  ['an error of the provider as a whole', [providerReport([], { judgements: [broken()] })], 1],
  ['a host that is down', [fine, ended('down')], 3],
  ['a host that throttles', [fine, ended('throttled')], 3],
  ['rejected credentials', [fine, ended('credentials-rejected')], 3],
  ['an interruption', [fine, ended('interrupted')], 3],
  ['a script of the collection that threw', [fine, crashed], 4],
  ['nothing configured', [skipped], 2],
  ['no provider', [], 2],
  ['nothing sent', [providerReport([caseReport([], [], { notSent: 'not-asked' })])], 2],
  ['4 before 1 and 3', [withFinding('error'), ended('down'), crashed], 4],
  ['1 before 3', [ended('down'), withFinding('error')], 1],
  ['3 before 2', [skipped, providerReport([], { outcome: 'interrupted' })], 3],
])('%s', (_, providers, code) => {
  expect(exitCodeOf(reportOf(providers), 'error')).toBe(code);
});

const waiting = providerReport([caseReport([], [], { notSent: 'budget' })], {
  id: 'bank',
  outcome: 'skipped',
  budget: { tokensPerHour: 2 },
});

test.each<[string, readonly ProviderReport[], readonly string[], ExitCode]>([
  ['unnamed, and others held', [fine, waiting], [], 0],
  ['another one is named', [fine, waiting], ['acme'], 0],
  ['named, and others held', [fine, waiting], ['acme', 'bank'], 3],
  ['unnamed, and nothing was checked', [waiting, skipped], [], 3],
  ['unnamed, and another is broken', [withFinding('error'), waiting], [], 1],
  ['named, and another is broken', [withFinding('error'), waiting], ['bank'], 1],
  [
    'held, with a case left out',
    [providerReport(undefined, { id: 'bank', budget: { tokensPerHour: 2 } })],
    ['bank'],
    0,
  ],
  ['not configured, and named', [fine, { ...skipped, id: 'bank' }], ['bank'], 0],
])('a token budget that is used: %s', (_, providers, named, code) => {
  expect(exitCodeOf(reportOf(providers), 'error', named)).toBe(code);
});

describe('--fail-on', () => {
  test.each<[Severity, Severity, ExitCode]>([
    ['error', 'error', 1],
    ['warning', 'error', 0],
    ['info', 'error', 0],
    ['error', 'warning', 1],
    ['warning', 'warning', 1],
    ['info', 'warning', 0],
    ['error', 'info', 1],
    ['warning', 'info', 1],
    ['info', 'info', 1],
  ])('a finding that is %s, failing on %s: %i', (severity, failOn, code) => {
    expect(exitCodeOf(reportOf([withFinding(severity)]), failOn)).toBe(code);
  });
});

describe('findings of the rfc verdict', () => {
  test.each<[Report['rfc'], ExitCode]>([
    ['advise', 0],
    ['enforce', 1],
  ])('under %s: %i', (rfc, code) => {
    expect(exitCodeOf(reportOf([withFinding('error', 'rfc/no-store')], { rfc }), 'info')).toBe(code);
  });

  test('do not hide another beside them', () => {
    const both = providerReport([
      caseReport([broken(finding({ rule: 'rfc/no-store', fingerprint: 'bbbbbbbbbbbb' })), broken()]),
    ]);
    expect(exitCodeOf(reportOf([both]), 'error')).toBe(1);
  });
});

test('what closes a run that is not 0', () => {
  expect(([0, 1, 2, 3, 4, 130] as const).map(closingLineOf)).toEqual([
    '',
    'Exit code 1: the contract is broken, or an answer drifted in a way that breaks clients\n',
    'Exit code 2: usage or configuration: mend the flags, the variables or the files that are named\n',
    'Exit code 3: not completed: down, throttled or credentials rejected; this is not drift\n',
    'Exit code 4: the tool itself failed, or a shard is missing\n',
    'Exit code 130: interrupted\n',
  ]);
});
