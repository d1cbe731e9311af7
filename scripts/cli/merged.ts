import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parsedJson } from '../model/json.ts';
import type { HistoryEntry, Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { historyFile, readHistory } from '../store/history.ts';
import { readJsonFile } from '../store/json-file.ts';
import { isUnreadable, readIfPresent, unreadableInWords } from '../store/text-file.ts';

/** What the folder of a shard holds. `shown` is the path of its report, as it was typed. */
export interface ShardRun {
  readonly shown: string;
  readonly report: Report;
  readonly shard: NonNullable<Report['shard']>;
  readonly history: readonly HistoryEntry[];
}

/** A folder without the whole report of a shard: why, as a line. */
export interface NoShard {
  readonly problem: string;
}

/** The absolute paths. @throws {UsageError} if one folder is named twice, also by a link */
export async function distinctFolders(typed: readonly string[], cwd: string): Promise<readonly string[]> {
  const paths = await Promise.all(typed.map((path) => realpath(resolve(cwd, path)).catch(() => resolve(cwd, path))));
  const problems = paths.flatMap((path, index) => {
    const first = paths.indexOf(path);
    return first === index ? [] : [`${typed[first]} and ${typed[index]} are one folder`];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return paths;
}

export async function readShard(folder: string, typed: string): Promise<ShardRun | NoShard> {
  const [path, shown] = [join(folder, 'report.json'), join(typed, 'report.json')];
  try {
    const text = await readIfPresent(path);
    if (text === undefined) return { problem: `${shown} is not there` };
    if (parsedJson(text) === undefined) return { problem: `${shown} is not whole` };
    const report = await readJsonFile<Report>(path, shown, 'report');
    if (report === undefined) return { problem: `${shown} is not there` };
    const { shard } = report;
    if (shard === undefined) return { problem: `${shown} is not the report of a shard` };
    return { shown, report, shard, history: await readHistory(join(folder, historyFile)) };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.problems[0] ?? `${shown} is not valid` };
    if (isUnreadable(error)) return { problem: `${shown} ${unreadableInWords(error)}` };
    throw error;
  }
}

/** What all shards of one run have in common. */
const settings: readonly (readonly [string, (one: ShardRun) => string])[] = [
  ['number of shards', ({ shard }) => String(shard.of)],
  ['version', ({ report }) => report.tool],
  ['target', ({ report }) => report.target],
  ['RFC mode', ({ report }) => report.rfc],
  ['run', ({ shard }) => shard.run],
];

/**
 * The shards by their number; of one that was attempted again, the last attempt.
 * @throws {UsageError} for shards that are not of one run, and for two with one number
 */
export function ofOneRun(runs: readonly ShardRun[]): readonly ShardRun[] {
  const [first] = runs;
  const others = runs.flatMap((one) =>
    settings.flatMap(([what, of]) =>
      first === undefined || of(one) === of(first)
        ? []
        : [`${one.shown} has another ${what} than ${first.shown}: ${of(one)}, not ${of(first)}`],
    ),
  );
  if (others.length > 0) throw new UsageError(others);
  const kept = new Map<number, ShardRun>();
  const problems: string[] = [];
  for (const one of runs) {
    const { number, of } = one.shard;
    const before = kept.get(number);
    const [attempt, last] = [attemptOf(one), before === undefined ? 0 : attemptOf(before)];
    if (before !== undefined && attempt === last)
      problems.push(`${before.shown} and ${one.shown} are both shard ${number}/${of}`);
    if (attempt > last) kept.set(number, one);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return [...kept.values()].toSorted((a, b) => a.shard.number - b.shard.number);
}

const attemptOf = ({ shard }: ShardRun): number => shard.attempt ?? 1;

/** One report of the shards that are there. `problems` say of other folders why they hold none. */
export function mergedReport(runs: readonly [ShardRun, ...ShardRun[]], problems: readonly string[]): Report {
  const [{ report: first, shard }] = runs;
  const twice = runs.flatMap((one) =>
    one.report.providers.flatMap(({ id }) => {
      const other = runs.find(({ report }) => report.providers.some((provider) => provider.id === id));
      return other === undefined || other === one ? [] : [`${id} is in ${other.shown} and in ${one.shown}`];
    }),
  );
  if (twice.length > 0) throw new UsageError(twice);
  const numbers = Array.from({ length: shard.of }, (_, index) => index + 1);
  const missing = [
    ...problems,
    ...numbers
      .filter((number) => !runs.some((one) => one.shard.number === number))
      .map((number) => `shard ${number}/${shard.of} has no report`),
    ...runs.flatMap(({ report: { stopped }, shard: { number, of } }) =>
      (stopped?.problems ?? []).map((problem) => `shard ${number}/${of} checked nothing: ${problem}`),
    ),
  ];
  const starts = runs.map(({ report }) => Date.parse(report.startedAt));
  const start = Math.min(...starts);
  const end = Math.max(...runs.map(({ report }) => Date.parse(report.startedAt) + report.ms));
  const { format, tool, target, rfc } = first;
  return {
    format,
    tool,
    target,
    rfc,
    startedAt: new Date(start).toISOString(),
    ms: end - start,
    providers: runs.flatMap(({ report }) => report.providers).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ...(missing.length > 0 && { missing }),
  };
}

/** What was known before this run, oldest first: each line once, and none of this run. */
export function earlierHistory(
  runs: readonly ShardRun[],
  before: readonly HistoryEntry[],
  startedAt: string,
): readonly HistoryEntry[] {
  const ofThisRun = new Set([startedAt, ...runs.map(({ report }) => report.startedAt)]);
  const all = [before, ...runs.map(({ history }) => history)].flat().filter(({ at }) => !ofThisRun.has(at));
  const once = new Map(all.map((entry) => [JSON.stringify(entry), entry]));
  return [...once.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
