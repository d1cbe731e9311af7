import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './project.ts';

/** A warning for each provider of this repository that nobody but its own file speaks of. Another workspace has no such tests. */
export function missingSecondOpinions({ root, toolRoot, providers }: Project): readonly string[] {
  const tests = join(root, 'test');
  if (root !== toolRoot || !existsSync(tests)) return [];
  const printed = readdirSync(join(tests, 'golden/responses'));
  return providers.flatMap(({ id }) => [
    ...(printed.some((file) => file.startsWith(`${id}.`))
      ? []
      : [`${id} has no golden answer: test/golden/responses/${id}.token.json, as the vendor's page prints it`]),
    ...(existsSync(join(tests, `servers/${id}.ts`))
      ? []
      : [`${id} has no independent server: test/servers/${id}.ts, written from the vendor's page`]),
  ]);
}
