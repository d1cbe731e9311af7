import type { Provider } from '../model/provider.ts';
import type { Io } from './project.ts';

/** A line that says how far each provider is, on a terminal only. */
export function createProgress(
  output: Io['stderr'],
  chosen: readonly { readonly provider: Provider; readonly cases: readonly unknown[] }[],
): { step(providerId: string): void; end(): void } {
  if (output.isTTY !== true) return { step: () => undefined, end: () => undefined };
  const done = new Map<string, number>();
  const clear = '\r\u001b[2K';
  let hasEnded = false;
  return {
    step(providerId) {
      // Requests that were under way at an interrupt end after the progress line is gone.
      if (hasEnded) return;
      done.set(providerId, (done.get(providerId) ?? 0) + 1);
      const parts = chosen.map(({ provider, cases }) => `${provider.id} ${done.get(provider.id) ?? 0}/${cases.length}`);
      output.write(`${clear}${parts.join('  ')}`);
    },
    end() {
      hasEnded = true;
      output.write(clear);
    },
  };
}
