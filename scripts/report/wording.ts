import type { NotSent } from '../model/exchange.ts';
import type { Citation, Evidence, Verdict } from '../model/finding.ts';
import type { Basis } from '../model/provider.ts';

/** e.g. `1 case`, `2 cases`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The text in at most `most` characters; where something is cut off, the last one is `…`. */
export const cutTo = (most: number, text: string): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** A citation without its quote, e.g. `Acme: Tokens, Response, https://docs.acme.test/tokens`. */
export const citationInOneLine = ({ title, at, url }: Citation): string =>
  [title, at, url].filter((part) => part !== undefined).join(', ');

/** Where a finding points to. */
export const placeInWords = (pointer: string): string => (pointer === '' ? 'the whole answer' : pointer);

/** e.g. `2026-11-21 03:00 UTC`, from ISO 8601 in UTC. */
export const momentInWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** Said of what holds only because the mock host assumes an answer. */
export const assumptionNote = 'on an assumption of the mock';

/** The same of a number of cases or rows. */
export const onAssumptions = (count: number): string => `${count} on assumptions of the mock`;

/** What a provider departs from, by the verdict that says so. */
export const verdictNames: Readonly<Record<Verdict, string>> = {
  docs: 'its documentation',
  baseline: 'what was accepted',
  rfc: 'the RFCs',
  run: 'what a token endpoint may do',
};

/** Where the answer to an open question comes from: in brackets on the console, on a badge in HTML. */
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

/** Why a case was not sent. */
export const notSentReasons: Readonly<Record<NotSent, string>> = {
  'mock-only': 'never sent to a live host',
  'not-asked': 'only recorded, and only with --observe',
  budget: 'it would go over what the provider allows',
  'credentials-rejected': 'the credentials had been rejected',
  down: 'the endpoint was down',
  throttled: 'the host had turned us away',
  interrupted: 'interrupted',
  'not-configured': 'not configured',
};
