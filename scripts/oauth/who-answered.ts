import { STATUS_CODES } from 'node:http';
import { type Case, isCanonical } from '../model/case.ts';
import type { Answer, Exchange } from '../model/exchange.ts';
import { isObject, valueAt } from '../model/pointer.ts';
import type { Json, KnownResponse, Pointer, Provider } from '../model/provider.ts';
import { codesOfRfc6749 } from './error-codes.ts';
import { isRedirect, isSuccess, tokensIn } from './token-response.ts';

/**
 * Who gave an answer.
 * `provider`: the provider itself. Only this can be judged.
 * `front`: something in front of it, such as a gateway, a firewall or a maintenance page.
 * `unreachable`: something in front of it that cannot reach it.
 * `failing`: a server error without the provider's own error answer. Either of the two may have sent it.
 * `no-endpoint`: a web server that has no token endpoint at this address.
 */
export type Answerer = 'provider' | 'front' | 'unreachable' | 'failing' | 'no-endpoint';

/** RFC 6749 §5.2, and those of later RFCs that no gateway sends for reasons of its own. */
const standardCodes: readonly string[] = [...codesOfRfc6749, 'invalid_target', 'invalid_dpop_proof', 'use_dpop_nonce'];

/** RFC 9110 §15.5.9, §15.6.3 to §15.6.5, and the statuses by which content delivery networks say that the origin is gone. */
export const isUnreachable = (status: number): boolean =>
  status === 408 || (status >= 502 && status <= 504) || (status >= 520 && status <= 530);

/** The `error` member, if it is a code and not the reason phrase that web servers and frameworks put there. */
function codeOf({ status, body }: Answer): string | undefined {
  const error = body.kind === 'json' && isObject(body.json) ? body.json['error'] : undefined;
  if (typeof error !== 'string' || error === '') return undefined;
  const phrase = STATUS_CODES[status] ?? '';
  const isPhrase = isNotFound(status) ? lettersOf(error) === lettersOf(phrase) : error === phrase;
  return isPhrase ? undefined : error;
}

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');

/** The statuses of a web server that has no such page, or takes no POST there. */
const isNotFound = (status: number): boolean => status === 404 || status === 405 || status === 410;

/** Whether an answer is one of the provider's documented or assumed ones, by its status and its documented values. */
export function fitsResponse({ status, body }: Answer, response: KnownResponse): boolean {
  if (![response.status].flat().includes(status)) return false;
  if (response.isEmpty === true) return body.kind === 'empty';
  if (body.kind !== 'json') return false;
  const values = Object.entries(response.values ?? {});
  const isAdvisory = (at: string): boolean => response.advisory?.some((one) => one === at) === true;
  const { json } = body;
  if (values.length > 0)
    return values.every(([name, value]) => isAdvisory(name) || sameJson(valueAt(json, toPointer(name)), value));
  return (
    isObject(response.example) &&
    isObject(json) &&
    Object.entries(response.example).every(
      ([name, shown]) => Object.hasOwn(json, name) && (!isCode(shown) || json[name] === shown),
    )
  );
}

/** A text of one word, such as `invalid_client`: a code. Sentences and placeholders differ between answers of one kind. */
const isCode = (value: Json | undefined): boolean => typeof value === 'string' && /^[\w.-]+$/.test(value);
const toPointer = (name: string): Pointer => `/${name.slice(1)}`;
const sameJson = (one: Json | undefined, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);
const namesOf = (value: Json): readonly string[] => (isObject(value) ? Object.keys(value) : []);

/** The member names that all refusals of a provider have. `undefined`: none is known. */
function envelopeOf({ responses }: Provider): readonly string[] | undefined {
  const refusals = Object.values(responses).filter((one) => [one.status].flat().every((status) => status >= 400));
  const [first, ...rest] = refusals.map(({ example }) => namesOf(example)).filter((names) => names.length > 0);
  return first?.filter((name) => rest.every((names) => names.includes(name)));
}

/** Whether an answer is an error answer of the provider's own: a documented one, its usual envelope, or a code of OAuth. */
function isOwnError(answer: Answer, provider: Provider): boolean {
  const code = codeOf(answer);
  if (code !== undefined && standardCodes.includes(code)) return true;
  if (Object.values(provider.responses).some((response) => fitsResponse(answer, response))) return true;
  const { body, status } = answer;
  if (body.kind !== 'json' || !isObject(body.json)) return false;
  const envelope = envelopeOf(provider);
  if (envelope !== undefined && envelope.length > 0) {
    const names = namesOf(body.json);
    return envelope.every((name) => names.includes(name)) && !(envelope.includes('error') && code === undefined);
  }
  // Nothing is known of its refusals. A web server that has no such page, or fails, says so in JSON too.
  return code !== undefined || (status < 500 && !isNotFound(status));
}

const isPage = ({ body, headers }: Answer): boolean =>
  body.kind === 'text' &&
  (body.isHtml === true ||
    headers.some(([name, value]) => name.toLowerCase() === 'content-type' && /^\s*text\/html\b/i.test(value)));

/** Who gave the answer to a case. What it takes other answers to know is decided by {@link settled}. */
export function whoAnswered(answer: Answer, one: Case, provider: Provider): Answerer {
  const { status } = answer;
  if (tokensIn(answer).length > 0 || isRedirect(status)) return 'provider';
  if (isSuccess(status)) return isPage(answer) ? 'front' : 'provider';
  // Another page in place of the documented one is a change of the provider's own error page.
  if (one.response !== undefined && [one.response.status].flat().includes(status)) return 'provider';
  if (isUnreachable(status)) return 'unreachable';
  if (isOwnError(answer, provider)) return 'provider';
  // With another method than the documented one, it is the provider that refuses.
  if (isNotFound(status)) return one.request.method === provider.request.method ? 'no-endpoint' : 'provider';
  if (status === 403) return 'front';
  return status >= 500 ? 'failing' : 'provider';
}

/** What the canonical request's answer says of our credentials. `undefined`: nothing. */
export function credentialsVerdict(answer: Answer, provider: Provider): 'rejected' | 'not-allowed' | undefined {
  const { status } = answer;
  if (status < 400 || status >= 500) return undefined;
  const documented = provider.refusals.flatMap((refusal) =>
    (refusal.fault === 'unknown-client' || refusal.fault === 'wrong-secret') && refusal.basis === 'documented'
      ? (provider.responses[refusal.response] ?? [])
      : [],
  );
  if (documented.some((response) => fitsResponse(answer, response))) return 'rejected';
  const code = codeOf(answer);
  if (code === 'invalid_client') return 'rejected';
  // RFC 6749 §5.2: the client is authenticated, but may not use this grant.
  if (code === 'unauthorized_client') return 'not-allowed';
  const saysOtherwise = code !== undefined && standardCodes.includes(code);
  return status === 401 && !saysOtherwise ? 'rejected' : undefined;
}

/** An answer in words for somebody who has to find out who sent it. */
export function answerInShort(answer: Answer): string {
  const { status, body } = answer;
  const title = body.kind === 'text' && body.title !== undefined ? `, title ${JSON.stringify(body.title)}` : '';
  const what =
    body.kind === 'empty' ? 'an empty body' : body.kind === 'json' ? 'JSON' : isPage(answer) ? 'an HTML page' : 'text';
  return `status ${status}, ${what}${title}`;
}

const inconclusiveOf = {
  front: 'intercepted',
  unreachable: 'down',
  failing: 'down',
  'no-endpoint': 'no-endpoint',
} as const satisfies Readonly<Record<Exclude<Answerer, 'provider'>, Exchange['inconclusive']>>;

export interface Asked {
  readonly case: Case;
  readonly exchange: Exchange;
}

/**
 * The exchanges of a provider, where each answer that is not the provider's is marked as inconclusive, with the reason.
 * A server error for a wrong request is the provider's own failing if it refuses another wrong request properly. If it refuses
 * none, something in front of it may answer them all.
 */
export function settled(asked: readonly Asked[], provider: Provider): readonly Exchange[] {
  const judged = asked.map(({ case: one, exchange }) => {
    const last = exchange.attempts.at(-1);
    const answer = exchange.inconclusive === undefined && last?.kind === 'answered' ? last.answer : undefined;
    return { one, exchange, answer, answerer: answer && whoAnswered(answer, one, provider) };
  });
  const refusesProperly = judged.some(
    ({ one, answer, answerer }) => one.fault !== undefined && answerer === 'provider' && (answer?.status ?? 0) >= 400,
  );
  // One refusal that cannot be reached is an outage. All of them, while tokens are granted, are not.
  const isFenced =
    !refusesProperly &&
    judged.some(({ one, answer }) => one.fault === undefined && answer !== undefined && tokensIn(answer).length > 0) &&
    judged.filter(({ one, answerer }) => one.fault !== undefined && answerer === 'unreachable').length > 1;
  const isThere = judged.some(({ one, answerer }) => isCanonical(one) && answerer === 'provider');
  return judged.map(({ one, exchange, answer, answerer: alone }) => {
    // Where the canonical request finds the endpoint, another one that does not is turned away on its way there, or by the provider.
    const answerer =
      alone === 'no-endpoint' && isThere ? (one.fault === undefined ? 'provider' : ('front' as const)) : alone;
    if (answer === undefined || answerer === undefined || answerer === 'provider') return exchange;
    if (answerer === 'failing' && one.fault !== undefined && refusesProperly) return exchange;
    if (one.fault !== undefined && (answerer === 'failing' || (answerer === 'unreachable' && isFenced)))
      return { ...exchange, inconclusive: 'intercepted', reason: answerInShort(answer) };
    return { ...exchange, inconclusive: inconclusiveOf[answerer], reason: answerInShort(answer) };
  });
}
