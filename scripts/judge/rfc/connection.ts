import { keptBy21, type RfcRow, section } from '../row.ts';
import { everyCase } from './cases.ts';

const secure: readonly string[] = ['TLSv1.2', 'TLSv1.3'];

/** How the connection is protected. Our own client refuses what is too old, so the answers here came by a good version or without TLS. */
export const connectionRules = {
  /** "Implementations MUST NOT negotiate TLS version 1.0", and the same of 1.1 and of SSL. */
  'rfc/tls-version': {
    words: 'TLS must be of version 1.2 or later',
    level: 'MUST',
    source: section(9325, '3.1.1'),
    oauth21: keptBy21('1.5'),
    ...everyCase,
    show: ({ subject }) => {
      const tls = subject.exchange.attempts.at(-1)?.connection?.tls;
      if (tls === undefined) return 'the connection had no TLS';
      return secure.includes(tls) ? [] : [{ at: '', expected: 'TLSv1.2 or TLSv1.3', actual: tls }];
    },
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;
