import { evidenceOf } from './findings.ts';
import { granted, headerOf } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck, type Seen } from './rfc-check.ts';

const cacheHeader = (rule: 'rfc/cache-control' | 'rfc/pragma', name: string, directive: string) =>
  rfcCheck(rule, {
    of: tokenCases,
    otherwise: 'no token request was selected',
    show: granted(({ answer }) => {
      const sent = headerOf(answer, name.toLowerCase());
      const directives = sent?.split(',').map((one) => one.trim().toLowerCase()) ?? [];
      return directives.includes(directive)
        ? []
        : [
            {
              at: '',
              expected: `${name}: ${directive}`,
              actual: sent === undefined ? `no ${name}` : `${name}: ${sent}`,
            },
          ];
    }),
    evidence: (seen) => (isShown(seen, name) ? evidenceOf(seen.subject) : ofTheMock(seen)),
  });

/** Whether the documentation shows the header; a page that shows bodies alone says nothing of it. */
const isShown = ({ subject }: Seen, name: string): boolean =>
  Object.keys(subject.case.response?.headers ?? {}).some((shown) => shown.toLowerCase() === name.toLowerCase());

const ofTheMock = ({ subject }: Seen) =>
  evidenceOf(subject) === 'provider' ? ('provider' as const) : ('mock-assumed' as const);

/** RFC 6749 §5.1: Cache-Control with no-store in every response that holds a token. */
export const rfcCacheControl = cacheHeader('rfc/cache-control', 'Cache-Control', 'no-store');

/** RFC 6749 §5.1: Pragma with no-cache, for caches of HTTP/1.0. */
export const rfcPragma = cacheHeader('rfc/pragma', 'Pragma', 'no-cache');
