import { isRecord, parsedJson } from '../model/json.ts';
import type { HistoryEntry } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { appendWhole, isUnreadable, openRegular, unreadableInWords, withoutMark } from './text-file.ts';

export const historyFile = 'history.ndjson';

/** One line of JSON for each entry. */
export const historyLines = (entries: readonly HistoryEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/**
 * Appends in one write, so that the lines of parallel runs do not mix. Ends the last line first if a crash cut it off.
 * @throws {UnreadableFile} for what is no regular file, or the system's error
 */
export async function appendHistory(path: string, lines: string): Promise<void> {
  if (lines !== '') await appendWhole(path, lines, (last) => (last === '' || last === '\n' ? '' : '\n'));
}

/** A year of nightly runs of ten providers; older lines are not read. */
const mostBytes = 4 * 1024 * 1024;

/** Reads every valid line of the end of the file, oldest first; `[]` if there is no file. @throws {UsageError} if the file cannot be read */
export async function readHistory(path: string): Promise<readonly HistoryEntry[]> {
  const text = await tailOf(path).catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    throw new UsageError([`${path} ${unreadableInWords(error)}`]);
  });
  return text.split('\n').flatMap((line) => {
    const entry = parsedJson(line);
    return isEntry(entry) ? [entry] : [];
  });
}

/** The whole lines among the last bytes of a file. */
async function tailOf(path: string): Promise<string> {
  const file = await openRegular(path);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - mostBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = withoutMark(buffer.subarray(0, bytesRead).toString('utf8'));
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const outcomes: Readonly<Record<HistoryEntry['outcome'], true>> = {
  held: true,
  broken: true,
  flaky: true,
  down: true,
  throttled: true,
  'credentials-rejected': true,
  skipped: true,
  misconfigured: true,
  interrupted: true,
};

function isEntry(value: unknown): value is HistoryEntry {
  if (!isRecord(value) || value['format'] !== 1) return false;
  const { at, target, provider, outcome, findings, fingerprints, latency, lifetime } = { ...value };
  return (
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    (target === 'mock' || target === 'sandbox') &&
    typeof provider === 'string' &&
    typeof outcome === 'string' &&
    Object.hasOwn(outcomes, outcome) &&
    isRecord(findings) &&
    ['error', 'warning', 'info'].every((severity) => isNumber(findings[severity])) &&
    Array.isArray(fingerprints) &&
    fingerprints.every((one) => typeof one === 'string') &&
    (latency === undefined || (isRecord(latency) && isNumber(latency['p50']) && isNumber(latency['p95']))) &&
    (lifetime === undefined || isNumber(lifetime))
  );
}
