import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { thisProject } from '../../scripts/cli/project.ts';
import { scoreOf, type Verdicts } from '../../scripts/mutants/index.ts';
import { scoreTable } from '../../scripts/mutants/mutation-report.ts';
import { runMutate } from '../../scripts/mutants/program.ts';
import { type CliRun, runInProcess, testProject } from '../support/cli.ts';
import { everyJudge, freshFindings, recorded } from '../support/mutated.ts';
import { start } from '../support/program.ts';

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
  const mutate = (...argv: readonly string[]): Promise<CliRun> => runInProcess(argv, { program: runMutate });

  test('unknown names are usage errors, all at once', async () => {
    const { exitCode, stderr } = await mutate('--mutation', 'nonsense,', '--provider', 'nobody', '--mutation', '');
    expect(stderr.split('\n').map((line) => line.replace(/known: .*/, ''))).toEqual([
      'error: --provider nobody: there is no such provider; ',
      'error: --mutation nonsense: there is no such mutation; ',
      'error: --mutation : there is no such mutation; ',
      '',
    ]);
    expect(stderr).toContain('known: drop-member, ');
    expect(exitCode).toBe(2);
  });

  test('is no command of the main program, and has its own entry', async () => {
    expect(await runInProcess(['mutate'])).toMatchObject({ exitCode: 2, stderr: "error: unknown command 'mutate'\n" });
    const { status, stderr } = await start(['--provider', 'nobody'], {}, undefined, 'scripts/mutants/main.ts').ended;
    expect(stderr).toMatch(/^error: --provider nobody: there is no such provider; known: optty, /);
    expect(status).toBe(2);
  });

  test('an error that nobody foresaw: exit 4, masked', async () => {
    const secret = 'fake-optty-secret-0123';
    const project = {
      ...testProject,
      startRunner: () => {
        throw new Error(`with ${secret} in it`);
      },
    };
    const { exitCode, stderr } = await runInProcess(['--provider', 'optty', '--mutation', 'nothing'], {
      program: runMutate,
      project,
      env: { OPTTY_CLIENT_SECRET: secret },
    });
    expect(stderr).toMatch(/^the tool failed: Error: with .* in it\n/);
    expect(stderr).not.toContain(secret);
    expect(exitCode).toBe(4);
  });

  test('goes through newman and comes to the same figures', async () => {
    const names = ['drop-member', 'same-token-again', 'hide-token-in-refusal', 'compressed', 'oversized', 'nothing'];
    const { exitCode, stdout } = await mutate('--provider', 'octotable', '--mutation', names.join(','));
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
