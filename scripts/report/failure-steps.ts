import type { Attempt } from '../model/exchange.ts';
import type { ProviderReport } from '../model/report.ts';
import { environmentName } from '../model/variables.ts';
import { momentInWords } from './wording.ts';

const lastAttempt = ({ cases }: ProviderReport): Attempt | undefined =>
  cases.flatMap(({ exchange }) => exchange.attempts.slice(-1)).at(-1);

/** What to look at first where a provider could not be reached, in a step. */
export function stepForUnreachable(provider: ProviderReport): string {
  const { id, name, origin } = provider;
  const last = lastAttempt(provider);
  const host = origin === undefined ? 'the host' : `\`${new URL(origin).host}\``;
  const failure = last?.kind === 'failed' ? last.failure : undefined;
  if (failure === 'dns')
    return `DNS knows no host with the name ${host}. See whether \`${environmentName(id, 'baseUrl')}\` is spelt right, and whether this machine needs a VPN or another DNS server.`;
  if (failure === 'tls')
    return `No secure connection to ${host} could be made. See whether its certificate is valid and whether this port speaks TLS. The file of a certificate authority of your own belongs in \`NODE_EXTRA_CA_CERTS\`.`;
  return `See whether ${name} reports an outage.`;
}

/** When to come back where the host throttles us, in a step. Says the moment if the host does, with `Retry-After` in seconds. */
export function stepForThrottled(provider: ProviderReport): string {
  const last = lastAttempt(provider);
  const header =
    last?.kind === 'answered'
      ? last.answer.headers.find(([header]) => header.toLowerCase() === 'retry-after')
      : undefined;
  const seconds = header !== undefined && /^\d{1,7}$/.test(header[1]) ? Number(header[1]) : undefined;
  if (last === undefined || seconds === undefined) return 'Wait, then run it again with a longer `--interval`.';
  const moment = new Date(Date.parse(last.startedAt) + last.ms + seconds * 1000).toISOString();
  return `Wait until ${momentInWords(moment)}, as \`Retry-After: ${seconds}\` asks, then run it again with a longer \`--interval\`.`;
}
