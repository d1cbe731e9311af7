import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const summaryFile = async (): Promise<string> => join(await temporaryFolder(), 'summary');

const one = ['verify', '--provider', 'octotable', '--case', 'octotable/token'];
const filesOf = async (flags: readonly string[], env: Record<string, string> = {}) => {
  const { files, stdout, exitCode } = await runInProcess([...one, ...flags], { env });
  const names = Object.keys(files).filter((name) => name !== 'history.ndjson');
  return { names: names.toSorted(), stdout, exitCode };
};

describe('--reporter', () => {
  test('all, but not for GitHub, where nothing is said', async () => {
    const { names, stdout } = await filesOf([]);
    expect(names).toEqual(['junit.xml', 'metrics.prom', 'report.html', 'report.json', 'summary.md']);
    expect(stdout).toMatch(/^Octotable on the built-in mock: the contract holds\n/);
  });

  test('by name, repeated or with commas', async () => {
    const { names, stdout } = await filesOf(['--reporter', 'junit,html', '--reporter', 'json']);
    expect({ names, stdout }).toEqual({ names: ['junit.xml', 'report.html', 'report.json'], stdout: '' });
  });

  test('an unknown one: exit 2, with those that are known', async () => {
    const { exitCode, stderr } = await runInProcess([...one, '--reporter', 'htm']);
    expect(stderr).toBe(
      'error: --reporter htm: there is no such reporter (did you mean html?); known: json, html, junit, markdown, metrics, github, console\n',
    );
    expect(exitCode).toBe(2);
  });
});

describe('in GitHub Actions', () => {
  test('the summary is appended, and the log takes no command from a report', async () => {
    const GITHUB_STEP_SUMMARY = await summaryFile();
    const { names, stdout } = await filesOf([], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY });
    await filesOf([], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY });
    expect(names).toEqual(['junit.xml', 'metrics.prom', 'report.html', 'report.json', 'summary.md']);
    expect(stdout).toMatch(/^Octotable on the built-in mock: the contract holds\n/);
    expect(stdout).not.toMatch(/^\s*::/m);
    expect((await readFile(GITHUB_STEP_SUMMARY, 'utf8')).match(/^# 1 provider: 1 held$/gm)).toHaveLength(2);
  });

  const down = ['--target', 'sandbox', '--retries', '0', '--interval', '0'];
  const nowhere = {
    OCTOTABLE_BASE_URL: 'http://127.0.0.1:9',
    OCTOTABLE_CLIENT_ID: 'fake-octotable-client',
    OCTOTABLE_CLIENT_SECRET: 'fake-octotable-secret-0123',
  };

  test('annotations stay commands', async () => {
    const { stdout } = await filesOf([...down, '--reporter', 'github'], { ...nowhere, GITHUB_ACTIONS: 'true' });
    expect(stdout).toMatch(/^::warning title=Octotable%3A Down::Octotable gave no usable answer \(refused: .*\n$/);
  });

  test('and are for GitHub alone', async () => {
    const { stdout } = await filesOf(down, nowhere);
    expect(stdout).not.toMatch(/^::/m);
  });

  test('asked for by name elsewhere, it needs no summary file', async () => {
    expect(await filesOf(['--reporter', 'github'])).toEqual({ names: [], stdout: '', exitCode: 0 });
  });
});
