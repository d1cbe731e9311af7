import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../scripts/cli/program.ts';
import { type Project, type Workspace, workerEntry } from '../../scripts/cli/project.ts';
import { createRunner, type Runner, startWorker } from '../../scripts/engine/index.ts';
import type { Finding } from '../../scripts/model/finding.ts';
import type { Report } from '../../scripts/model/report.ts';
import { thisProject } from './this-project.ts';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The text of every file that the run wrote, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly report: Report | undefined;
}

// Loading newman takes longer than most tests: all runs of a test process share one worker, which ends with it.
let shared: Runner | undefined;

function sharedRunner(): Runner {
  // After a hundred runs, most of the time would go into keeping below what is enough for a few.
  if (shared?.isUp() !== true) shared = createRunner(startWorker(workerEntry, { heapMb: 512 }));
  return { ...shared, close: async () => undefined };
}

export const testProject: Project = { ...thisProject, startRunner: sharedRunner };

/** A workspace that takes the providers of a project as they are: no file is read, and nothing is linted. */
const workspaceOf = ({ providers, ...rest }: Project): Workspace => ({ ...rest, loadProviders: async () => providers });

/** The whole program inside this process, with real newman and real sockets, writing to a folder of its own. */
export async function runInProcess(
  argv: readonly string[],
  options: {
    readonly env?: Record<string, string>;
    readonly project?: Project;
    readonly signal?: AbortSignal;
    readonly outIsGiven?: boolean;
    /** Where the person stands. Default: the root of the project. */
    readonly cwd?: string;
    /** Another program than the main one. */
    readonly program?: typeof runCli;
    /** What the person at the terminal answers. */
    readonly ask?: (question: string) => Promise<string>;
  } = {},
): Promise<CliRun> {
  const out = await mkdtemp(join(tmpdir(), 'contracts-'));
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  try {
    const args = argv[0] === 'verify' && options.outIsGiven !== true ? [...argv, '--out', out] : argv;
    const io = {
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      cwd: options.cwd ?? options.project?.root ?? thisProject.root,
      signal: options.signal ?? new AbortController().signal,
      ...(options.ask && { ask: options.ask }),
    };
    const program = options.program ?? runCli;
    const exitCode = await program(args, options.env ?? {}, io, workspaceOf(options.project ?? testProject));
    const names = await readdir(out);
    const files = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')] as const)),
    );
    const text = files['report.json'];
    return { exitCode, ...written, files, report: text === undefined ? undefined : JSON.parse(text) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** What `verify` writes into its folder, in order of the names. */
export const reportFiles: readonly string[] = [
  'history.ndjson',
  'junit.xml',
  'metrics.prom',
  'report.html',
  'report.json',
  'summary.md',
];

export const findingsIn = (report: Report | undefined): readonly Finding[] =>
  (report?.providers ?? []).flatMap(({ cases }) =>
    cases.flatMap(({ judgements }) =>
      judgements.flatMap((judgement) => (judgement.outcome === 'broken' ? judgement.findings : [])),
    ),
  );
