import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess, testProject } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What npm gives a script that it runs. */
const byNpm = (settings: Readonly<Record<string, string>>, script = 'verify') => ({
  npm_lifecycle_event: script,
  npm_config_user_agent: 'npm/10.8.2 node/v20.20.2',
  ...settings,
});
const said = (kept: string, line: string) =>
  `error: npm kept ${kept} for itself: type npm run verify -- ${line} (in PowerShell: npm run verify '--' ${line})\n`;

describe('flags that npm kept for itself: exit 2, and the line to type', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    [
      'npm run verify --provider=optty --target=sandbox',
      [],
      { npm_config_provider: 'optty', npm_config_target: 'sandbox' },
      said('--provider=optty --target=sandbox', '--provider=optty --target=sandbox'),
    ],
    [
      'npm run verify --provider optty',
      ['optty'],
      { npm_config_provider: 'true' },
      said('--provider', '--provider optty'),
    ],
    ['npm run verify --list', [], { npm_config_list: 'true' }, said('--list', '--list')],
    [
      'npm run verify --fail-on=warning -- --case optty/token',
      ['--case', 'optty/token'],
      { npm_config_fail_on: 'warning' },
      said('--fail-on=warning', '--fail-on=warning --case optty/token'),
    ],
    [
      'npm run verify --case="optty/*"',
      [],
      { npm_config_case: 'optty/*' },
      said("--case='optty/*'", "--case='optty/*'"),
    ],
    [
      'npm run verify --user-agent=mine/1, where npm has one of its own otherwise',
      [],
      { npm_config_user_agent: 'mine/1' },
      said('--user-agent=mine/1', '--user-agent=mine/1'),
    ],
  ])('%s', async (_, words, settings, stderr) => {
    expect(await runInProcess(['verify', ...words], { env: byNpm(settings), outIsGiven: true })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr,
    });
  });

  const list = ['verify', '--list', '--case', 'optty/token'];
  test.each<[string, Readonly<Record<string, string>>]>([
    ['a value that our flag could not have', byNpm({ npm_config_target: '33.0.0' })],
    ['a name that npm knows itself', byNpm({ npm_config_yes: 'true', npm_config_dry_run: 'true' })],
    ['another script runs us', byNpm({ npm_config_target: 'sandbox' }, 'test')],
    ['no npm', { npm_config_target: 'sandbox' }],
    ['typed to us too', byNpm({ npm_config_case: 'optty/token' })],
  ])('not: %s', async (_, env) => {
    expect(await runInProcess(list, { env, outIsGiven: true })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('not: a setting of an .npmrc', async () => {
    const root = await temporaryFolder();
    const env = byNpm({
      npm_config_target: 'sandbox',
      npm_config_fail_on: 'warning',
      npm_config_userconfig: join(root, 'mine'),
    });
    await writeFile(join(root, '.npmrc'), '# Electron\ntarget=sandbox\n');
    await writeFile(join(root, 'mine'), 'fail-on = warning\n');
    const project = { ...testProject, root };
    expect(await runInProcess(list, { env, project, outIsGiven: true })).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test('a word that is no flag: exit 2, with a word on flags', async () => {
  expect(await runInProcess(['verify', 'optty'], { outIsGiven: true })).toMatchObject({
    exitCode: 2,
    stderr:
      "error: too many arguments for 'verify'. Expected 0 arguments but got 1.\nflags begin with --: npm run verify -- --help\n",
  });
});

describe('did you mean', () => {
  test.each<[readonly string[], string]>([
    [['--provider', 'opty'], 'error: --provider opty: there is no such provider (did you mean optty?); known: '],
    [['--provider', 'Orm'], 'error: --provider Orm: there is no such provider (did you mean orum?); known: '],
    [['--reporter', 'junti'], 'error: --reporter junti: there is no such reporter (did you mean junit?); known: '],
    [['--case', 'optty/tokne'], 'error: --case optty/tokne: matches nothing (did you mean optty/token?)\n'],
    [
      ['--case', 'orum/unknown_client'],
      'error: --case orum/unknown_client: matches nothing (did you mean orum/unknown-client?)\n',
    ],
    [['--provder', 'optty'], "error: unknown option '--provder'\n(Did you mean --provider?)\n"],
    [['--reporter', 'xml'], 'error: --reporter xml: there is no such reporter; known: '],
  ])('%j', async (flags, says) => {
    const { exitCode, stderr } = await runInProcess(['verify', ...flags]);
    expect(stderr.slice(0, says.length)).toBe(says);
    expect(exitCode).toBe(2);
  });
});

test('--version, and what --help says after the commands', async () => {
  expect(await runInProcess(['--version'])).toMatchObject({
    exitCode: 0,
    stdout: 'token-endpoint-contracts 0.1.0\n',
    stderr: '',
  });
  const { stdout } = await runInProcess(['--help']);
  expect(stdout.slice(stdout.indexOf('\nProviders:'))).toBe(`
Providers: apinizer, octotable, open-banking-platform, optty, orum. A provider file that ends in .ts is code, and it runs.

Reporters: json, html, junit, markdown, metrics, github, console

Exit codes:
  0    the contract holds; other commands: done
  1    the contract is broken, or an answer drifted in a way that breaks clients
  2    usage or configuration: mend the flags, the variables or the files that are named
  3    not completed: down, throttled or credentials rejected; this is not drift
  4    the tool itself failed, or a shard is missing
  130  interrupted

Examples:
  npm run verify                                               all providers on the built-in mock
  npm run verify -- --provider optty --target sandbox          one provider, live (see .env.example)
  npm run verify -- --case "optty/unknown-*" --verbose         some cases, with each exchange
  npm run verify -- --shard 2/5                                one part of a run, for CI; npm run merge makes one report
`);
});
