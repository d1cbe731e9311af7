import { open } from 'node:fs/promises';
import { isRecord, parsedJson } from '../model/json.ts';
import type { HistoryEntry } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { readIfPresent } from './text-file.ts';

export const historyFile = 'history.ndjson';

/** One line of JSON for each entry. */
export const historyLines = (entries: readonly HistoryEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/**
 * Appends in one write, so that the lines of parallel runs do not mix. Ends the last line first if a crash cut it off.
 * @throws the system's error
 */
export async function appendHistory(path: string, lines: string): Promise<void> {
  if (lines === '') return;
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isOpen = bytesRead === 1 && buffer.toString() !== '\n';
    await file.appendFile(`${isOpen ? '\n' : ''}${lines}`);
  } finally {
    await file.close();
  }
}

/** Reads every valid line, oldest first; `[]` if there is no file. @throws {UsageError} if the file cannot be read */
export async function readHistory(path: string): Promise<readonly HistoryEntry[]> {
  const text = await readIfPresent(path).catch((error: unknown) => {
    throw new UsageError([`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  });
  if (text === undefined) return [];
  return text.split('\n').flatMap((line) => {
    const entry = parsedJson(line);
    return isEntry(entry) ? [entry] : [];
  });
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
