import { isCanonical } from '../../model/case.ts';
import type { Subject } from '../../model/finding.ts';
import { basicEncodingHint } from '../../oauth/client-auth/client-secret-basic.ts';
import { probe } from '../../oauth/probe.ts';
import { isRedirect } from '../../oauth/token-response.ts';
import { changedBy21, keptBy21, type RfcRow, section } from '../row.ts';
import { fails, gist, grants, noRefusal, refuses, stillGranted } from './answers.ts';
import {
  fieldsOf,
  isFaultless,
  isPlainBasic,
  missesCredential,
  tokenRequests,
  tokenRequestsAndRefusals,
  withFault,
} from './cases.ts';

const loopback: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
const isUnknownClient = withFault('unknown-client', '');
const isMissingId = missesCredential('id');

/** RFC 6749 §2.3.1, §3.2 and their kin: how the endpoint is reached and how it reads a request. */
export const endpointRules = {
  'rfc/endpoint': {
    words: 'the endpoint must be https, without a fragment',
    level: 'MUST',
    source: section(6749, '3.2'),
    oauth21: keptBy21('3.2'),
    ...tokenRequests,
    show: ({ subject }) => {
      const { url } = subject.exchange.request;
      if (!URL.canParse(url)) return 'the address is masked';
      const { protocol, hostname, hash } = new URL(url);
      if (loopback.includes(hostname)) return 'the endpoint is on this machine';
      if (protocol === 'https:' && hash === '') return [];
      const actual = `${protocol.slice(0, -1)}${hash && ' and a fragment'}`;
      return [{ at: '', expected: 'https, without a fragment', actual }];
    },
  },
  /** By analogy: the section is on authorization endpoints. A redirect that keeps the method carries the secret to another place. */
  'rfc/redirect': {
    words: 'a token endpoint does not redirect',
    level: 'heuristic',
    source: section(9700, '4.12'),
    ...tokenRequestsAndRefusals,
    parts: ['status'],
    show: ({ answer: { status } }) =>
      isRedirect(status) ? [{ at: '', expected: 'an answer', actual: `status ${status}` }] : [],
  },
  /** "The authorization server MUST support the HTTP Basic authentication scheme for authenticating clients that were issued a client password." */
  'rfc/basic': {
    words: 'a client with a password must be able to use Basic',
    level: 'MUST',
    source: section(6749, '2.3.1'),
    oauth21: changedBy21('2.4.1', 'a server may support Basic, and must support credentials in the body'),
    cases: isPlainBasic,
    otherwise: 'no case of this provider sends Basic and is otherwise the canonical request',
    show: (seen, all) => {
      const shown = stillGranted(seen, all);
      if (typeof shown === 'string' || !seen.subject.exchange.request.basicIsEncoded) return shown;
      return shown.map((mismatch) => ({
        ...mismatch,
        actual: `${mismatch.actual}; ${basicEncodingHint(seen.subject.provider.request)}`,
      }));
    },
  },
  /** "The client MUST use the HTTP "POST" method": the section binds the client. A GET stands in logs and caches, and so does its answer. */
  'rfc/only-post': {
    words: 'only POST gets a token',
    level: 'heuristic',
    source: section(6749, '3.2'),
    oauth21: keptBy21('3.2'),
    cases: withFault('token-by-get'),
    otherwise: 'no case of this provider asks for a token by GET',
    show: (seen) => {
      if (grants(seen)) return [{ at: '', expected: 'a refusal', actual: gist(seen) }];
      return refuses(seen) || seen.answer.status === 501 ? [] : noRefusal(seen);
    },
  },
  /** A server that reads credentials in the URL answers as it does to an unknown client; one that does not, as to a missing one. */
  'rfc/credentials-in-url': {
    words: 'credentials must not be read from the URL',
    level: 'MUST',
    source: section(6749, '2.3.1'),
    oauth21: keptBy21('2.4.1'),
    cases: withFault('credentials-in-query'),
    otherwise: 'no case of this provider sends credentials in the query',
    show: (seen, all) => {
      const expected = 'credentials in the query are not read';
      if (grants(seen)) return [{ at: '', expected, actual: gist(seen) }];
      if (!refuses(seen)) return `${noRefusal(seen)}: see rfc/error-status`;
      const unknown = all.find(({ subject }) => isUnknownClient(subject));
      const missing = all.find(({ subject }) => isMissingId(subject));
      if (unknown === undefined || missing === undefined)
        return 'no answers to an unknown client and to a missing client_id to compare with';
      if (gist(seen) !== gist(unknown)) return [];
      return gist(unknown) === gist(missing)
        ? 'an unknown client and a missing client_id get the same answer'
        : [{ at: '', expected, actual: `${gist(seen)}, as for an unknown client` }];
    },
  },
  'rfc/unknown-parameter': {
    words: 'an unknown parameter must be ignored',
    level: 'MUST',
    source: section(6749, '3.2'),
    oauth21: keptBy21('3.2'),
    cases: (subject) => isFaultless(subject) && fieldsOf(subject).some(([name]) => name === probe.parameter),
    otherwise: 'no case of this provider sends an unknown parameter',
    show: stillGranted,
  },
  'rfc/empty-parameter': {
    words: 'a parameter without a value must be treated as if it were left out',
    level: 'MUST',
    source: section(6749, '3.2'),
    oauth21: keptBy21('3.2'),
    cases: (subject) => isFaultless(subject) && emptyOf(subject) !== undefined,
    otherwise: 'no case of this provider sends a parameter without a value',
    show: (seen, all) => {
      const name = emptyOf(seen.subject) ?? '';
      const isRequired = Object.hasOwn(seen.subject.provider.request.parameters, name);
      const leavesOut = isRequired
        ? withFault('missing-parameter', name)
        : ({ case: one }: Subject): boolean => isCanonical(one);
      const without = all.find(({ subject }) => leavesOut(subject));
      if (without === undefined) return `no answer to a request without ${name} to compare with`;
      if (!isRequired && !grants(without)) return 'not even the canonical request got a token';
      const unclear = [seen, without].find((one) => !grants(one) && !refuses(one) && !fails(one, all));
      if (unclear !== undefined) return noRefusal(unclear);
      return gist(seen) === gist(without)
        ? []
        : [{ at: '', expected: `${gist(without)}, as without ${name}`, actual: gist(seen) }];
    },
  },
} as const satisfies Readonly<Record<`rfc/${string}`, RfcRow>>;

const emptyOf = (subject: Subject): string | undefined => fieldsOf(subject).find(([, value]) => value === '')?.[0];
