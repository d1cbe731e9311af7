import { describe, expect, test } from 'vitest';
import { placesOf } from '../../scripts/cli/config/shard.ts';
import { runInProcess } from '../support/cli.ts';
import { acme } from '../support/exchanges.ts';
import { problemsOf, read } from './config/flags.ts';

const idsIn = (report: { readonly providers: readonly { readonly id: string }[] } | undefined) =>
  report?.providers.map(({ id }) => id);

/** Providers with a base URL each, a host for all with the same letter. */
const at = (...hosts: readonly string[]) => ({
  providers: hosts.map((_, index) => ({ ...acme, id: `p${index}` })),
  env: Object.fromEntries(hosts.map((host, index) => [`P${index}_BASE_URL`, `https://${host}.test/${index}`])),
});

describe('--shard', () => {
  test.each<[string, string]>([
    ['0/5', 'error: --shard 0/5: expected a shard such as 2/5, counted from 1, or auto\n'],
    ['6/5', 'error: --shard 6/5: expected a shard such as 2/5, counted from 1, or auto\n'],
    ['2', 'error: --shard 2: expected a shard such as 2/5, counted from 1, or auto\n'],
    ['a/b', 'error: --shard a/b: expected a shard such as 2/5, counted from 1, or auto\n'],
    ['auto', 'error: --shard auto needs CI_NODE_TOTAL, and JOB_COMPLETION_INDEX or CI_NODE_INDEX, as whole numbers\n'],
  ])('%s: exit 2', async (shard, says) => {
    expect(await runInProcess(['verify', '--shard', shard])).toMatchObject({ exitCode: 2, stderr: says });
  });

  test('every provider is in exactly one shard, --list says where, and a shard says which it is', async () => {
    const { stdout, exitCode } = await runInProcess(['verify', '--shard', '2/3', '--list']);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      '  shard 1/3: apinizer, open-banking-platform, orum',
      '* shard 2/3: optty',
      '  shard 3/3: octotable',
    ]);
    expect(exitCode).toBe(0);
    const run = await runInProcess(['verify', '--shard', '2/3'], {
      env: { GITHUB_RUN_ID: '77', GITHUB_RUN_ATTEMPT: '2' },
    });
    expect(idsIn(run.report)).toEqual(['optty']);
    expect(run.report?.shard).toEqual({ number: 2, of: 3, run: '77', attempt: 2 });
    expect(run.exitCode).toBe(0);
  });

  test('a provider of another shard is exit 2', async () => {
    const { stderr, exitCode } = await runInProcess(['verify', '--shard', '2/3', '--provider', 'orum']);
    expect(stderr).toBe('error: --provider orum: is in shard 1/3, not in 2/3\n');
    expect(exitCode).toBe(2);
  });

  test('a shard without providers writes an empty report, and is exit 0', async () => {
    const { stdout } = await runInProcess(['verify', '--shard', '1/40', '--list']);
    expect(stdout.split('\n')[0]).toBe('* shard 1/40: no provider');
    const { report, exitCode, stderr, files } = await runInProcess(['verify', '--shard', '1/40']);
    expect([report?.providers, report?.shard, stderr, exitCode]).toEqual([[], { number: 1, of: 40, run: '' }, '', 0]);
    expect(Object.keys(files)).toContain('report.html');
  });

  test.each<[Record<string, string>, string]>([
    [{ JOB_COMPLETION_INDEX: '0', CI_NODE_TOTAL: '3' }, 'JOB_COMPLETION_INDEX=0 CI_NODE_TOTAL=3: shard 1/3'],
    [{ CI_NODE_INDEX: '3', CI_NODE_TOTAL: '3' }, 'CI_NODE_INDEX=3 CI_NODE_TOTAL=3: shard 3/3'],
  ])('auto says what it read: %j', async (env, says) => {
    const { stderr, exitCode } = await runInProcess(['verify', '--shard', 'auto', '--list'], { env });
    expect(stderr).toBe(`--shard auto read ${says}\n`);
    expect(exitCode).toBe(0);
  });

  test('auto refuses an index that is no shard', () => {
    expect(problemsOf({ shard: 'auto' }, { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '3' })).toEqual([
      '--shard auto read CI_NODE_INDEX=0 CI_NODE_TOTAL=3: that is no shard from 1/3 to 3/3',
    ]);
    expect(problemsOf({ shard: 'auto' }, { JOB_COMPLETION_INDEX: '3', CI_NODE_TOTAL: '3' })).toEqual([
      '--shard auto read JOB_COMPLETION_INDEX=3 CI_NODE_TOTAL=3: that is no shard from 1/3 to 3/3',
    ]);
  });

  test('a shard tells nobody', async () => {
    const { stderr, exitCode } = await runInProcess(['verify', '--shard', '1/40', '--notify', 'ping=NOWHERE']);
    expect(stderr).toBe('warning: --notify: a shard tells nobody; give it to npm run merge\n');
    expect(exitCode).toBe(0);
  });

  test('a live shard whose only provider is misconfigured reports it as one run would', () => {
    const { live, misconfigured } = read({ shard: '1/1', target: 'sandbox' }, { ACME_CLIENT_ID: 'an-id' });
    expect(live).toEqual([]);
    expect(misconfigured.map(({ provider }) => provider.id)).toEqual(['acme']);
  });

  test('a live shard with nobody to ask is no error', () => {
    expect(read({ shard: '1/1', target: 'sandbox' }).selected.map(({ provider }) => provider.id)).toEqual([
      'acme',
      'my-bank',
    ]);
  });
});

describe('the place of a provider', () => {
  test('providers that share an origin are together, whatever the path of their base URL', () => {
    const { providers, env } = at('a', 'b', 'a', 'c', 'b', 'a', 'd', 'e', 'f', 'a');
    const places = placesOf(providers, 'sandbox', env, 50);
    const placeOf = (id: string) => places.get(id);
    expect(new Set(['p0', 'p2', 'p5', 'p9'].map(placeOf)).size).toBe(1);
    expect(placeOf('p1')).toBe(placeOf('p4'));
    expect(new Set(places.values()).size).toBeGreaterThan(2);
  });

  test('on the mock the id decides', () => {
    const { providers, env } = at('a', 'a', 'a', 'a', 'a', 'a', 'a', 'a');
    expect(new Set(placesOf(providers, 'mock', env, 50).values()).size).toBeGreaterThan(2);
  });

  test('one shard more takes providers, and moves none between the others', () => {
    const { providers, env } = at(...Array.from({ length: 200 }, (_, index) => `h${index}`));
    const [before, after] = [placesOf(providers, 'sandbox', env, 5), placesOf(providers, 'sandbox', env, 6)];
    const moved = [...before].filter(([id, place]) => after.get(id) !== place);
    expect(moved.every(([id]) => after.get(id) === 6)).toBe(true);
    expect(moved.length).toBeGreaterThan(15);
    expect(moved.length).toBeLessThan(55);
  });

  test('one provider more moves no other', () => {
    const { providers, env } = at('a', 'b', 'c', 'd');
    const more = at('a', 'b', 'c', 'd', 'e');
    expect([...placesOf(more.providers, 'sandbox', more.env, 5)].slice(0, 4)).toEqual([
      ...placesOf(providers, 'sandbox', env, 5),
    ]);
  });
});
