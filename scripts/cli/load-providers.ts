import { lintProvider, type Problem } from '../contract/lint.ts';
import { loadProviderFiles } from '../contract/load.ts';
import { ruleBook } from '../judge/index.ts';
import type { Provider } from '../model/provider.ts';
import { UsageError } from '../model/usage-error.ts';
import { readSchemas } from '../store/schemas.ts';

/** Every provider of a workspace, checked. @throws {UsageError} with everything that is wrong in providers/ and schemas/ */
export async function loadProviders(root: string): Promise<readonly Provider[]> {
  const [{ files, problems }, schemas] = await Promise.all([loadProviderFiles(root), readSchemas(root)]);
  const rules = Object.keys(ruleBook);
  const linted = files.map((file) => ({ file, ...lintProvider(file, { schemas, rules }) }));
  const all = [
    ...problems,
    ...twice(files.map(({ name }) => name)).map((name) => `providers/ has more than one file called ${name}`),
    ...linted.flatMap(({ file, problems: found }) =>
      found.map(({ pointer, message }: Problem) => `${file.placeOf(pointer)}: ${message}`),
    ),
  ];
  if (all.length > 0) throw new UsageError(all);
  return linted.flatMap(({ provider }) => provider ?? []);
}

const twice = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) < index)),
];
