import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../scripts/cli/program.ts';
import { type Workspace, workspaceAt } from '../../scripts/cli/project.ts';
import { runMutate } from '../../scripts/mutants/program.ts';
import { findingsIn, runInProcess, testProject } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Providers by data file and schemas alone: Basic, a token at /data/token, other names for id and secret, YAML. */
const fixture = fileURLToPath(new URL('../workspace/', import.meta.url));

let workspace: Workspace;
beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'contracts-'));
  await cp(fixture, root, { recursive: true });
  workspace = { ...workspaceAt(root), startRunner: testProject.startRunner };
});
afterAll(() => rm(workspace.root, { recursive: true, force: true }));
const run = (argv: readonly string[], program: typeof runCli = runCli) =>
  runInProcess(argv, { program: (args, env, io) => program(args, env, io, workspace) });

test('another workspace is built and verified, and every verdict judges it', async () => {
  const built = await run(['build']);
  expect([built.exitCode, built.stderr]).toEqual([0, '']);
  const { exitCode, report, stderr } = await run(['verify']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(report?.providers.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['acme-pay', 'held'],
    ['data-envelope', 'held'],
    ['plain', 'held'],
    ['renamed', 'held'],
  ]);
  expect(findingsIn(report).filter(({ rule }) => !rule.startsWith('rfc/'))).toEqual([]);
});

test('a token at /data/token keeps the rows of the RFC', async () => {
  await run(['build']);
  const { report } = await run(['verify', '--provider', 'data-envelope']);
  const outcomes = new Map(report?.providers[0]?.judgements.map(({ rule, outcome }) => [rule, outcome]));
  const rows = [
    'access-token',
    'token-type',
    'bearer-token',
    'expires-in',
    'expires-in-digits',
    'plausible-lifetime',
    'short-lifetime',
    'tokens-differ',
    'token-strength',
  ];
  expect(rows.map((row) => [row, outcomes.get(`rfc/${row}`)])).toEqual(rows.map((row) => [row, 'held']));
  expect(outcomes.get('rfc/top-level')).toBe('broken');
});

test('a mutation of each provider is caught', async () => {
  const { exitCode, stdout } = await run(['--mutation', 'rename-member'], runMutate);
  expect(stdout).toContain('mutations caught by the rule that must catch them, 0 false alarms');
  expect(exitCode).toBe(0);
});

test('everything that is wrong in any file is said at once, and nothing is run', async () => {
  const root = await temporaryFolder();
  await cp(fixture, root, { recursive: true });
  const path = join(root, 'providers/plain.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('encoding: form', 'encoding: from'));
  await writeFile(join(root, 'providers/other.json'), '{');
  await writeFile(join(root, 'schemas/renamed/token-response.schema.json'), '{ "format": "int32" }');
  const { exitCode, stderr, stdout } = await runInProcess(['verify'], {
    program: (args, env, io) => runCli(args, env, io, workspaceAt(root)),
  });
  expect(stderr.trim().split('\n')).toEqual([
    'error: providers/other.json:1:2: close brace expected',
    'error: providers/plain.yaml:15:13 (/request/encoding): "from" is not known; did you mean form?',
    'error: providers/renamed.yaml:28:13 (/responses/token/schema): schemas/renamed/token-response.schema.json at /format: format is not used: Postman throws on one that it does not know. Use pattern',
  ]);
  expect([exitCode, stdout]).toEqual([2, '']);
});
