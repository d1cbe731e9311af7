import type { Project } from './project.ts';

/** The meaning of each exit code, in one line. */
const exitCodesInWords: readonly (readonly [number, string])[] = [
  [0, 'the contract holds; other commands: done'],
  [1, 'the contract is broken, or an answer drifted in a way that breaks clients'],
  [2, 'usage or configuration: mend the flags, the variables or the files that are named'],
  [3, 'not completed: down, throttled or credentials rejected; this is not drift'],
  [4, 'the tool itself failed'],
  [130, 'interrupted'],
];

/** What `--help` says after the commands. */
export function helpText({ providers, reporters }: Pick<Project, 'providers' | 'reporters'>): string {
  const width = Math.max(...providers.map(({ id }) => id.length));
  return [
    '',
    'Providers:',
    ...providers.map(({ id, name }) => `  ${id.padEnd(width)}  ${name}`),
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
  ].join('\n');
}
