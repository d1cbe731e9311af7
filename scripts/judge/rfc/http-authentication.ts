import { hasMark } from '../../model/mask.ts';
import { type RfcRow, section } from '../row.ts';
import { fails, gist, grants, headerOf, noRefusal, refuses } from './answers.ts';
import { everyCase, isFaultless, isPlainBasic } from './cases.ts';
import { challengesIn } from './challenges.ts';

const name = 'WWW-Authenticate';

/** RFC 9110 §11, §15.5.2 and RFC 7617: what HTTP itself asks of a server that authenticates clients. */
export const httpAuthenticationRules = {
  /** "The server generating a 401 response MUST send a WWW-Authenticate header field containing at least one challenge". */
  'rfc/challenge': {
    words: '401 must carry WWW-Authenticate',
    level: 'MUST',
    source: section(9110, '15.5.2'),
    ...everyCase,
    show: ({ answer }) => {
      if (answer.status !== 401) return 'no answer has status 401';
      const sent = headerOf(answer, name.toLowerCase());
      if (challengesIn(sent).length > 0) return [];
      const actual = sent === undefined ? `status 401 without ${name}` : `${name}: ${sent}`;
      return [{ at: '', expected: `${name} with a challenge`, actual }];
    },
    parts: [{ header: name }],
  },
  /** "The authentication parameter 'realm' is REQUIRED". */
  'rfc/challenge-realm': {
    words: 'a Basic challenge must name its realm',
    level: 'MUST',
    source: section(7617, '2'),
    ...everyCase,
    show: ({ answer }) => {
      const sent = headerOf(answer, name.toLowerCase());
      const basic = challengesIn(sent).filter(({ scheme }) => scheme === 'basic');
      if (basic.length === 0) return 'no answer has a Basic challenge';
      if (basic.every(({ parameters }) => parameters.includes('realm'))) return [];
      return hasMark(sent ?? '')
        ? 'the challenge is masked'
        : [{ at: '', expected: 'Basic realm="…"', actual: `${name}: ${sent}` }];
    },
    parts: [{ header: name }],
  },
  /** "It uses a case-insensitive token to identify the authentication scheme". */
  'rfc/scheme-case': {
    words: 'the scheme Basic must be read in any letter case',
    level: 'MUST',
    source: section(9110, '11.1'),
    cases: (subject) =>
      isFaultless(subject) && subject.case.request.clients.some(({ basicScheme }) => basicScheme !== undefined),
    otherwise: 'no case of this provider writes the scheme in small letters',
    show: (seen, all) => {
      const usual = all.find(({ subject }) => isPlainBasic(subject));
      if (usual === undefined) return 'no answer to Basic in its usual spelling to compare with';
      if (!grants(usual)) return `Basic in its usual spelling got ${gist(usual)}`;
      if (grants(seen)) return [];
      return refuses(seen) || fails(seen, all)
        ? [{ at: '', expected: 'a token', actual: gist(seen) }]
        : noRefusal(seen);
    },
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;
