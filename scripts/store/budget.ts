import { randomUUID } from 'node:crypto';
import { isRecord, parsedJson } from '../model/json.ts';
import { appendLines, readTail } from './text-file.ts';

/** Beside the history: what was asked of providers that allow a number of tokens in an hour. Nothing in it is secret. */
export const budgetFile = 'budget.ndjson';

const hourMs = 3_600_000;
/** Some thousand lines. A file that was never cleared away stays quick to read. */
const mostBytes = 512 * 1024;

/** The tokens that one origin of a provider allows in an hour. Every run that uses the same file shares them. */
export interface HourlyBudget {
  readonly path: string;
  readonly provider: string;
  readonly origin: string;
  readonly tokensPerHour: number;
}

/** A line of the file: a request that may get a token, written before the request is sent. */
interface Claim {
  readonly format: 1;
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly provider: string;
  readonly origin: string;
}

export interface BudgetState {
  /** Tokens that may still be asked for. */
  readonly left: number;
  /** When the next token may be asked for, if none is left. Absent too where no token is ever allowed. */
  readonly usedUntil?: Date;
  /** Lines that cannot be read; they do not count. */
  readonly damagedLines: number;
}

/** @throws {UnreadableFile} for what is no regular file, or the system's error */
export async function readBudget(budget: HourlyBudget, now: Date): Promise<BudgetState> {
  const { claims, damagedLines } = await readClaims(budget);
  const used = withinAnHour(honoured(claims, budget.tokensPerHour), now.getTime());
  const left = budget.tokensPerHour - used.length;
  if (left > 0) return { left, damagedLines };
  const next = used.at(-budget.tokensPerHour);
  return { left: 0, damagedLines, ...(next && { usedUntil: new Date(Date.parse(next.at) + hourMs) }) };
}

/**
 * Whether one more token may be asked for now; if so, it counts as asked for. Two runs that claim the last one at the same time do
 * not both get it: each writes first, and the order of the lines decides.
 * @throws as {@link readBudget}, and if the claim cannot be written
 */
export async function claimToken(budget: HourlyBudget, now: Date): Promise<boolean> {
  const { path, provider, origin, tokensPerHour } = budget;
  if ((await readBudget(budget, now)).left === 0) return false;
  const claim: Claim = { format: 1, id: randomUUID(), at: now.toISOString(), provider, origin };
  await appendLines(path, `${JSON.stringify(claim)}\n`);
  const { claims } = await readClaims(budget);
  return honoured(claims, tokensPerHour).some(({ id }) => id === claim.id);
}

async function readClaims({ path, provider, origin }: HourlyBudget) {
  const lines = ((await readTail(path, mostBytes)) ?? '').split('\n').filter((line) => line !== '');
  const read = lines.flatMap((line) => {
    const claim = parsedJson(line);
    return isClaim(claim) ? [claim] : [];
  });
  return {
    claims: read.filter((claim) => claim.provider === provider && claim.origin === origin),
    damagedLines: lines.length - read.length,
  };
}

/** The claims that were within the budget when they were written. A claim that came too late takes no token from a later one. */
function honoured(claims: readonly Claim[], tokensPerHour: number): readonly Claim[] {
  const kept: Claim[] = [];
  for (const claim of claims) if (withinAnHour(kept, Date.parse(claim.at)).length < tokensPerHour) kept.push(claim);
  return kept;
}

/** Before or after: a clock may have been put back. What lies further ahead was written by a wrong clock, and does not count. */
const withinAnHour = (claims: readonly Claim[], moment: number): readonly Claim[] =>
  claims.filter(({ at }) => Math.abs(moment - Date.parse(at)) < hourMs);

function isClaim(value: unknown): value is Claim {
  if (!isRecord(value) || value['format'] !== 1) return false;
  const { id, at, provider, origin } = { ...value };
  return [id, at, provider, origin].every((one) => typeof one === 'string') && !Number.isNaN(Date.parse(String(at)));
}
