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
import { isUnreachable } from '../../oauth/who-answered.ts';
import { valueInWords } from '../findings.ts';
import type { Seen, Show, Shown } from '../row.ts';
import { isTokenRequest } from './cases.ts';

type BodyMembers = { readonly [name: string]: Json };

const tokensOf = ({ subject, answer }: Seen): readonly TokenFacts[] => clientTokens(answer, subject.provider.token);
export const tokenOf = (seen: Seen): TokenFacts | undefined => tokensOf(seen)[0];

/** Whether an answer is a token response for a client: see {@link isTokenResponse}. */
export const grants = (seen: Seen): boolean => isTokenResponse({ status: seen.answer.status, tokens: tokensOf(seen) });
export const refuses = ({ answer }: Seen): boolean => statusClass(answer.status) === 4;

const errorOf = ({ answer }: Seen): string | undefined => {
  const error = membersOf(answer)?.['error'];
  return typeof error === 'string' ? error : undefined;
};

const isOwnRefusal = (seen: Seen): boolean =>
  refuses(seen) && seen.subject.case.fault !== undefined && membersOf(seen.answer) !== undefined;

/**
 * Whether the server itself failed on a request that it had to grant or refuse. A page with 5xx is its failure only if it refuses
 * other requests with JSON; otherwise something in front of it may have sent the page.
 */
export const fails = (seen: Seen, all: readonly Seen[]): boolean =>
  statusClass(seen.answer.status) === 5 &&
  !isUnreachable(seen.answer.status) &&
  (seen.answer.body.kind === 'json' || all.some(isOwnRefusal));

const isPage = ({ answer }: Seen): boolean =>
  answer.body.kind === 'text' && headerOf(answer, 'content-type')?.toLowerCase().startsWith('text/html') === true;
const isGone = (seen: Seen): boolean => [404, 405, 410].includes(seen.answer.status) && !grants(seen);

/** Why an answer was not given by a token endpoint; `undefined` if it was. `all`: every answer of the provider. */
export function notOfEndpoint(seen: Seen, all: readonly Seen[]): string | undefined {
  const { status } = seen.answer;
  if (all.every(isGone) && all.some(({ subject }) => isTokenRequest(subject)))
    return `no token endpoint answered: status ${status} to every request`;
  if (isPage(seen) && (status === 403 || status === 429 || isUnreachable(status)))
    return `an HTML page with status ${status} is no answer of the token endpoint`;
  return undefined;
}

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

export const noRefusal = ({ answer }: Seen): string => `status ${answer.status} is no refusal`;

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

/** Whether every documented token request was refused. Then a request with one more fault may be refused for the same reason. */
const grantsNothing = (all: readonly Seen[]): boolean =>
  all.some(({ subject }) => isTokenRequest(subject)) && !grantsAnything(all);

const nothingGranted = 'not even the canonical request got a token';

/** A request that is unusual but right must get a token like the canonical one. */
export const stillGranted: Show = (seen, all) => {
  if (grants(seen)) return [];
  if (!refuses(seen) && !fails(seen, all)) return noRefusal(seen);
  return grantsAnything(all) ? [{ at: '', expected: 'a token', actual: gist(seen) }] : nothingGranted;
};

/** A fault must be refused with an error code that RFC 6749 has for it. `fault` and its subject `of` are for a case that sends no fault. */
export const refusedAsTheRfcSays =
  (fault?: Parameters<typeof faultNamed>[0], of?: string): Show =>
  (seen, all) => {
    const sent = seen.subject.case.fault;
    const name = fault ?? sent?.name;
    const expectation = name && faultNamed(name).rfc(of ?? sent?.of ?? '', seen.subject.provider);
    if (expectation === undefined) return 'the RFC has no answer to it';
    const expected = `error ${expectation.errors.join(' or ')}`;
    if (grants(seen) || fails(seen, all)) return [{ at: '', expected, actual: gist(seen) }];
    if (!refuses(seen)) return noRefusal(seen);
    const error = errorOf(seen);
    if (error === undefined) return 'the refusal has no error code: see rfc/error-code';
    if (
      seen.subject.case.safety.credentials === 'configured' &&
      grantsNothing(all) &&
      !expectation.errors.includes(error)
    )
      return nothingGranted;
    return expectation.errors.includes(error) ? [] : [{ at: '/error', expected, actual: valueInWords(error) }];
  };
