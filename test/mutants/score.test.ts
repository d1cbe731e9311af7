import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { thisProject } from '../../scripts/cli/project.ts';
import { scoreOf, type Verdicts } from '../../scripts/mutants/index.ts';
import { scoreTable } from '../../scripts/mutants/mutation-report.ts';
import { runInProcess } from '../support/cli.ts';
import { everyJudge, freshFindings, recorded } from '../support/mutated.ts';

const scoresOf = (isWanted: (mutation: string) => boolean) =>
  recorded.map(({ provider, sites, judged }) => {
    const verdicts = sites
      .filter(({ site }) => isWanted(site.mutation))
      .map(
        ({ site, before, mutated }): Verdicts => ({
          site,
          findings: freshFindings(before, mutated, judged, everyJudge),
          failedInside: mutated
            .filter((subject) => subject.case === site.case)
            .some(
              ({ exchange }) =>
                exchange.attempts[0]?.kind === 'failed' || exchange.sandbox.some(({ passed }) => !passed),
            ),
        }),
      );
    return { provider, score: scoreOf(verdicts) };
  });
const scores = scoresOf(() => true);

describe('the score', () => {
  test.each(scores.map(({ provider, score }) => [provider.id, score] as const))(
    '%s: no survivor and no false alarm',
    (_, score) => {
      expect(score.survivors.map(({ site, missing }) => [site.id, missing])).toEqual([]);
      expect(score.falseAlarms.map(({ site, findings }) => [site.id, findings])).toEqual([]);
    },
  );

  test('of the README is that of the code', async () => {
    const readme = await readFile(join(thisProject.root, 'README.md'), 'utf8');
    expect(readme).toContain(scoreTable(scores));
  });

  test('counts what is not reported by the right rule as a survivor, and an alarm over something harmless', () => {
    const { sites } = recorded[0] ?? expect.fail();
    const breaking = sites.find(({ site }) => site.kind === 'breaking')?.site ?? expect.fail();
    const harmless = sites.find(({ site }) => site.kind === 'harmless')?.site ?? expect.fail();
    const noise = { rule: 'run/oddity', severity: 'warning', at: '', actual: '' } as const;
    const score = scoreOf([
      { site: breaking, findings: [noise], failedInside: true },
      { site: harmless, findings: [noise], failedInside: false },
    ]);
    expect(score.survivors.map(({ site, missing }) => [site, missing])).toEqual([[breaking, breaking.expects]]);
    expect(score.falseAlarms.map(({ site }) => site)).toEqual([harmless]);
    expect(score.caughtInside).toBe(1);
  });
});

describe('npm run mutate', () => {
  test('an unknown provider is a usage error', async () => {
    const { exitCode, stderr } = await runInProcess(['mutate', '--provider', 'nobody']);
    expect(stderr).toMatch(/^error: --provider nobody: there is no such provider; known: /);
    expect(exitCode).toBe(2);
  });

  test('an unknown mutation is a usage error', async () => {
    const { exitCode, stderr } = await runInProcess(['mutate', '--mutation', 'nonsense']);
    expect(stderr).toMatch(/^error: --mutation nonsense: there is no such mutation; known: drop-member, /);
    expect(exitCode).toBe(2);
  });

  test('goes through newman and comes to the same figures', async () => {
    const names = ['drop-member', 'same-token-again', 'hide-token-in-refusal', 'compressed', 'oversized', 'nothing'];
    const { exitCode, stdout } = await runInProcess([
      'mutate',
      '--provider',
      'octotable',
      '--mutation',
      names.join(','),
    ]);
    const pure = scoresOf((mutation) => names.includes(mutation)).filter(({ provider }) => provider.id === 'octotable');
    expect(stdout.startsWith(scoreTable(pure))).toBe(true);
    expect(stdout).toMatch(/caught by the rule that must catch them, 0 false alarms/);
    expect(exitCode).toBe(0);
  });

  test('an unknown mutation to serve is a usage error', async () => {
    const { exitCode, stderr } = await runInProcess(['mock', '--drift', 'nonsense']);
    expect(stderr).toMatch(/^error: --drift nonsense: there is no such mutation; known: drop-member, /);
    expect(exitCode).toBe(2);
  });
});
