import type { NotSent } from '../model/exchange.ts';

/** Why a case was not sent, for somebody who did not write this. */
export const notSentInWords: Readonly<Record<NotSent, string>> = {
  'mock-only': 'never sent to a live host',
  'not-asked': 'only recorded, and only with --observe',
  budget: 'it would go over what the provider allows',
  'credentials-rejected': 'the credentials had been rejected',
  down: 'the endpoint was down',
  throttled: 'the host had turned us away',
  interrupted: 'interrupted',
  'not-configured': 'not configured',
};
