// Whole processes side by side: `npm run bench` runs this first. Each round runs every program once, so that a busy machine slows all
// of them, and a ratio is the median over the rounds. CPU time is more telling than wall time where other work goes on.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockApp, startMock } from '../../scripts/mock/index.ts';
import { thisProject } from '../support/this-project.ts';

const rounds = Number(process.argv[2] ?? 7);
const out = await mkdtemp(join(tmpdir(), 'contracts-'));
const mock = await startMock(mockApp(thisProject.providers), 0);
const cli = 'dist/cli.cjs';
const newman = createRequire(import.meta.url).resolve('newman/bin/newman.js');
const collection = [
  'collections/optty.postman_collection.json',
  '-e',
  'collections/optty.mock.postman_environment.json',
];
const quiet = ['--reporters', 'json', '--reporter-json-export', '/dev/null'];

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}
type Programs = Readonly<Record<string, readonly string[]>>;

/** Seconds of a process and its threads, from its start to its end. */
function costOf(argv: readonly string[]): Promise<Cost> {
  return new Promise((resolve, reject) => {
    // Written at the exit, by the process itself.
    const usage = "process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(process.resourceUsage())))";
    const preload = `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire('file:///');${usage}`;
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--import', preload, ...argv], {
      cwd: thisProject.root,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stdio[3]?.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject).on('close', (status) => {
      if (status !== 0) return reject(new Error(`${argv.join(' ')} ended with ${status}`));
      const { userCPUTime, systemCPUTime }: NodeJS.ResourceUsage = JSON.parse(text);
      resolve({ wall: (performance.now() - startedAt) / 1000, cpu: (userCPUTime + systemCPUTime) / 1e6 });
    });
  });
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Prints each program's medians, and its ratio to the first one of the same round. */
async function compare(programs: Programs): Promise<void> {
  const names = Object.keys(programs);
  const costs = new Map<string, Cost[]>(names.map((name) => [name, []]));
  // The first round is not counted: it may have to make compiled code.
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      const cost = await costOf(programs[name] ?? []);
      if (round > 0) costs.get(name)?.push(cost);
    }
  const first = costs.get(names[0] ?? '') ?? [];
  for (const [name, own] of costs) {
    const column = (part: keyof Cost): string => {
      const ratio = median(own.map((cost, index) => cost[part] / (first[index]?.[part] ?? Number.NaN)));
      return `${part} ${median(own.map((cost) => cost[part])).toFixed(2)} s (${ratio.toFixed(2)})`;
    };
    process.stdout.write(`  ${name.padEnd(28)} ${column('wall').padEnd(22)} ${column('cpu')}\n`);
  }
}

process.stdout.write(`Node ${process.version}, ${rounds} rounds, medians; in brackets the ratio to the first line\n`);
await compare({
  'newman alone': [newman, 'run', ...collection, '--env-var', `baseUrl=${mock.url}/optty`, ...quiet],
  'verify --provider optty': [cli, 'verify', '--provider', 'optty', '--out', out],
});
await compare({
  'node -e 0': ['-e', '0'],
  '--help': [cli, '--help'],
  'verify --list': [cli, 'verify', '--list'],
  'build --check': [cli, 'build', '--check'],
});
await mock.close();
await rm(out, { recursive: true });
