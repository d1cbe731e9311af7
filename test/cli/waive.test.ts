import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { broken, caseReport, finding, providerReport, reportOf } from '../report/reports.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const known = { fingerprint: '0123456789ab', of: 'optty/token', reason: 'Old.', expires: inDays(3) };
const gone = { fingerprint: 'aaaaaaaaaaaa', of: 'orum', reason: 'Gone.', expires: inDays(-1) };

let root: string;
beforeEach(async () => {
  root = await temporaryFolder();
  const findings = [
    finding({ provider: 'optty', case: 'optty/token', fingerprint: '0123456789ab' }),
    finding({ provider: 'optty', case: 'optty/token', fingerprint: '01234567ffff' }),
    finding({ provider: 'optty', case: 'optty/token', fingerprint: 'bbbbbbbbbbbb', rule: 'docs/refused' }),
    finding({ provider: 'optty', case: 'optty/token', fingerprint: 'cccccccccccc', rule: 'run/echoed-secret' }),
    finding({ provider: 'optty', case: 'optty/token', fingerprint: 'dddddddddddd', rule: 'run/no-endpoint' }),
  ] as const;
  const report = reportOf([
    providerReport([caseReport(findings.map((one) => broken(one)))], { id: 'optty', name: 'Optty', outcome: 'broken' }),
  ]);
  await writeFile(join(root, 'report.json'), JSON.stringify(report));
});

const waive = (argv: readonly string[], ask?: (question: string) => Promise<string>, env = {}) =>
  runInProcess(['waive', '--report', 'report.json', ...argv], {
    project: { ...testProject, root },
    env,
    ...(ask && { ask }),
  });
const write = (...waivers: readonly object[]) => writeFile(join(root, 'waivers.json'), JSON.stringify(waivers));
const written = async (): Promise<unknown> =>
  JSON.parse(await readFile(join(root, 'waivers.json'), 'utf8').catch(() => 'null'));
const why = ['--reason', 'Ticket 7.'];

describe('npm run waive', () => {
  test('writes a waiver, by the beginning of the fingerprint', async () => {
    const { exitCode, stdout } = await waive(['01234567f', ...why, '--days', '90', '--yes']);
    expect(await written()).toEqual([
      { fingerprint: '01234567ffff', of: 'optty/token', reason: 'Ticket 7.', expires: inDays(90) },
    ]);
    expect(stdout).toBe(
      `waivers.json:\n+ 01234567ffff optty/token until ${inDays(90)}: Ticket 7.\nWrote waivers.json: read the diff and commit it.\n`,
    );
    expect(exitCode).toBe(0);
  });

  test('extends one, and says so; the others stay', async () => {
    await write(gone, known);
    const { stdout } = await waive(['0123456789ab', ...why, '--yes']);
    expect(stdout).toContain(
      `- 0123456789ab optty/token until ${inDays(3)}: Old.\n+ 0123456789ab optty/token until ${inDays(30)}: Ticket 7. (extended: it was waived until ${inDays(3)})\n`,
    );
    expect(await written()).toEqual([gone, { ...known, reason: 'Ticket 7.', expires: inDays(30) }]);
  });

  test('asks, and takes no for an answer', async () => {
    const { exitCode, stdout } = await waive(['0123456789ab', ...why], async () => 'n');
    expect(stdout).toMatch(/Nothing was written\.\n$/);
    expect([exitCode, await written()]).toEqual([0, null]);
    await waive(['0123456789ab', ...why], async () => 'y');
    expect(await written()).toHaveLength(1);
  });

  test('--list', async () => {
    expect((await waive(['--list'])).stdout).toBe('waivers.json has no waiver.\n');
    await write(gone, known);
    expect((await waive(['--list'])).stdout).toBe(
      `aaaaaaaaaaaa orum until ${inDays(-1)}: Gone. (expired)\n0123456789ab optty/token until ${inDays(3)}: Old.\n`,
    );
  });

  test('--prune removes what has expired, and nothing else', async () => {
    await write(gone, known);
    const { stdout } = await waive(['--prune', '--yes']);
    expect(stdout).toContain(`- aaaaaaaaaaaa orum until ${inDays(-1)}: Gone.\n`);
    expect(await written()).toEqual([known]);
    expect((await waive(['--prune', '--yes'])).stdout).toBe('Nothing to change.\n');
  });
});

describe('exit 2, and nothing written', () => {
  const secret = 'fake-optty-secret-0123';
  test.each<[string, readonly string[], string]>([
    ['an unknown fingerprint', ['eeee', ...why], 'report.json has no finding eeee'],
    ['an ambiguous one', ['0123', ...why], '0123 is the beginning of several findings: 0123456789ab, 01234567ffff'],
    ['an empty one', ['', ...why], 'report.json has no finding (empty)'],
    ['no reason', ['0123456789ab'], '--reason is needed: why it is accepted, and who knows of it'],
    [
      'an empty reason',
      ['0123456789ab', '--reason', ' '],
      '--reason is needed: why it is accepted, and who knows of it',
    ],
    ['no day', ['0123456789ab', ...why, '--days', '0'], '--days 0: expected a whole number from 1 to 90'],
    ['too many days', ['0123456789ab', ...why, '--days', '91'], '--days 91: expected a whole number from 1 to 90'],
    ['a token granted', ['bbbb', ...why], 'bbbbbbbbbbbb cannot be waived: docs/refused must be mended'],
    ['a leak', ['cccc', ...why], 'cccccccccccc cannot be waived: run/echoed-secret must be mended'],
    ['an outage', ['dddd', ...why], 'dddddddddddd cannot be waived: run/no-endpoint must be mended'],
    [
      'a secret as the reason',
      ['0123456789ab', '--reason', `x ${secret}`],
      '--reason holds the value of OPTTY_CLIENT_SECRET, a secret',
    ],
    ['nothing to do', [], 'say one of these: a fingerprint, --list, --prune'],
    ['two things at once', ['0123456789ab', '--list'], 'say one of these: a fingerprint, --list, --prune'],
    [
      'no report',
      ['0123456789ab', ...why, '--report', 'none.json'],
      'none.json is not there: run npm run verify first',
    ],
  ])('%s', async (_, argv, problem) => {
    const { exitCode, stderr } = await waive([...argv, '--yes'], undefined, { OPTTY_CLIENT_SECRET: secret });
    expect(stderr).toBe(`error: ${problem}\n`);
    expect([exitCode, await written()]).toEqual([2, null]);
  });

  test('no terminal to ask on, without --yes', async () => {
    const { exitCode, stderr } = await waive(['0123456789ab', ...why]);
    expect(stderr).toBe('error: nothing was written: this is no terminal to ask on, so say --yes to write it\n');
    expect([exitCode, await written()]).toEqual([2, null]);
  });
});
