import type { Answer, TokenFacts } from '../../model/exchange.ts';
import { isObject, valueAt } from '../../model/pointer.ts';
import type { Json, Pointer } from '../../model/provider.ts';
import { faultNamed } from '../../oauth/faults.ts';
import {
  clientTokens,
  isTokenResponse,
  memberPlaces,
  type StandardMember,
  standardMembers,
  statusClass,
} from '../../oauth/token-response.ts';
import { valueInWords } from '../findings.ts';
import type { Seen, Show, Shown } from '../row.ts';
import { isTokenRequest } from './cases.ts';

type BodyMembers = { readonly [name: string]: Json };

const tokensOf = ({ subject, answer }: Seen): readonly TokenFacts[] => clientTokens(answer, subject.provider.token);
export const tokenOf = (seen: Seen): TokenFacts | undefined => tokensOf(seen)[0];

/** Whether an answer is a token response for a client: see {@link isTokenResponse}. */
export const grants = (seen: Seen): boolean => isTokenResponse({ status: seen.answer.status, tokens: tokensOf(seen) });
export const refuses = ({ answer }: Seen): boolean => statusClass(answer.status) === 4;

export const membersOf = ({ body }: Answer): BodyMembers | undefined =>
  body.kind === 'json' && isObject(body.json) ? body.json : undefined;

/** A member by its meaning: where the documentation has it, or else where RFC 6749 has it. */
export function memberOf(
  { subject, answer }: Seen,
  name: StandardMember,
): { readonly at: Pointer; readonly value: Json | undefined } {
  const body = membersOf(answer);
  const documented = memberPlaces(subject.provider.token)[name];
  const value = valueAt(body, documented);
  const standard = body?.[name];
  return value === undefined && standard !== undefined
    ? { at: `/${name}`, value: standard }
    : { at: documented, value };
}

export const headerOf = ({ headers }: Answer, wanted: string): string | undefined => {
  const values = headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
  return values.length === 0 ? undefined : values.join(', ');
};

const errorOf = ({ answer }: Seen): string | undefined => {
  const error = membersOf(answer)?.['error'];
  return typeof error === 'string' ? error : undefined;
};

/** The value of a member in words. Where it is missing: the names of the members that are there. */
export function memberInWords(members: BodyMembers, name: string): string {
  const names = Object.keys(members).slice(0, 20).join(', ');
  return members[name] === undefined && names !== '' ? `nothing; the body has ${names}` : valueInWords(members[name]);
}

/** An answer in brief. Two answers with the same gist count as the same. */
export const gist = (seen: Seen): string => {
  const { error, error_code: code } = membersOf(seen.answer) ?? {};
  const said = [error, code].find((one) => typeof one === 'string');
  return `status ${seen.answer.status}${tokensOf(seen).length > 0 ? ' and a token' : said === undefined ? '' : ` ${said}`}`;
};

/** For rows on a granted answer. */
export const granted =
  (show: Show): Show =>
  (seen, all) =>
    grants(seen) ? show(seen, all) : 'no token was granted';

/** For rows on the members of a token response, which have the names of RFC 6749 wherever they stand. A body without members is a finding of rfc/access-token. */
export const grantedMembers = (show: (members: BodyMembers, seen: Seen) => Shown): Show =>
  granted((seen) => {
    const members = membersOf(seen.answer);
    if (members === undefined) return 'the body of the token response is not a JSON object';
    const byMeaning = standardMembers.flatMap((name) => {
      const { value } = memberOf(seen, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return show({ ...members, ...Object.fromEntries(byMeaning) }, seen);
  });

/** Whether the endpoint grants any documented token request. If not, the refusal of another request says nothing. */
const grantsAnything = (all: readonly Seen[]): boolean =>
  all.some((seen) => isTokenRequest(seen.subject) && grants(seen));

/** A request that is unusual but right must get a token like the canonical one. */
export const stillGranted: Show = (seen, all) => {
  if (grants(seen)) return [];
  if (!refuses(seen)) return `status ${seen.answer.status} is no refusal`;
  return grantsAnything(all)
    ? [{ at: '', expected: 'a token', actual: gist(seen) }]
    : 'not even the canonical request got a token';
};

/** A fault must be refused with an error code that RFC 6749 has for it. `fault` and its subject `of` are for a case that sends no fault. */
export const refusedAsTheRfcSays =
  (fault?: Parameters<typeof faultNamed>[0], of?: string): Show =>
  (seen) => {
    const sent = seen.subject.case.fault;
    const name = fault ?? sent?.name;
    const expectation = name && faultNamed(name).rfc(of ?? sent?.of ?? '');
    if (expectation === undefined) return 'the RFC has no answer to it';
    const expected = `error ${expectation.errors.join(' or ')}`;
    if (grants(seen)) return [{ at: '', expected, actual: gist(seen) }];
    if (!refuses(seen)) return `status ${seen.answer.status} is no refusal`;
    const error = errorOf(seen);
    if (error === undefined) return 'the refusal has no error code: see rfc/error-code';
    return expectation.errors.includes(error) ? [] : [{ at: '/error', expected, actual: valueInWords(error) }];
  };
