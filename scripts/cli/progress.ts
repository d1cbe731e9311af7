import type { Exchange } from '../model/exchange.ts';
import type { Provider } from '../model/provider.ts';
import type { Io } from './project.ts';

/** How often a log without a terminal gets a line. */
const logEveryMs = 10_000;
const clear = '\r\u001b[2K';

interface Progress {
  /** How many cases of the provider this run sends. */
  plan(providerId: string, count: number): void;
  /** A case was sent, or left out after all. */
  step(providerId: string, exchange: Pick<Exchange, 'attempts'>): void;
  end(): void;
}

/**
 * Says how far each provider is, from the first moment: on a terminal in one line that is drawn again, in a log in a line every
 * ten seconds.
 *
 * `intervalMs` stands between two requests to a host; `isLogged` asks for the lines without a terminal.
 */
export function createProgress(
  output: Io['stderr'],
  chosen: readonly { readonly provider: Pick<Provider, 'id'> }[],
  { intervalMs, isLogged }: { readonly intervalMs: number; readonly isLogged: boolean },
): Progress {
  const planned = new Map<string, number>();
  const sent = new Map<string, number>();
  let hasEnded = false;
  const ids = chosen.map(({ provider }) => provider.id);
  const counts = (): readonly string[] => ids.map((id) => `${id} ${sent.get(id) ?? 0}/${planned.get(id) ?? '…'}`);
  const totals = (): string => {
    const all = ids.every((id) => planned.has(id)) ? String(sum(planned)) : '…';
    return `${sum(sent)} of ${all} requests sent`;
  };
  // Hosts are asked side by side: the provider with the most requests ahead of it is the last to end.
  const left = (): string => {
    const most = Math.max(0, ...ids.map((id) => (planned.get(id) ?? 0) - (sent.get(id) ?? 0)));
    return timeLeft(most * intervalMs);
  };
  const draw = (): void => {
    const room = (output.columns ?? 80) - 1;
    const line = [`${counts().join('  ')}${left()}`, `${totals()}${left()}`, totals()].find(
      (one) => one.length <= room,
    );
    output.write(`${clear}${line ?? totals().slice(0, Math.max(0, room))}`);
  };
  const log = (): void => void output.write(`${totals()} (${counts().join(', ')})${left()}\n`);
  const isTerminal = output.isTTY === true;
  const timer = isTerminal || !isLogged ? undefined : setInterval(log, logEveryMs).unref();
  if (isTerminal) draw();
  const changed = (): void => {
    // Requests that were under way at an interrupt end after the progress line is gone.
    if (isTerminal && !hasEnded) draw();
  };
  return {
    plan(providerId, count) {
      planned.set(providerId, count);
      sent.set(providerId, 0);
      changed();
    },
    step(providerId, { attempts }) {
      const now = sent.get(providerId) ?? 0;
      if (attempts.length > 0) sent.set(providerId, now + 1);
      changed();
    },
    end() {
      hasEnded = true;
      clearInterval(timer);
      if (isTerminal) output.write(clear);
    },
  };
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, one) => all + one, 0);

/** e.g. `, about 40 s left`. Nothing where it is less than five seconds. */
function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 5) return '';
  return seconds < 100 ? `, about ${seconds} s left` : `, about ${Math.ceil(seconds / 60)} min left`;
}
