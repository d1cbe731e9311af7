import type { ReadRequest, WireRequest } from '../model/case.ts';
import type { Json, Pairs, Provider, RequestChange } from '../model/provider.ts';
import { mockClient, mockValues } from '../model/variables.ts';
import { resolve } from '../oauth/template.ts';

/**
 * Whether the documentation shows this request, as the canonical token request or as a variant of it. Compares what was read
 * with the facts of the provider file. It renders no request, so a mistake of the renderer cannot hide here.
 */
export function isDocumented(provider: Provider, seen: WireRequest, read: ReadRequest): boolean {
  const changes: readonly RequestChange[] = [
    {},
    ...provider.variants.flatMap((variant) => (variant.basis === 'documented' ? [variant.change] : [])),
  ];
  return changes.some((change) => fits(provider, change, seen, read));
}

function fits(provider: Provider, change: RequestChange, seen: WireRequest, read: ReadRequest): boolean {
  const { request } = provider;
  const values = mockValues(provider, seen.url.origin);
  const headers: Removable = { ...request.headers, ...change.headers };
  return (
    seen.url.pathname === pathname(change.path ?? request.path, values) &&
    read.encoding === (change.encoding ?? request.encoding) &&
    isSame(read.fields, stated({ ...request.parameters, ...change.parameters }, values)) &&
    isSame([...seen.url.searchParams], stated({ ...request.query, ...change.query }, values)) &&
    Object.entries(headers).every(
      ([name, value]) => seen.headers.get(name) === (value === null ? null : resolve(value, values)),
    ) &&
    isTheClient(read.clients, change.authentication ?? request.authentication, mockClient(provider))
  );
}

/** A path as it arrives: its variables replaced, and its characters encoded. */
const pathname = (path: string, values: Readonly<Record<string, string>>): string =>
  new URL(`http://mock${resolve(path, values)}`).pathname;

/** The paths that the provider's requests go to. */
export const tokenPaths = (provider: Provider): readonly string[] => [
  ...new Set(
    [provider.request, ...provider.variants.map(({ change }) => change)].flatMap(({ path }) =>
      path === undefined ? [] : [pathname(path, mockValues(provider, ''))],
    ),
  ),
];

type Removable = Readonly<Record<string, string | null>>;

/** Names and values that the provider file states. A variant's `null` removes a name. */
const stated = (facts: Removable, values: Readonly<Record<string, string>>): Pairs =>
  Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[name, resolve(value, values)] as const]));

/** Compares parameters without regard to their order. */
const isSame = (read: Pairs<Json> | undefined, expected: Pairs): boolean =>
  read !== undefined && sorted(read) === sorted(expected);

const sorted = (pairs: Pairs<Json>): string => JSON.stringify(pairs.map((pair) => JSON.stringify(pair)).toSorted());

/** Whether exactly one client authenticates, by the stated method and with the mock's credentials. */
function isTheClient(
  clients: ReadRequest['clients'],
  how: ReadRequest['clients'][number]['how'],
  expected: ReturnType<typeof mockClient>,
): boolean {
  const [client, ...others] = clients;
  return others.length === 0 && client?.how === how && client.id === expected.id && client.secret === expected.secret;
}
