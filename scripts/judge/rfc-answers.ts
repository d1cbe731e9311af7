import type { Answer, TokenFacts } from '../model/exchange.ts';
import { isObject } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { faultNamed } from '../oauth/faults.ts';
import { inWords } from './findings.ts';
import type { Seen, Show, Shown } from './rfc-check.ts';

type Members = { readonly [name: string]: Json };

/** Where a client looks for the token: RFC 6749's place or the documented one. */
export const tokenOf = ({ subject, answer }: Seen): TokenFacts | undefined =>
  answer.tokens.find(
    ({ at, kind }) =>
      (at === '/access_token' || at === subject.provider.token.accessToken) && (kind === 'jwt' || kind === 'opaque'),
  );

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
export const isGranted = (seen: Seen): boolean => isSuccess(seen.answer.status) || tokenOf(seen) !== undefined;
export const isRefused = ({ answer }: Seen): boolean => answer.status >= 400 && answer.status < 500;

export const membersOf = ({ body }: Answer): Members | undefined =>
  body.kind === 'json' && isObject(body.json) ? body.json : undefined;

export const headerOf = ({ headers }: Answer, wanted: string): string | undefined => {
  const values = headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
  return values.length === 0 ? undefined : values.join(', ');
};

export const errorOf = ({ answer }: Seen): string | undefined => {
  const error = membersOf(answer)?.['error'];
  return typeof error === 'string' ? error : undefined;
};

/** A member in words; where it is not there, what is there instead. */
export function memberInWords(members: Members, name: string): string {
  const names = Object.keys(members).slice(0, 20).join(', ');
  return members[name] === undefined && names !== '' ? `nothing; the body has ${names}` : inWords(members[name]);
}

/** The answer in brief, to compare one with another. */
export const gist = (seen: Seen): string => {
  const { error, error_code: code } = membersOf(seen.answer) ?? {};
  const said = [error, code].find((one) => typeof one === 'string');
  return `status ${seen.answer.status}${isGranted(seen) ? ' and a token' : said === undefined ? '' : ` ${said}`}`;
};

export const granted =
  (show: Show): Show =>
  (seen, all) =>
    isGranted(seen) ? show(seen, all) : 'no token was granted';

/** Of the members of a token response; a body without any is a finding of rfc/access-token. */
export const grantedMembers = (show: (members: Members, seen: Seen) => Shown): Show =>
  granted((seen) => {
    const members = membersOf(seen.answer);
    return members === undefined ? 'the body of the token response is not a JSON object' : show(members, seen);
  });

/** Whether the endpoint grants the canonical request at all: if not, another refusal says nothing. */
export const grantsAnything = (all: readonly Seen[]): boolean =>
  all.some((seen) => seen.subject.case.folder === 'Token' && isGranted(seen));

/** A request that is unusual but right must get a token like the canonical one. */
export const stillGranted: Show = (seen, all) => {
  if (isGranted(seen)) return [];
  if (!isRefused(seen)) return `status ${seen.answer.status} is no refusal`;
  return grantsAnything(all)
    ? [{ at: '', expected: 'a token', actual: gist(seen) }]
    : 'not even the canonical request got a token';
};

/** A fault must be refused with an error code that RFC 6749 has for it. `fault` stands in for a case that sends none. */
export const refusedAsTheRfcSays =
  (fault?: Parameters<typeof faultNamed>[0], of?: string): Show =>
  (seen) => {
    const sent = seen.subject.case.fault;
    const name = fault ?? sent?.name;
    const expectation = name && faultNamed(name).rfc(of ?? sent?.of ?? '');
    if (expectation === undefined) return 'the RFC has no answer to it';
    const expected = `error ${expectation.errors.join(' or ')}`;
    if (isGranted(seen)) return [{ at: '', expected, actual: gist(seen) }];
    if (!isRefused(seen)) return `status ${seen.answer.status} is no refusal`;
    const error = errorOf(seen);
    if (error === undefined) return 'the refusal has no error code: see rfc/error-code';
    return expectation.errors.includes(error) ? [] : [{ at: '/error', expected, actual: inWords(error) }];
  };
