import { gist, isGranted } from './rfc-answers.ts';
import { withFault } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const isUnknownClient = withFault('unknown-client', '');
const isMissingId = withFault('missing-parameter', 'client_id');

/**
 * RFC 6749 §2.3.1: credentials are not included in the request URI. A server that reads them there answers as it does to an
 * unknown client; one that does not, as to a missing one.
 */
export const rfcCredentialsInUrl = rfcCheck('rfc/credentials-in-url', {
  of: withFault('credentials-in-query'),
  otherwise: 'no case of this provider sends credentials in the query',
  show: (seen, all) => {
    const expected = 'credentials in the query are not read';
    if (isGranted(seen)) return [{ at: '', expected, actual: gist(seen) }];
    const unknown = all.find(({ subject }) => isUnknownClient(subject));
    const missing = all.find(({ subject }) => isMissingId(subject));
    if (unknown === undefined || missing === undefined)
      return 'no answers to an unknown client and to a missing client_id to compare with';
    if (gist(seen) !== gist(unknown)) return [];
    return gist(unknown) === gist(missing)
      ? 'an unknown client and a missing client_id get the same answer'
      : [{ at: '', expected, actual: `${gist(seen)}, as for an unknown client` }];
  },
});
