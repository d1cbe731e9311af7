import { readdirSync, readFileSync } from 'node:fs';
import { casesOf } from '../../scripts/contract/cases.ts';
import { createRedactor } from '../../scripts/door/index.ts';
import { judge } from '../../scripts/judge/checks.ts';
import type { Case, WireRequest } from '../../scripts/model/case.ts';
import type { Exchange } from '../../scripts/model/exchange.ts';
import type { Validate } from '../../scripts/model/finding.ts';
import { valueAt } from '../../scripts/model/pointer.ts';
import type { Json, Provider } from '../../scripts/model/provider.ts';
import { mockValues } from '../../scripts/model/variables.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { type GoldenRequest, goldenAnswers, goldenHosts, goldenRequests, type ProviderId } from '../golden/requests.ts';

const isProviderId = (id: string): id is ProviderId => Object.hasOwn(goldenRequests, id);
export const goldensOf = (providerId: string): readonly GoldenRequest[] =>
  isProviderId(providerId) ? goldenRequests[providerId] : [];

const fixtures = new URL('../golden/responses/', import.meta.url);
export const goldenResponses: Readonly<Record<string, Json>> = Object.fromEntries(
  readdirSync(fixtures).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')),
  ]),
);

/** Which printed response answers which golden request. */
const responseTo: Readonly<Record<string, string>> = {
  'apinizer/token-without-accept': 'apinizer.token',
  'apinizer/unsupported-grant-type': 'apinizer.unsupported-grant-type',
  'orum/token-form': 'orum.token',
  'orum/missing-parameter-client-id': 'orum.missing-client-id',
  'orum/missing-parameter-client-secret': 'orum.missing-client-secret',
  'orum/wrong-type-client-id': 'orum.invalid-client-id',
  'orum/wrong-type-client-secret': 'orum.invalid-client-secret',
};

/** A request as decoded text, in the form of a golden one. */
export interface Decoded {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const decode = (wire: WireRequest, basePath = ''): Decoded => ({
  method: wire.method,
  path: wire.url.pathname.slice(basePath.length),
  query: [...wire.url.searchParams],
  headers: Object.fromEntries(wire.headers),
  body: wire.body,
});

const { shown } = createRedactor({ secrets: [], key: new Uint8Array(32) });

/** The printed response as if it had come back. */
const printedExchange = (one: Case, status: number, json: Json): Exchange => ({
  case: one.id,
  request: { method: one.request.method, url: shown(''), headers: [], body: shown('') },
  attempts: [
    {
      startedAt: '2026-01-01T00:00:00.000Z',
      ms: 1,
      kind: 'answered',
      answer: {
        status,
        statusText: shown(''),
        headers: [['content-type', shown('application/json')]],
        bodyBytes: 1,
        body: { kind: 'json', json, oddities: [] },
        tokens: [],
        echoed: [],
      },
    },
  ],
  sandbox: [],
});

const anything = '*';

function memberProblems(golden: GoldenRequest, body: string): readonly string[] {
  const sent: Readonly<Record<string, unknown>> =
    golden.json === undefined ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
  const wanted: Readonly<Record<string, unknown>> = golden.json ?? golden.form ?? {};
  const names = new Set([...Object.keys(sent), ...Object.keys(wanted)]);
  return [...names].flatMap((name) => {
    if (!Object.hasOwn(wanted, name)) return [`sends ${name}`];
    if (!Object.hasOwn(sent, name)) return [`does not send ${name}`];
    if (wanted[name] !== anything) return sent[name] === wanted[name] ? [] : [`sends another ${name}`];
    const wrongType = golden.case.endsWith(`wrong-type-${name.replace('_', '-')}`);
    return (typeof sent[name] !== 'string') === wrongType ? [] : [`sends a ${typeof sent[name]} as ${name}`];
  });
}

/** How a request differs from the one transcribed from the vendor's page. */
export function requestProblems(golden: GoldenRequest, sent: Decoded): readonly string[] {
  const problems = [
    ...(sent.method === golden.method ? [] : [`method ${sent.method}`]),
    ...(sent.path === golden.path ? [] : [`path ${sent.path}`]),
    ...(JSON.stringify(sent.query) === JSON.stringify(golden.query) ? [] : [`query ${JSON.stringify(sent.query)}`]),
    ...Object.entries(golden.headers).flatMap(([name, value]) =>
      sent.headers[name]?.split(';')[0] === value ? [] : [`${name} ${sent.headers[name]}`],
    ),
  ];
  try {
    problems.push(...memberProblems(golden, sent.body));
  } catch {
    problems.push('its body cannot be read');
  }
  return problems.map((problem) => `${golden.case}: ${problem}`);
}

/** Everything in which a provider file contradicts what was transcribed by hand from the vendor's page. */
export function goldenProblems(provider: Provider, validate: Validate): readonly string[] {
  let cases: readonly Case[];
  try {
    cases = casesOf(provider);
  } catch (error) {
    // A file that contradicts itself does not get as far as the pages.
    return [String(error)];
  }
  return [
    ...goldensOf(provider.id).flatMap((golden) => {
      const one = cases.find(({ id }) => id === golden.case);
      if (one === undefined) return [`${golden.case}: there is no such case`];
      const body = goldenResponses[responseTo[golden.case] ?? `${provider.id}.token`];
      const answer = goldenAnswers[golden.case];
      if (body === undefined || answer === undefined) return [`${golden.case}: there is no golden answer`];
      const { response } = one;
      const documented = response?.status;
      const status = answer.status ?? (typeof documented === 'number' ? documented : (documented?.[0] ?? 0));
      const exchange = printedExchange(one, status, body);
      const broken = judge({ provider, case: one, exchange }, validate).filter(
        ({ rule, outcome }) => rule.startsWith('docs/') && outcome === 'broken',
      );
      const asserted = Object.entries(answer.values).filter(([at]) => at === '/error' || at === '/error_code');
      return [
        ...requestProblems(golden, decode(toWire(one.request, mockValues(provider, 'http://127.0.0.1')))),
        ...broken.map(({ rule }) => `${golden.case}: ${rule} fails on the printed response`),
        ...asserted.flatMap(([at, value]) =>
          one.assertions.some(
            (assertion) => assertion.rule === 'docs/value' && assertion.at === at && assertion.equals === value,
          )
            ? []
            : [`${golden.case}: ${at} is not asserted`],
        ),
      ];
    }),
    ...pointerProblems(provider),
    ...exampleProblems(provider),
    ...hostProblems(provider),
  ];
}

/** An example holds the members that the page prints, no more and no fewer. No page prints a header beside Content-Type. */
function exampleProblems({ id, responses }: Provider): readonly string[] {
  return Object.entries(responses).flatMap(([name, { example, headers }]) => {
    const printed = goldenResponses[`${id}.${name}`];
    const isPrinted = printed === undefined || membersOf(example) === membersOf(printed);
    return [
      ...(isPrinted ? [] : [`${name}: the example has ${membersOf(example)}, the page prints ${membersOf(printed)}`]),
      ...(headers === undefined ? [] : [`${name}: the page prints no ${Object.keys(headers).join(', ')}`]),
    ];
  });
}

const membersOf = (body: Json): string => Object.keys(Object(body)).toSorted().join(', ');

function hostProblems({ id, hosts }: Provider): readonly string[] {
  const byDefault = hosts.find((host) => host.default)?.url;
  const named = isProviderId(id) ? goldenHosts[id].default : undefined;
  return byDefault === named ? [] : [`the default host is ${byDefault}, the page names ${named}`];
}

/** Pointers of the token response must lead somewhere in the printed one. */
function pointerProblems({ id, token }: Provider): readonly string[] {
  const printed = goldenResponses[`${id}.token`];
  const pointers =
    id === 'open-banking-platform'
      ? [token.accessToken]
      : [token.accessToken, token.tokenType, token.scope, token.expiry?.at];
  return pointers.flatMap((at) =>
    at === undefined || valueAt(printed, at) !== undefined ? [] : [`${at} leads nowhere in the printed token response`],
  );
}
