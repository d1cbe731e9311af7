import { basename, resolve } from 'node:path';
import type { Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Environment } from '../store/dotenv.ts';
import type { Typed } from './flag.ts';
import { commands } from './flags.ts';
import type { Library, LoadedWorkspace, VerifyOptions, VerifyResult } from './library-api.ts';
import type { Workspace } from './project.ts';
import { readFlags } from './read-flags.ts';
import { verify as verifyCommand } from './verify.ts';

/** The functions of the package. `workspaceAt` says how to work in a folder. */
export function createLibrary(workspaceAt: (root: string) => Workspace, processEnv: Environment): Library {
  async function loadWorkspace(root: string): Promise<LoadedWorkspace> {
    const absolute = resolve(root);
    return { root: absolute, providers: await workspaceAt(absolute).loadProviders() };
  }

  async function lint(root: string): Promise<readonly string[]> {
    try {
      await loadWorkspace(root);
      return [];
    } catch (error) {
      if (error instanceof UsageError) return error.problems;
      throw error;
    }
  }

  async function verify({ root, providers }: LoadedWorkspace, options: VerifyOptions = {}): Promise<VerifyResult> {
    const { loadProviders: _, ...rest } = workspaceAt(root);
    const printed = { stdout: '', stderr: '' };
    let report: Report | undefined;
    const write = (stream: keyof typeof printed) => ({
      write: (text: string) => {
        printed[stream] += text;
      },
    });
    const flags = readFlags(commands.verify.flags, (name) => typedOf(options)[name]);
    const exitCode = await verifyCommand(
      flags,
      options.env ?? processEnv,
      {
        stdout: write('stdout'),
        stderr: write('stderr'),
        cwd: root,
        signal: options.signal ?? new AbortController().signal,
      },
      {
        ...rest,
        providers,
        reporters: [...rest.reporters, { name: own, file: own, render: (all) => JSON.stringify(all) }],
        // By now the text was searched for secrets.
        writeWhole: async (path, text) => {
          if (basename(path) === own) report = JSON.parse(text);
          else await rest.writeWhole(path, text);
        },
      },
    );
    return { exitCode, ...(report !== undefined && { report }), warnings: printed.stderr };
  }

  return { lint, loadWorkspace, verify };
}

/** The name of the reporter whose text the library hands back. */
const own = 'library';

const typedOf = (options: VerifyOptions): { readonly [K in keyof (typeof commands)['verify']['flags']]?: Typed } => ({
  provider: options.provider,
  case: options.case,
  reporter: [...(options.reporter ?? []), own],
  target: options.target,
  observe: options.observe,
  out: options.out,
  'fail-on': options.failOn,
  rfc: options.rfc,
  timeout: options.timeoutMs?.toString(),
  'max-time': options.maxTimeMs?.toString(),
  retries: options.retries?.toString(),
  interval: options.intervalMs?.toString(),
  concurrency: options.concurrency?.toString(),
  'allow-production': options.allowProduction,
});
