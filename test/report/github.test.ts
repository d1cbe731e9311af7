import { describe, expect, test } from 'vitest';
import { githubAnnotations, githubSummary } from '../../scripts/report/github.ts';
import { markdown } from '../../scripts/report/markdown.ts';
import { broken, caseReport, finding, providerReport, reportOf } from './reports.ts';
import { everything, hostile, plainOptions, unprintable } from './samples.ts';

const annotations = (report = everything): readonly string[] =>
  githubAnnotations
    .render(report, plainOptions)
    .split('\n')
    .filter((line) => line !== '');

test('an annotation for each change that breaks the contract, and a warning where none could be seen', () => {
  expect(annotations()).toEqual([
    '::error title=Acme%3A Drifted::Acme departs from its documentation: /expires_in: expected integer, received string "86400" HOSTILE (acme/token), and 1 other change.%0AOtherwise says: Acme: Tokens%0AFingerprint 2ab6df462551',
    '::error title=Acme%3A Drifted::Acme departs from its documentation: /scope/HOSTILE is missing (acme/token).%0AOtherwise says: Acme: Tokens%0AFingerprint 5ffda2446f96',
    '::warning title=Bravo%3A Down::Bravo gave no usable answer (refused: HOSTILE). Nothing is known of its contract; this is not drift.%0ASee whether Bravo reports an outage.%0ARun it again: `npm run verify -- --provider bravo --target sandbox`',
  ]);
});

test('nothing to say of a run that held', () => {
  expect(annotations(reportOf([providerReport()]))).toEqual([]);
});

describe('what a command must not be mistaken for', () => {
  test('property and message are escaped, each in its way', () => {
    const report = reportOf([
      providerReport([caseReport([broken(finding({ expected: '50%, a:b', actual: '::c' }))])], {
        name: 'A, B: 100%',
        outcome: 'broken',
      }),
    ]);
    expect(annotations(report)[0]).toMatch(
      /^::error title=A%2C B%3A 100%25%3A Drifted::A, B: 100%25 departs from its documentation: expected 50%25, a:b, received ::c \(acme\/token\)\.%0A/,
    );
  });

  test('a hostile provider adds no line, and no line but ours is a command', () => {
    expect(annotations(hostile)).toHaveLength(annotations().length);
    for (const line of annotations(hostile)) {
      expect(line).toMatch(/^::(?:error|warning) title=(?:Acme|Bravo)%3A /);
      expect(line).not.toMatch(unprintable);
    }
  });
});

test('GitHub shows ten of a step: the worst, and that there are more', () => {
  const many = Array.from({ length: 14 }, (_, index) =>
    broken(finding({ at: `/m${index}`, change: `m${index}`, fingerprint: `00000000000${index}` })),
  );
  const lines = annotations(
    reportOf([
      providerReport([], { id: 'aaa', name: 'First', outcome: 'down' }),
      providerReport([caseReport(many)], { outcome: 'broken' }),
    ]),
  );
  expect(lines).toHaveLength(10);
  expect(lines.slice(0, 9).every((line) => line.startsWith('::error '))).toBe(true);
  expect(lines[9]).toBe('::warning title=6 more::See the summary of this run.');
});

test('the summary is that of summary.md, appended to the file of the step', () => {
  expect(githubSummary).toMatchObject({ name: 'github', appendTo: 'GITHUB_STEP_SUMMARY', onlyWith: 'GITHUB_ACTIONS' });
  expect(githubSummary.render(everything, plainOptions)).toBe(markdown.render(everything, plainOptions));
});
