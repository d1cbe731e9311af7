import type { Evidence, NotSent } from '../model/exchange.ts';
import type { Citation, Verdict } from '../model/finding.ts';
import type { Basis } from '../model/provider.ts';
import type { TokenBudget } from '../model/report.ts';

/** e.g. `1 case`, `2 cases`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The first `most` characters of the text. If more was there, the last one is `…`. */
export const cutTo = (most: number, text: string): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** A citation without its quote, e.g. `Acme: Tokens, Response, https://docs.acme.test/tokens`. */
export const citationInOneLine = ({ title, at, url }: Citation): string =>
  [title, at, url].filter((part) => part !== undefined).join(', ');

/** The place that a pointer names. */
export const placeInWords = (pointer: string): string => (pointer === '' ? 'the whole answer' : pointer);

/** e.g. `2026-11-21 03:00 UTC`. Takes ISO 8601 in UTC. */
export const momentInWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** e.g. `its budget of 2 tokens an hour is used until 14:05 UTC`. */
export function budgetInWords({ tokensPerHour, usedUntil }: TokenBudget): string {
  const minuteMs = 60_000;
  // Rounded up: at the minute that is named, the next token may be asked for.
  const until = usedUntil && new Date(Math.ceil(Date.parse(usedUntil) / minuteMs) * minuteMs).toISOString();
  return `its budget of ${plural(tokensPerHour, 'token')} an hour is used${until ? ` until ${until.slice(11, 16)} UTC` : ''}`;
}

/** Follows what holds, or is broken, only on an answer that the mock host assumes. */
export const assumptionNote = 'on an assumption of the mock';

/** e.g. `5 on assumptions of the mock`. */
export const onAssumptions = (count: number): string => `${count} on assumptions of the mock`;

/** What a provider departs from if a rule of the verdict is broken. */
export const verdictNames: Readonly<Record<Verdict, string>> = {
  docs: 'its documentation',
  baseline: 'what was accepted',
  rfc: 'the RFCs',
  run: 'what a token endpoint may do',
};

/** Where the answer to an open question comes from. */
export const evidences: Readonly<Record<Evidence, { readonly console: string; readonly html: string }>> = {
  provider: { console: 'observed', html: 'seen at the provider' },
  'mock-documented': { console: 'the mock', html: 'seen at the mock host only, as documented' },
  'mock-assumed': { console: 'assumed by the mock', html: 'assumed by the mock host: no evidence' },
};

/** What a case claims of its answer. */
export const bases: Readonly<Record<Basis, string>> = {
  documented: 'The answer must be the documented one.',
  required: 'No correct endpoint may grant this.',
  observed: 'Nothing is claimed of the answer: it is recorded.',
};

/** Follows why a case was not sent, where a case is left out in turn: `, last sent 2026-11-20`, or nothing. */
export const lastSentInWords = ({ lastSent }: { readonly lastSent?: string | undefined }): string =>
  lastSent === undefined ? '' : `, last sent ${lastSent.slice(0, 10)}`;

/** Why a case was not sent. */
export const notSentReasons: Readonly<Record<NotSent, string>> = {
  'mock-only': 'never sent to a live host',
  'not-asked': 'only recorded, and only with --observe',
  budget: 'it would go over what the provider allows',
  'credentials-rejected': 'the credentials had been rejected',
  down: 'the endpoint was down',
  throttled: 'the host had turned us away',
  intercepted: 'something in front of the provider had answered for it',
  'no-endpoint': 'there was no token endpoint at this address',
  'grant-not-allowed': 'the client may not use this grant',
  interrupted: 'interrupted',
  'not-configured': 'not configured',
};
