import type { NumberForm } from '../../model/exchange.ts';
import { secondsPer } from '../../model/lifetime-range.ts';
import { childOf, isObject, valueAt } from '../../model/pointer.ts';
import type { Json, Pointer } from '../../model/provider.ts';
import { isScope, memberPlaces, standardMembers } from '../../oauth/token-response.ts';
import { notJson, valueInWords } from '../findings.ts';
import { droppedBy21, keptBy21, type RfcRow, type Seen, section } from '../row.ts';
import { granted, grantedMembers, grants, headerOf, memberInWords, memberOf, membersOf, tokenOf } from './answers.ts';
import { tokenRequests, tokenRequestsAndRefusals } from './cases.ts';

/** Seconds. */
const hour = 3600;
const year = 31_536_000;

/** A registered name or a URI. Masking puts angle quotes into a URI. */
const typeGrammar = /^[\w.-]+$|^[a-z][a-z\d+.-]*:[^\s"\\]+$/i;

/** RFC 6749 §5.1 and its kin: what a token response looks like. */
export const tokenResponseRules = {
  'rfc/success-status': {
    words: 'a token must be granted with status 200',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequests,
    parts: ['status'],
    show: granted(({ answer: { status } }) =>
      status === 200 ? [] : [{ at: '', expected: 'status 200', actual: `status ${status}` }],
    ),
  },
  /** Its characters are VSCHAR (A.12). */
  'rfc/access-token': {
    words: 'access_token must be present, in printable ASCII',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequests,
    parts: ['/access_token'],
    show: granted((seen) => {
      const { answer } = seen;
      const { body, tokens } = answer;
      const { at, value } = memberOf(seen, 'access_token');
      const expected = 'a string of printable ASCII';
      if (body.kind !== 'json') return [{ at: '', expected: 'a JSON object with access_token', actual: notJson(body) }];
      const members = membersOf(answer) ?? {};
      const elsewhere = tokens.some((one) => one.at.endsWith('/access_token') && one.at !== at);
      if (value === undefined && elsewhere) return 'it does not stand at the top level: see rfc/top-level';
      const token = tokens.find((one) => one.at === at);
      if (typeof value !== 'string' || value === '')
        return [{ at, expected, actual: memberInWords(members, 'access_token') }];
      return token?.vschar === false ? [{ at, expected, actual: 'a string with other characters' }] : [];
    }),
  },
  'rfc/top-level': {
    words: 'the members of a token response must stand at the top level',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('C.3'),
    ...tokenRequests,
    parts: [''],
    show: granted((seen) => {
      const { body } = seen.answer;
      if (body.kind !== 'json') return 'the body of the token response is not JSON';
      const root = body.json;
      if (!isObject(root)) return [{ at: '', expected: 'an object', actual: valueInWords(root) }];
      return elsewhereIn(root, seen).flatMap(({ name, at }) => {
        // A copy does no harm where the member stands at the top level too.
        return Object.hasOwn(root, name)
          ? []
          : [{ at, expected: `${name} at the top level`, actual: `it is at ${at}` }];
      });
    }),
  },
  /** Its letter case does not matter (A.13). */
  'rfc/token-type': {
    words: 'token_type must be present',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequests,
    parts: ['/token_type'],
    show: grantedMembers((members, seen) => {
      const type = members['token_type'];
      if (typeof type === 'string' && typeGrammar.test(type)) return [];
      const expected = 'the type of the token, e.g. "Bearer"';
      return [{ at: memberOf(seen, 'token_type').at, expected, actual: memberInWords(members, 'token_type') }];
    }),
  },
  'rfc/bearer-token': {
    words: 'a Bearer token must consist of b64token characters',
    level: 'MUST',
    source: section(6750, '2.1'),
    oauth21: keptBy21('5.1.1'),
    ...tokenRequests,
    parts: ['token-text', '/token_type'],
    show: granted((seen) => {
      const token = tokenOf(seen);
      if (token === undefined) return 'there is no token: see rfc/access-token';
      if (!isBearer(seen)) return 'the token is not said to be a Bearer token';
      return token.b64token
        ? []
        : [
            {
              at: memberOf(seen, 'access_token').at,
              expected: 'b64token characters',
              actual: 'a string with other characters',
            },
          ];
    }),
  },
  'rfc/expires-in': {
    words: 'expires_in should be present',
    level: 'SHOULD',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequests,
    parts: ['/expires_in'],
    show: grantedMembers(({ expires_in: expiresIn }, seen) =>
      expiresIn === undefined
        ? [{ at: memberOf(seen, 'expires_in').at, expected: 'the lifetime in seconds', actual: 'nothing' }]
        : [],
    ),
  },
  /** No string, no fraction, no exponent, no sign (A.14). */
  'rfc/expires-in-digits': {
    words: 'expires_in must be a number of digits',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequests,
    parts: ['/expires_in'],
    show: grantedMembers(({ expires_in: expiresIn }, seen) => {
      const { body, beyond = [] } = seen.answer;
      const { at } = memberOf(seen, 'expires_in');
      if (expiresIn === undefined) return 'there is no expires_in: see rfc/expires-in';
      const form = body.kind === 'json' ? body.numbers?.find((number) => number.at === at)?.form : undefined;
      const isDigits = typeof expiresIn === 'number' && Number.isInteger(expiresIn) && expiresIn >= 0;
      if (isDigits && form === undefined)
        return beyond.includes('number forms') ? 'the answer has more forms of numbers than are noted' : [];
      const written = form === undefined ? '' : `, ${numberForms[form]}`;
      return [{ at, expected: 'a number of digits', actual: `${valueInWords(expiresIn)}${written}` }];
    }),
  },
  /** The unit is the second. A larger number is likely in milliseconds, or a time instead of a duration. */
  'rfc/plausible-lifetime': {
    words: 'a lifetime is positive and at most a year',
    level: 'heuristic',
    source: section(6749, '5.1'),
    ...tokenRequests,
    parts: ['/expires_in'],
    show: grantedMembers(({ expires_in: expiresIn }, seen) => {
      if (typeof expiresIn !== 'number') return 'there is no expires_in that is a number';
      return expiresIn > 0 && expiresIn <= year
        ? []
        : [{ at: memberOf(seen, 'expires_in').at, expected: `from 1 to ${year}`, actual: valueInWords(expiresIn) }];
    }),
  },
  'rfc/short-lifetime': {
    words: 'a Bearer token should live for an hour or less',
    level: 'SHOULD',
    source: section(6750, '5.3'),
    ...tokenRequests,
    parts: ['/expires_in', '/token_type'],
    show: grantedMembers(({ expires_in: expiresIn }, seen) => {
      if (!isBearer(seen)) return 'the token is not said to be a Bearer token';
      const { iat, exp, enc } = tokenOf(seen)?.jwt ?? {};
      const written = iat !== undefined && exp !== undefined ? exp - iat : undefined;
      const per = secondsPer(seen.subject.provider.token.expiry?.unit ?? 'seconds');
      const unitIsKnown = per !== undefined;
      const seconds = unitIsKnown && typeof expiresIn === 'number' ? expiresIn * per : written;
      if (seconds === undefined)
        return unitIsKnown
          ? 'nothing says how long the token lives'
          : `the documentation does not say the unit of expires_in, and the token is ${enc === undefined ? 'opaque' : 'encrypted'}`;
      return seconds <= hour
        ? []
        : [{ at: memberOf(seen, 'expires_in').at, expected: `at most ${hour} seconds`, actual: `${seconds} seconds` }];
    }),
  },
  /** A response without scope grants the one that was asked for (§5.1). The grammar is in A.4. */
  'rfc/scope': {
    words: 'scope must be a list of scope tokens',
    level: 'MUST',
    source: section(6749, '3.3'),
    oauth21: keptBy21('1.4.1'),
    ...tokenRequests,
    parts: ['/scope'],
    show: grantedMembers(({ scope }, seen) => {
      const { illFormed = [] } = seen.answer;
      const { at } = memberOf(seen, 'scope');
      if (scope === undefined) return 'no token response has a scope: it says that the one asked for was granted';
      return typeof scope === 'string' && !illFormed.includes(at) && (at === '/scope' || isScope(scope))
        ? []
        : [{ at, expected: 'words with one space between them', actual: valueInWords(scope) }];
    }),
  },
  'rfc/refresh-token': {
    words: 'client credentials should not get a refresh_token',
    level: 'SHOULD',
    source: section(6749, '4.4.3'),
    oauth21: droppedBy21('4.2'),
    ...tokenRequests,
    parts: ['/refresh_token'],
    show: grantedMembers(({ refresh_token: token }, seen) =>
      token === undefined
        ? []
        : [{ at: memberOf(seen, 'refresh_token').at, expected: 'nothing', actual: valueInWords(token) }],
    ),
  },
  /** Of error responses too (§5.2). Parameters such as charset are allowed. */
  'rfc/media-type': {
    words: 'an answer must be application/json',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequestsAndRefusals,
    parts: ['media-type'],
    show: (seen) => {
      const { status } = seen.answer;
      // Other refusals, such as 405 and 415, are answers of HTTP.
      if (!grants(seen) && status !== 400 && status !== 401) return `status ${status} is an answer of HTTP`;
      const sent = headerOf(seen.answer, 'content-type');
      const actual = sent === undefined ? 'no Content-Type' : `Content-Type ${sent}`;
      return sent?.split(';')[0]?.trim().toLowerCase() === 'application/json'
        ? []
        : [{ at: '', expected: 'Content-Type application/json', actual }];
    },
  },
  /** By analogy with RFC 6749 §3.2, which forbids it of parameters. */
  'rfc/repeated-member': {
    words: 'a member should be there once',
    level: 'SHOULD',
    source: section(8259, '4'),
    ...tokenRequestsAndRefusals,
    parts: [''],
    show: ({ answer: { body, beyond = [] } }) => {
      if (body.kind !== 'json') return 'the body is not JSON';
      const repeated = body.oddities.filter(({ is }) => is === 'repeated-member');
      if (repeated.length === 0 && beyond.includes('oddities'))
        return 'the answer has more oddities than are looked at';
      return repeated.map(({ at }) => ({ at, expected: 'there once', actual: 'there more than once' }));
    },
  },
  'rfc/cache-control': {
    words: 'a token response must have Cache-Control: no-store',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: keptBy21('3.2.3'),
    ...tokenRequests,
    ...cacheHeader('Cache-Control', 'no-store'),
  },
  /** For caches of HTTP/1.0. */
  'rfc/pragma': {
    words: 'a token response must have Pragma: no-cache',
    level: 'MUST',
    source: section(6749, '5.1'),
    oauth21: droppedBy21('3.2.3'),
    ...tokenRequests,
    ...cacheHeader('Pragma', 'no-cache'),
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

const numberForms: Readonly<Record<NumberForm, string>> = {
  fraction: 'written with a fraction',
  exponent: 'written with an exponent',
  'negative-zero': 'written with a sign',
};

const standardNames: readonly string[] = standardMembers;

/** The members that stand elsewhere than in RFC 6749: below other members, or where the documentation has them. */
function elsewhereIn(root: Json, { subject }: Seen): readonly { readonly name: string; readonly at: Pointer }[] {
  const nested = nestedMembers(root, '').map((at) => ({ name: at.slice(at.lastIndexOf('/') + 1), at }));
  const documented = Object.entries(memberPlaces(subject.provider.token)).flatMap(([name, at]) =>
    at === `/${name}` || valueAt(root, at) === undefined || nested.some((one) => one.at === at) ? [] : [{ name, at }],
  );
  return [...nested, ...documented];
}

/** Where members of RFC 6749 stand inside other members. */
function nestedMembers(value: Json, at: Pointer): readonly Pointer[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => nestedMembers(item, childOf(at, index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(at !== '' && standardNames.includes(name) ? [childOf(at, name)] : []),
    ...nestedMembers(inner, childOf(at, name)),
  ]);
}

function isBearer(seen: Seen): boolean {
  const type = memberOf(seen, 'token_type').value;
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

function cacheHeader(header: string, directive: string): Required<Pick<RfcRow, 'show' | 'parts'>> {
  return {
    parts: [{ header }],
    show: granted(({ answer }) => {
      const sent = headerOf(answer, header.toLowerCase());
      const directives = sent?.split(',').map((one) => one.trim().toLowerCase()) ?? [];
      const actual = sent === undefined ? `no ${header}` : `${header}: ${sent}`;
      return directives.includes(directive) ? [] : [{ at: '', expected: `${header}: ${directive}`, actual }];
    }),
  };
}
