import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedToken } from '../servers/serve.ts';
import { provider, root, set, useDriftingProviders } from '../support/drifting.ts';

useDriftingProviders();

describe('waivers', () => {
  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const waive = (...waivers: unknown[]) => writeFile(join(root, 'waivers.json'), JSON.stringify(waivers));

  test('waived findings stay, marked, and do not count; one that is not waived does', async () => {
    const one = await provider('optty');
    one.become(changedToken(one.handler, set('token_type', 'bearer')));
    const before = await one.verify('--case', 'optty/token');
    expect(before.exitCode).toBe(1);
    const errors = before.findings.filter(({ severity }) => severity === 'error');
    await waive(
      ...errors.map(({ fingerprint }) => ({
        fingerprint,
        of: 'optty/token',
        reason: 'They know.',
        expires: inDays(90),
      })),
    );
    const after = await one.verify('--case', 'optty/token');
    expect(after.exitCode).toBe(0);
    expect(after.report?.providers[0]?.outcome).toBe('held');
    expect(after.findings.filter(({ waiver }) => waiver !== undefined).map(({ fingerprint }) => fingerprint)).toEqual(
      errors.map(({ fingerprint }) => fingerprint),
    );
    expect(after.stdout).toContain('waived error docs/schema');
    expect(after.stdout).toContain(`until ${inDays(90)}: They know.`);
    expect(after.stdout).toMatch(/\d findings? waived/);
    const [, line] = (await readFile(join(root, 'reports/history.ndjson'), 'utf8')).trim().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ outcome: 'held', findings: { error: 0 } });

    one.become(changedToken(one.handler, set('scope', 'other')));
    expect((await one.verify('--case', 'optty/token')).exitCode).toBe(1);
  });

  test('expired, and unmatched', async () => {
    const one = await provider('optty');
    await waive(
      { fingerprint: '0123456789ab', of: 'optty/token', reason: 'Old.', expires: inDays(-1) },
      { fingerprint: '0123456789ac', of: 'optty/token', reason: 'Fixed.', expires: inDays(1) },
      { fingerprint: '0123456789ad', of: 'optty/token-basic', reason: 'Not asked in this run.', expires: inDays(1) },
      { fingerprint: '0123456789ae', of: 'orum/token', reason: 'Of another provider.', expires: inDays(1) },
    );
    const { findings, exitCode } = await one.verify();
    expect(
      findings.filter(({ rule }) => rule.endsWith('-waiver')).map(({ rule, severity }) => `${rule} ${severity}`),
    ).toEqual(['run/expired-waiver warning', 'run/unmatched-waiver warning']);
    expect(exitCode).toBe(0);
  });

  test('a file that is not valid: every problem, nothing sent', async () => {
    const one = await provider('optty');
    await waive(
      { fingerprint: '0123456789ab', of: 'optty/token', reason: 'x', expires: inDays(92) },
      { fingerprint: '0123456789ab', of: 'opty', reason: 'x', expires: '2020-02-30' },
    );
    await mkdir(join(root, 'baselines'));
    await writeFile(join(root, 'baselines/optty.json'), '{');
    const { stderr, exitCode } = await one.verify();
    expect(stderr).toBe(
      [
        'error: baselines/optty.json is not JSON: restore it from version control',
        `error: waivers.json at /0/expires: ${inDays(92)} is more than 90 days away: ${inDays(90)} at the latest`,
        'error: waivers.json at /1/expires: 2020-02-30 is no day of the calendar',
        'error: waivers.json at /1/of: opty is of no provider; known: apinizer, octotable, open-banking-platform, optty, orum',
        'error: waivers.json at /1: 0123456789ab is waived twice',
        '',
      ].join('\n'),
    );
    const accepted = await one.accept();
    expect(accepted.exitCode).toBe(2);
    expect(await readFile(join(root, 'baselines/optty.json'), 'utf8')).toBe('{');
    expect(one.server.seen).toEqual([]);
    expect(exitCode).toBe(2);
  });
});
