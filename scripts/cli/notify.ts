import { setTimeout as sleep } from 'node:timers/promises';
import type { LeakSearch } from '../door/index.ts';
import { ruleBook } from '../judge/index.ts';
import type { HistoryEntry, Report } from '../model/report.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { noticeOf, payloadOf } from '../report/index.ts';
import type { Environment } from '../store/dotenv.ts';
import { isLoopback } from './config/hosts.ts';
import type { LeakGuard } from './leak-guard.ts';
import type { NotifyTarget } from './notify-target.ts';
import type { Io } from './project.ts';
import { runUrlOf } from './run-url.ts';

/** A target with its address, the whole of which is a secret. */
export interface Channel extends NotifyTarget {
  readonly address: URL;
}

/** The channels of these targets. A problem never quotes the address. */
export function channelsOf(
  targets: readonly NotifyTarget[],
  env: Environment,
): { readonly channels: readonly Channel[]; readonly problems: readonly string[] } {
  const channels: Channel[] = [];
  const problems: string[] = [];
  for (const { kind, variable } of targets) {
    const value = env[variable] ?? '';
    const address = URL.canParse(value) ? new URL(value) : undefined;
    if (value === '') problems.push(`--notify ${kind}=${variable}: ${variable} is not set`);
    else if (address === undefined) problems.push(`--notify ${kind}=${variable}: ${variable} holds no address`);
    else if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isLoopback(address)))
      problems.push(`--notify ${kind}=${variable}: the address must begin with https://`);
    else if (address.username !== '' || address.password !== '')
      problems.push(`--notify ${kind}=${variable}: the address must not hold credentials before its host`);
    else channels.push({ kind, variable, address });
  }
  return { channels, problems };
}

/** Shorter parts, such as `/services`, may stand in any text. */
const shortestPart = 16;

/** Makes the leak search know the addresses, and what in them opens the door. */
export function learnAddresses(channels: readonly Channel[], leaks: Pick<LeakSearch, 'add'>): void {
  for (const { variable, address } of channels) {
    const { pathname, search, searchParams } = address;
    // Not the host: other addresses may stand at the same one.
    const parts = [...pathname.split('/'), ...searchParams.values()].filter(({ length }) => length >= shortestPart);
    for (const value of [`${pathname}${search}`, ...parts]) leaks.add({ variable, value });
  }
}

/** Tells the channels what is news. A text with a secret is held back by the guard and not sent. */
export async function sendNotice(
  report: Report,
  history: readonly HistoryEntry[],
  channels: readonly Channel[],
  { guard, env, io }: { readonly guard: LeakGuard; readonly env: Environment; readonly io: Pick<Io, 'stderr'> },
): Promise<void> {
  const notice = noticeOf(report, { history, rules: ruleBook }, runUrlOf(env));
  if (notice === undefined) return;
  for (const channel of channels) {
    if (channel.kind === 'ping') continue;
    const payload = payloadOf(channel.kind, notice);
    const checked = await guard.checked(`the ${channel.kind} notification`, payload);
    if (checked === payload) await post(channel, channel.address, payload, io);
  }
}

const failing: readonly ExitCode[] = [exitCodes.usage, exitCodes.toolFailed, exitCodes.interrupted];

/** Tells a dead man's switch that the run begins, or how it ended. */
export async function ping(
  channels: readonly Channel[],
  moment: 'start' | ExitCode,
  io: Pick<Io, 'stderr'>,
): Promise<void> {
  const suffix = moment === 'start' ? '/start' : failing.includes(moment) ? '/fail' : '';
  for (const channel of channels) {
    if (channel.kind !== 'ping') continue;
    const address = new URL(channel.address);
    if (suffix !== '') address.pathname = `${address.pathname.replace(/\/$/, '')}${suffix}`;
    await post(channel, address, '', io);
  }
}

const timeoutMs = 10_000;
const pauseMs = 1000;

/** One POST, and one more where the host asks for patience or fails. A failure is said and never thrown. */
async function post(
  { kind, variable }: NotifyTarget,
  address: URL,
  body: string,
  io: Pick<Io, 'stderr'>,
): Promise<void> {
  let why = await failureOf(address, body);
  if (why === '429' || why?.startsWith('5') === true) {
    await sleep(pauseMs);
    why = await failureOf(address, body);
  }
  if (why === undefined) return;
  const said = /^\d/.test(why) ? `answered with status ${why}` : why;
  io.stderr.write(`warning: --notify ${kind}=${variable}: the notification was not taken: ${said}\n`);
}

/** The status that is no success, or what went wrong in words that hold nothing of the address. `undefined`: taken. */
async function failureOf(address: URL, body: string): Promise<string | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      ...(body !== '' && { body, headers: { 'content-type': 'application/json' } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.ok ? undefined : String(response.status);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return isLate ? `no answer in ${timeoutMs / 1000} s` : 'no connection to the host';
  }
}
