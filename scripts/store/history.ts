import { isRecord, parsedJson } from '../model/json.ts';
import type { HistoryEntry } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { appendLines, isUnreadable, readTail, unreadableInWords } from './text-file.ts';

export const historyFile = 'history.ndjson';

/** One line of JSON for each entry. */
export const historyLines = (entries: readonly HistoryEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** @throws as {@link appendLines} */
export const appendHistory = async (path: string, lines: string): Promise<void> =>
  lines === '' ? undefined : appendLines(path, lines);

/** A year of nightly runs of ten providers; older lines are not read. */
const mostBytes = 4 * 1024 * 1024;

/** Reads every valid line of the end of the file, oldest first; `[]` if there is no file. @throws {UsageError} if the file cannot be read */
export async function readHistory(path: string): Promise<readonly HistoryEntry[]> {
  const text = await readTail(path, mostBytes).catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    throw new UsageError([`${path} ${unreadableInWords(error)}`]);
  });
  return (text ?? '').split('\n').flatMap((line) => {
    const entry = parsedJson(line);
    return isEntry(entry) ? [entry] : [];
  });
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
const outcomes: Readonly<Record<HistoryEntry['outcome'], true>> = {
  held: true,
  broken: true,
  flaky: true,
  down: true,
  throttled: true,
  'credentials-rejected': true,
  'grant-not-allowed': true,
  skipped: true,
  misconfigured: true,
  interrupted: true,
};

function isEntry(value: unknown): value is HistoryEntry {
  if (!isRecord(value) || value['format'] !== 1) return false;
  const { at, target, provider, outcome, findings, fingerprints, latency, lifetime, sent, tls } = { ...value };
  return (
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    (target === 'mock' || target === 'sandbox') &&
    typeof provider === 'string' &&
    typeof outcome === 'string' &&
    Object.hasOwn(outcomes, outcome) &&
    isRecord(findings) &&
    ['error', 'warning', 'info'].every((severity) => isNumber(findings[severity])) &&
    isTexts(fingerprints) &&
    (latency === undefined || (isRecord(latency) && isNumber(latency['p50']) && isNumber(latency['p95']))) &&
    (lifetime === undefined || isNumber(lifetime)) &&
    (sent === undefined || isTexts(sent)) &&
    (tls === undefined || typeof tls === 'string') &&
    (value['certificateDays'] === undefined || isNumber(value['certificateDays']))
  );
}
