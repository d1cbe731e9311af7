import { join } from 'node:path';
import { isRecord } from '../model/json.ts';
import type { Provider } from '../model/provider.ts';
import { type Baseline, baselinePath } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import { readJsonFile } from './json-file.ts';

/** The version of the file's format that this program reads and writes. */
const format = 1;

const isNewer = (value: unknown): string | undefined => {
  const found = isRecord(value) ? value['format'] : undefined;
  return typeof found === 'number' && found > format
    ? `has format ${found}, and this version of the tool reads up to ${format}: update the tool`
    : undefined;
};

/** Reads a provider's baseline; `undefined` if there is none yet. @throws {UsageError} for a file that is not a baseline of this provider */
export async function readBaseline(root: string, { id }: Provider): Promise<Baseline | undefined> {
  const path = baselinePath(id);
  const baseline = await readJsonFile<Baseline>(join(root, path), path, 'baseline', isNewer);
  if (baseline === undefined) return undefined;
  const problems = [
    ...(baseline.provider === id ? [] : [`${path} is of the provider ${baseline.provider}`]),
    ...Object.entries(baseline.cases).flatMap(([caseId, { firstSeen, lastSeen, shape }]) => [
      ...(caseId.startsWith(`${id}/`) ? [] : [`${path} has the case ${caseId}, which is of another provider`]),
      ...(firstSeen <= lastSeen ? [] : [`${path} says of ${caseId} that it was last seen before it was first seen`]),
      ...((shape.body === 'json') === Object.hasOwn(shape.members, '')
        ? []
        : [`${path} says of ${caseId} that its body is ${shape.body}, which its members contradict`]),
      ...orphans(shape.members).map((at) => `${path} has ${at} of ${caseId} without the member that it is in`),
    ]),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  return baseline;
}

/** Pointers whose parent is missing. */
const orphans = (members: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(members).filter((at) => at !== '' && !Object.hasOwn(members, at.slice(0, at.lastIndexOf('/'))));
