import { join } from 'node:path';
import type { Provider } from '../model/provider.ts';
import { UsageError } from '../model/usage-error.ts';
import { longestDays, type Waiver } from '../model/waiver.ts';
import { readJsonFile } from './json-file.ts';

export const waiversFile = 'waivers.json';
const file = waiversFile;
const dayMs = 86_400_000;

/** The calendar day in UTC, as in 2026-03-31. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The day so many days after this moment. */
export const dayAfter = (moment: Date, days: number): string => dayOf(new Date(moment.getTime() + days * dayMs));

/** The text of the file, as it is committed. */
export const waiversText = (waivers: readonly Waiver[]): string => `${JSON.stringify(waivers, null, 2)}\n`;

/** Reads `waivers.json` below `root`; `[]` if there is no file. @throws {UsageError} with every problem of the file */
export async function readWaivers(
  root: string,
  providers: readonly Provider[],
  today: Date,
): Promise<readonly Waiver[]> {
  const waivers = (await readJsonFile<readonly Waiver[]>(join(root, file), file, 'waivers')) ?? [];
  const latest = dayAfter(today, longestDays);
  const ids = providers.map(({ id }) => id);
  const problems = waivers.flatMap(({ fingerprint, of, expires }, index) => [
    ...(isDay(expires) ? [] : [`${file} at /${index}/expires: ${expires} is no day of the calendar`]),
    ...(expires <= latest
      ? []
      : [`${file} at /${index}/expires: ${expires} is more than ${longestDays} days away: ${latest} at the latest`]),
    ...(ids.includes(of.split('/')[0] ?? '')
      ? []
      : [`${file} at /${index}/of: ${of} is of no provider; known: ${ids.join(', ')}`]),
    ...(waivers.findIndex((other) => other.fingerprint === fingerprint) === index
      ? []
      : [`${file} at /${index}: ${fingerprint} is waived twice`]),
  ]);
  if (problems.length > 0) throw new UsageError(problems);
  return waivers;
}

function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && dayOf(moment) === text;
}
