import { describe, expect, test } from 'vitest';
import type { Outcome, ProviderReport, Target } from '../../scripts/model/report.ts';
import { consoleReporter } from '../../scripts/report/console.ts';
import { runInWords } from '../../scripts/report/headline.ts';
import { html } from '../../scripts/report/html/index.ts';
import { answered, failed, observedCase } from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, unjudged } from './reports.ts';
import { historyOf, plainOptions } from './samples.ts';

const ended = (outcome: Outcome): ProviderReport =>
  providerReport(outcome === 'broken' ? [caseReport([broken()])] : [], { id: outcome, name: 'Acme', outcome });
const every = (
  ['held', 'broken', 'flaky', 'down', 'throttled', 'credentials-rejected', 'skipped', 'interrupted'] as const
).map(ended);

const codes: Readonly<Record<string, string>> = {
  1: '‹bold›',
  31: '‹red›',
  32: '‹green›',
  33: '‹yellow›',
  90: '‹gray›',
  22: '',
  39: '',
};
/** Shows the escape sequences of colours by their names, e.g. `‹red›Broken: acme`. */
const named = (text: string): string =>
  Object.entries(codes).reduce((all, [code, name]) => all.replaceAll(`\u001b[${code}m`, name), text);
const onConsole = (providers: readonly ProviderReport[]): readonly string[] =>
  named(consoleReporter.render(reportOf(providers), { ...plainOptions, colors: true })).split('\n');

test('every outcome on the console', () => {
  const lines = onConsole(every);
  expect(lines.filter((line) => line.startsWith('‹bold›Acme'))).toEqual([
    '‹bold›Acme on https://acme.test/token: ‹red›the contract is broken',
    '‹bold›Acme: ‹yellow›the contract holds, but only after a retry',
    '‹bold›Acme: ‹yellow›the endpoint is down',
    '‹bold›Acme: ‹yellow›the host throttles us',
    '‹bold›Acme: ‹yellow›the credentials were rejected',
    '‹bold›Acme: ‹green›the contract holds',
    '‹bold›Acme: ‹yellow›skipped',
    '‹bold›Acme: ‹yellow›interrupted',
  ]);
  expect(lines.slice(lines.findIndex((line) => line.startsWith('‹bold›0 of 1 asserted case')))).toEqual([
    '‹bold›0 of 1 asserted case of 7 providers held.',
    '‹red›Broken: broken (1 finding)',
    '  Acme departs from its documentation: expected status 200, received status 404 (acme/token).',
    '‹yellow›Down: down',
    '‹yellow›Throttled: throttled',
    '‹yellow›Credentials rejected: credentials-rejected',
    '‹yellow›Flaky: flaky',
    '‹yellow›Interrupted: interrupted',
    '‹yellow›Skipped: skipped',
    'Report: reports/report.html',
    '',
  ]);
});

test.each<[Target, string]>([
  [
    'sandbox',
    '8 providers: 1 drifted, 1 down, 1 with rejected credentials, 1 throttled, 1 interrupted, 1 flaky, 1 held, 1 not run',
  ],
  [
    'mock',
    '8 providers: 1 broken, 1 down, 1 with rejected credentials, 1 throttled, 1 interrupted, 1 flaky, 1 held, 1 not run',
  ],
])('every outcome in the line of a run against %s', (target, line) => {
  expect(runInWords(reportOf(every, { target }))).toBe(line);
});

describe('in HTML', () => {
  const badgesOf = (target: Target) =>
    [
      ...html
        .render(reportOf(every, { target }), plainOptions)
        .matchAll(/<h2 id="(.*)-name">.*<span class="badge (.*)">(.*)<\/span>/g),
    ].map(([, outcome, tone, label]) => `${outcome}: ${tone} ${label}`);
  test('every outcome has a badge, the worst first', () => {
    expect(badgesOf('sandbox')).toEqual([
      'broken: bad Drifted',
      'flaky: care Flaky',
      'down: care Down',
      'throttled: care Throttled',
      'credentials-rejected: care Credentials rejected',
      'held: good Held',
      'skipped: idle Not run',
      'interrupted: idle Interrupted',
    ]);
    expect(badgesOf('mock')[0]).toBe('broken: bad Broken');
  });

  test('every outcome has a sign of its own in the timeline', () => {
    const history = historyOf(
      'acme',
      every.map(({ outcome }) => outcome),
    );
    const page = html.render(reportOf([providerReport()]), { ...plainOptions, history });
    const key = [
      ...page.matchAll(
        /<li><svg class="(\w+)" viewBox="0 0 16 16"[\s\S]*?class="sign" d="(.*?)"\/><\/svg>(.*?)<\/li>/g,
      ),
    ];
    expect(key.map(([, tone, , words]) => `${tone} ${words}`)).toEqual([
      'good held',
      'bad drifted',
      'care held after a retry',
      'care down',
      'care throttled',
      'care credentials rejected',
      'idle not run',
      'idle interrupted',
    ]);
    expect(new Set(key.map(([, , sign]) => sign)).size).toBe(8);
  });
});

describe('what came of a case', () => {
  const warning = finding({ severity: 'warning' });
  const cases = [
    caseReport([held()]),
    caseReport([broken()]),
    caseReport([held(), broken(warning)]),
    caseReport([broken(warning)], [answered()], { one: observedCase }),
    caseReport([], [answered()], { one: observedCase }),
    caseReport([], [failed('refused')]),
    caseReport([unjudged('throttled')]),
    caseReport([], [], { notSent: 'budget' }),
  ];
  test('on the console', () => {
    const lines = onConsole([providerReport(cases, { outcome: 'broken' })]);
    expect(lines.slice(6, 14).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      ' ‹green›✓ acme/token ‹gray›200 held',
      ' ‹red›✗ acme/token ‹gray›200 broken',
      ' ‹yellow›! acme/token ‹gray›200 held, with a warning',
      ' ‹yellow›! acme/extra-parameter ‹gray›200 observed, with a warning',
      ' ‹gray›· acme/extra-parameter ‹gray›200 observed',
      ' ‹yellow›? acme/token ‹gray›no answer: refused',
      ' ‹yellow›? acme/token ‹gray›200 not judged',
      ' ‹gray›- acme/token ‹gray›not sent: budget',
    ]);
  });

  test('in HTML', () => {
    const page = html.render(reportOf([providerReport(cases)]), plainOptions);
    const summaries = page.matchAll(
      /<span class="mark (\w+)" aria-hidden="true">(.)<\/span>.*<span class="quiet">(.*)<\/span>/g,
    );
    expect([...summaries].map(([, tone, mark, words]) => `${tone} ${mark} ${words}`)).toEqual([
      'good ✓ 200 held',
      'bad ✗ 200 broken',
      'care ! 200 held, with a warning',
      'care ! 200 held, with a warning',
      'idle · 200 observed',
      'care ? no answer: refused',
      'idle ? 200 not judged',
      'idle – it would go over what the provider allows',
    ]);
  });
});
