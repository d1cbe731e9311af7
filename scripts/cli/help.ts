import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodesInWords } from '../report/exit-code.ts';
import type { Workspace } from './project.ts';

/** The names of the provider files. They are the ids, and reading them takes no loader. */
function providerIds(root: string): readonly string[] {
  try {
    const files = readdirSync(join(root, 'providers'));
    return files.flatMap((file) => /^([a-z0-9-]+)\.(?:ts|json|yaml)$/.exec(file)?.[1] ?? []).sort();
  } catch {
    return [];
  }
}

/** What `--help` says after the commands. */
export function helpText({ root, reporters }: Pick<Workspace, 'root' | 'reporters'>): string {
  return [
    '',
    `Providers: ${providerIds(root).join(', ') || 'none, write one in providers/'}. A provider file that ends in .ts is code, and it runs.`,
    '',
    `Reporters: ${[...new Set(reporters.map(({ name }) => name))].join(', ')}`,
    '',
    'Exit codes:',
    ...exitCodesInWords.map(([code, words]) => `  ${String(code).padEnd(3)}  ${words}`),
    '',
    'Examples:',
    '  npm run verify                                               all providers on the built-in mock',
    '  npm run verify -- --provider optty --target sandbox          one provider, live (see .env.example)',
    '  npm run verify -- --case "optty/unknown-*" --verbose         some cases, with each exchange',
    '  npm run verify -- --shard 2/5                                one part of a run, for CI; npm run merge makes one report',
  ].join('\n');
}
