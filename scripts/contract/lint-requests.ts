import type { CredentialNames } from '../model/case.ts';
import { childOf } from '../model/pointer.ts';
import type { Pointer, Provider, RequestChange } from '../model/provider.ts';
import { credentialNamesOf } from '../model/variables.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Lint } from './lint.ts';
import { templatesOf } from './lint-references.ts';
import type { Problem } from './plain-data.ts';

type Names = Readonly<Record<string, string | null>>;

/** What is sent. */
export const lintRequests: Lint = (provider) => [
  ...request(provider.request, '/request', credentialNamesOf(provider.request)),
  ...names(provider.request),
  ...provider.variants.flatMap(({ change }, index) => [
    ...request(change, `/variants/${index}/change`, credentialNamesOf(provider.request)),
    ...changes(provider, change, `/variants/${index}/change`),
  ]),
  ...templatesOf(provider)
    .filter(({ value }) => /[\u201c\u201d\u201e\u2018\u2019]/.test(value))
    .map(({ pointer }) => ({ pointer, message: 'it holds a typographic quote, and would be sent with it' })),
  ...rawId(provider),
];

const names = (canonical: Provider['request']): readonly Problem[] => {
  const { id, secret } = credentialNamesOf(canonical);
  return id === secret
    ? [{ pointer: '/request/credentialNames', message: `the id and the secret are both called ${id}` }]
    : [];
};

/** RFC 7617 §2: the first colon ends the id. */
function rawId({ request: { basicEscape }, variables }: Provider): readonly Problem[] {
  if (basicEscape !== 'none') return [];
  return Object.entries(variables)
    .filter(([, { role, mock }]) => role === 'client-id' && mock.includes(':'))
    .map(([name]) => ({
      pointer: childOf(childOf('/variables', name), 'mock'),
      message: 'Basic without an escape cannot carry an id with a colon',
    }));
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Rules of the canonical request and of what a variant changes in it. */
function request(
  {
    path,
    headers = {},
    parameters = {},
  }: { readonly path?: string; readonly headers?: Names; readonly parameters?: Names },
  pointer: Pointer,
  credentials: CredentialNames,
): readonly Problem[] {
  const names = Object.keys(headers);
  return [
    ...(path !== undefined && /[?#\s]/.test(path)
      ? [
          {
            pointer: childOf(pointer, 'path'),
            message: 'a path holds no query, no fragment and no space: the query is a member of its own',
          },
        ]
      : []),
    ...names.flatMap((name, index): readonly Problem[] => {
      const at = childOf(childOf(pointer, 'headers'), name);
      const lower = name.toLowerCase();
      if (lower === 'content-type')
        return [{ pointer: at, message: 'Content-Type follows from encoding: leave it out' }];
      if (lower === 'authorization')
        return [{ pointer: at, message: 'credentials follow from authentication: leave Authorization out' }];
      if (!token.test(name)) return [{ pointer: at, message: 'it is no name of a header' }];
      if (names.findIndex((other) => other.toLowerCase() === lower) < index)
        return [{ pointer: at, message: 'this header is there twice' }];
      return /[\r\n\0]/.test(headers[name] ?? '') ? [{ pointer: at, message: 'a header is one line' }] : [];
    }),
    ...Object.keys(parameters)
      .filter((name) => name === credentials.id || name === credentials.secret)
      .map((name) => ({
        pointer: childOf(childOf(pointer, 'parameters'), name),
        message: `credentials follow from authentication: leave ${name} out`,
      })),
  ];
}

/** A variant must differ, and may remove only what is there. */
function changes({ request: canonical }: Provider, change: RequestChange, pointer: Pointer): readonly Problem[] {
  if (Object.keys(change).length === 0)
    return [{ pointer, message: 'it changes nothing: this is the canonical request' }];
  return (['headers', 'query', 'parameters'] as const).flatMap((kind) => {
    const there = Object.keys(canonical[kind] ?? {});
    return Object.entries(change[kind] ?? {})
      .filter(([name, value]) => value === null && !there.includes(name))
      .map(([name]) => ({
        pointer: childOf(childOf(pointer, kind), name),
        message: `the canonical request has no ${name} to remove${didYouMean(name, there)}`,
      }));
  });
}
