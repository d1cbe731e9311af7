import { open } from 'node:fs/promises';
import { shapeOf } from '../judge/index.ts';
import { canonicalId } from '../model/case.ts';
import { answerOf } from '../model/exchange.ts';
import type { Severity } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { HistoryEntry, ProviderReport, Report } from '../model/report.ts';
import { counts, latencyOf, providerFindings } from '../report/index.ts';
import { UsageError } from './config/index.ts';
import { readIfPresent } from './project.ts';

export const historyFile = 'history.ndjson';

/** A line for each provider that ran. Waived findings and advice are no part of it. */
export function historyOf(report: Report, providers: readonly Provider[]): readonly HistoryEntry[] {
  return report.providers
    .filter(({ outcome }) => outcome !== 'skipped')
    .map((ran): HistoryEntry => {
      const findings = providerFindings(ran).filter((finding) => counts(finding, report));
      const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
      const latency = latencyOf(ran);
      const lifetime = lifetimeOf(ran, providers);
      return {
        format: 1,
        at: report.startedAt,
        target: report.target,
        provider: ran.id,
        outcome: ran.outcome,
        findings: { error: count('error'), warning: count('warning'), info: count('info') },
        fingerprints: findings.map(({ fingerprint }) => fingerprint),
        ...(latency && { latency }),
        ...(lifetime !== undefined && { lifetime }),
      };
    });
}

/** In seconds, as the canonical token response says. */
function lifetimeOf({ id, cases }: ProviderReport, providers: readonly Provider[]): number | undefined {
  const provider = providers.find((one) => one.id === id);
  const exchange = cases.find((one) => one.case.id === canonicalId(id))?.exchange;
  const answer = exchange && answerOf(exchange);
  const expiry = provider?.token.expiry;
  if (provider === undefined || answer === undefined || expiry?.unit !== 'seconds') return undefined;
  return shapeOf(answer, provider).members[expiry.at]?.lifetime;
}

export const historyLines = (entries: readonly HistoryEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** In one write at the end of the file, so that runs side by side do not mix; a line that a crash left open is closed first. */
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

/** Every line that can be read, oldest first; no file, no history. @throws {UsageError} where there is something that is no file */
export async function readHistory(path: string): Promise<readonly HistoryEntry[]> {
  const text = await readIfPresent(path).catch((error: unknown) => {
    throw new UsageError([`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  });
  if (text === undefined) return [];
  return text.split('\n').flatMap((line) => {
    const entry = parsed(line);
    return isEntry(entry) ? [entry] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const outcomes: Readonly<Record<HistoryEntry['outcome'], true>> = {
  held: true,
  broken: true,
  flaky: true,
  down: true,
  throttled: true,
  'credentials-rejected': true,
  skipped: true,
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
