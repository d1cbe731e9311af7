import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Site, scoreOf, type Verdicts } from '../../scripts/mutants/index.ts';
import { scoreTable } from '../../scripts/mutants/mutation-report.ts';
import { runMutate } from '../../scripts/mutants/program.ts';
import { type CliRun, runInProcess, testProject } from '../support/cli.ts';
import { tokenCase } from '../support/exchanges.ts';
import { recorded } from '../support/mutated.ts';
import { start } from '../support/program.ts';
import { thisProject } from '../support/this-project.ts';

const scoresOf = (isWanted: (mutation: string) => boolean) =>
  recorded.map(({ provider, sites }) => {
    const verdicts = sites
      .filter(({ site }) => isWanted(site.mutation))
      .map(
        ({ site, mutated, fresh }): Verdicts => ({
          site,
          findings: fresh,
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

  test('of docs/proof.md is that of the code', async () => {
    const proof = await readFile(join(thisProject.root, 'docs/proof.md'), 'utf8');
    expect(proof).toContain(scoreTable(scores));
  });
});

type Found = Verdicts['findings'][number];
const found = (rule: Found['rule'], severity: Found['severity']): Found => ({ rule, severity, at: '', actual: '' });
const site = (kind: Site['kind'], expects: Site['expects'] = []): Site => ({
  id: `a ${kind} site`,
  mutation: 'a mutation',
  kind,
  case: tokenCase,
  beside: [],
  everywhere: false,
  accepted: [],
  expects,
  mutate: (answer) => answer,
});

describe('what counts as caught', () => {
  const status = { rule: 'docs/status', severity: 'error' } as const;
  const header = { rule: 'baseline/header-lost', severity: 'warning' } as const;
  const pragma = { rule: 'rfc/pragma', severity: 'info' } as const;

  test.each<[string, readonly Found[], Site['expects']]>([
    ['all three with their severities', [status, header, pragma].map((one) => found(one.rule, one.severity)), []],
    ['nothing', [], [status, header, pragma]],
    [
      'an error reported as a warning',
      [found('docs/status', 'warning'), found('baseline/header-lost', 'warning'), found('rfc/pragma', 'info')],
      [status],
    ],
    [
      'a warning reported as an error',
      [found('docs/status', 'error'), found('baseline/header-lost', 'error'), found('rfc/pragma', 'info')],
      [header],
    ],
    [
      'information reported as a warning',
      [found('docs/status', 'error'), found('baseline/header-lost', 'warning'), found('rfc/pragma', 'warning')],
      [pragma],
    ],
    [
      'other rules of the same severities',
      [found('docs/schema', 'error'), found('run/oddity', 'warning')],
      [status, header, pragma],
    ],
  ])('%s', (_, findings, missing) => {
    const breaking = site('breaking', [status, header, pragma]);
    const { survivors, falseAlarms } = scoreOf([{ site: breaking, findings, failedInside: false }]);
    expect(survivors).toEqual(missing.length === 0 ? [] : [{ site: breaking, missing }]);
    expect(falseAlarms).toEqual([]);
  });

  test('is counted for each verdict', () => {
    const findings = [found('docs/status', 'error'), found('rfc/pragma', 'error')];
    const score = scoreOf([
      { site: site('breaking', [status, header, pragma]), findings, failedInside: true },
      { site: site('breaking', [status]), findings: [], failedInside: false },
      { site: site('harmless'), findings: [], failedInside: true },
    ]);
    expect(Object.fromEntries(score.byVerdict)).toEqual({
      docs: { caught: 1, expected: 2 },
      baseline: { caught: 0, expected: 1 },
      rfc: { caught: 0, expected: 1 },
      run: { caught: 0, expected: 0 },
    });
    expect([score.breaking, score.harmless, score.caughtInside]).toEqual([2, 1, 1]);
  });
});

test.each<[string, readonly Found[], boolean, readonly Found[] | undefined]>([
  ['nothing is none', [], false, undefined],
  ['information is none', [found('baseline/member-added', 'info')], false, undefined],
  ['a warning is one', [found('run/oddity', 'warning')], false, [found('run/oddity', 'warning')]],
  ['an error is one', [found('docs/schema', 'error')], false, [found('docs/schema', 'error')]],
  [
    'information beside an error is left out',
    [found('baseline/member-added', 'info'), found('docs/schema', 'error')],
    false,
    [found('docs/schema', 'error')],
  ],
  ['a failed test of the collection is one', [], true, []],
])('false alarms over something harmless: %s', (_, findings, failedInside, alarm) => {
  const harmless = site('harmless');
  const { falseAlarms, survivors } = scoreOf([{ site: harmless, findings, failedInside }]);
  expect(falseAlarms).toEqual(alarm === undefined ? [] : [{ site: harmless, findings: alarm, failedInside }]);
  expect(survivors).toEqual([]);
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
    expect(stderr).toMatch(/^error: --provider nobody: there is no such provider; known: apinizer, /);
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
