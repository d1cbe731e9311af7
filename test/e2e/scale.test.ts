import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Report } from '../../scripts/model/report.ts';
import { runInProcess } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

const text = readFileSync(join(thisProject.root, 'docs/scale.md'), 'utf8');
const [github = '', gitlab = '', kubernetes = ''] = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(
  ([, block = '']) => block,
);

/** The words after `npm run <command> --`; `$NAME`, `/shards` and the pattern at the end are replaced as a shell would. */
function argvOf(script: string, command: string, folder: string, env: Record<string, string>): string[] {
  const [, line = ''] = new RegExp(`npm run ${command} -- (.*)`).exec(script) ?? [];
  const words = line
    .replaceAll(/\$(\w+)/g, (_, name: string) => env[name] ?? '')
    .replace('--target sandbox ', '')
    .replaceAll('/shards/', `${folder}/shards/`)
    .split(' ')
    .filter((word) => word !== '');
  return [
    command,
    ...words.flatMap((word) => {
      if (!word.endsWith('/*')) return [word];
      const names = readdirSync(join(word.startsWith('/') ? '' : folder, word.slice(0, -2)));
      return names.map((name) => word.replace(/\*$/, name));
    }),
  ];
}

interface Engine {
  readonly verify: string;
  readonly merge: string;
  /** The variables that the engine sets for the shard with this index, from 0. */
  readonly envOf: (index: number) => Record<string, string>;
  /** What stands after the command, where the engine moves the folder of the reports afterwards. */
  readonly moved?: (index: number) => readonly string[];
}

async function nightOf({ verify, merge, envOf, moved = () => [] }: Engine): Promise<Report> {
  const folder = await temporaryFolder();
  const options = { cwd: folder, outIsGiven: true };
  const seen: string[] = [];
  for (const index of [0, 1, 2, 3, 4]) {
    const env = envOf(index);
    const argv = [...argvOf(verify, 'verify', folder, env), ...moved(index)];
    const { exitCode, stderr } = await runInProcess(argv, { ...options, env });
    expect(stderr).toContain(`: shard ${index + 1}/5\n`);
    expect(exitCode).toBe(0);
    const out = argv[argv.indexOf('--out') + 1] ?? '';
    const report: Report = JSON.parse(
      readFileSync(join(out.startsWith('/') ? '' : folder, out, 'report.json'), 'utf8'),
    );
    seen.push(...report.providers.map(({ id }) => id));
  }
  expect(seen.toSorted()).toEqual(['apinizer', 'octotable', 'open-banking-platform', 'optty', 'orum']);
  const argv = argvOf(merge, 'merge', folder, envOf(0));
  const isGiven = argv.includes('--out');
  const { exitCode } = await runInProcess([...argv, ...(isGiven ? [] : ['--out', 'reports'])], options);
  expect(exitCode).toBe(0);
  const out = isGiven ? 'shards/merged' : 'reports';
  return JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8'));
}

const isWhole = (report: Report): void => {
  expect(report.providers.map(({ id }) => id)).toEqual([
    'apinizer',
    'octotable',
    'open-banking-platform',
    'optty',
    'orum',
  ]);
  expect([report.missing, report.shard]).toEqual([undefined, undefined]);
};

describe('the files of docs/scale.md', () => {
  test('GitHub: a matrix whose shards all finish, an artifact each, and a merge in any case', async () => {
    const { shard, merge } = parse(github).jobs;
    expect(shard.strategy).toEqual({ 'fail-fast': false, matrix: { index: [1, 2, 3, 4, 5] } });
    const runOf = (job: typeof shard, words: string) =>
      job.steps.find(({ run = '' }: { run?: string }) => run.includes(words));
    const step = runOf(shard, 'npm run verify');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
    expect(step.env).toEqual({ CI_NODE_INDEX: '${{ matrix.index }}', CI_NODE_TOTAL: '${{ strategy.job-total }}' });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own syntax
    expect(shard.steps.at(-1).with.name).toBe('shard-${{ matrix.index }}');
    expect([merge.needs, merge.if, shard.steps.at(-1).if]).toEqual([
      'shard',
      ...Array(2).fill(['$', '{{ !cancelled() }}'].join('')),
    ]);
    isWhole(
      await nightOf({
        verify: step.run,
        merge: runOf(merge, 'npm run merge').run,
        envOf: (index) => ({ CI_NODE_INDEX: String(index + 1), CI_NODE_TOTAL: '5', GITHUB_RUN_ID: '7' }),
        moved: (index) => ['--out', `shards/shard-${index + 1}`],
      }),
    );
  });

  test('GitLab: parallel jobs that are not retried, and a merge in any case', async () => {
    const { shard, merge, default: all } = parse(gitlab);
    expect([shard.parallel, all.retry, shard.artifacts.when, merge.rules[0].when]).toEqual([5, 0, 'always', 'always']);
    isWhole(
      await nightOf({
        verify: shard.script.join('\n'),
        merge: merge.script.join('\n'),
        envOf: (index) => ({ CI_NODE_INDEX: String(index + 1), CI_NODE_TOTAL: '5', CI_PIPELINE_ID: '7' }),
      }),
    );
  });

  test('Kubernetes: an Indexed Job that is not retried, never two at once', async () => {
    const [shards, merge] = parseAllDocuments(kubernetes).map((one) => one.toJS());
    const { spec } = shards.spec.jobTemplate;
    expect([shards.spec.concurrencyPolicy, spec.completionMode, spec.completions, spec.backoffLimitPerIndex]).toEqual([
      'Forbid',
      'Indexed',
      5,
      0,
    ]);
    expect(spec.template.spec.restartPolicy).toBe('Never');
    const [container] = spec.template.spec.containers;
    expect(container.env[0]).toEqual({ name: 'CI_NODE_TOTAL', value: '5' });
    isWhole(
      await nightOf({
        verify: container.args[0],
        merge: merge.spec.jobTemplate.spec.template.spec.containers[0].args[0],
        envOf: (index) => ({ JOB_COMPLETION_INDEX: String(index), CI_NODE_TOTAL: '5', SHARD_RUN: 'contracts-1' }),
      }),
    );
  });
});
