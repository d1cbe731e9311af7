import { childOf } from '../model/pointer.ts';
import type { Pointer, Provider } from '../model/provider.ts';
import { clientVariables } from '../model/variables.ts';
import { variablesIn } from '../oauth/template.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Lint } from './lint.ts';
import type { Problem } from './plain-data.ts';
import { citedIn, type Placed, stringsIn } from './walk.ts';

/** Names that collections use themselves. */
const reservedNames: readonly string[] = [
  'baseUrl',
  'accessToken',
  'target',
  'observe',
  'origin',
  'basicCredentials',
  'formBody',
];

/** Names that point at something: documents, variables, rules, responses. */
export const lintReferences: Lint = (provider, { rules }) => [
  ...documents(provider),
  ...variables(provider),
  ...roles(provider),
  ...hosts(provider),
  ...(provider.deviations ?? []).flatMap(({ rule }, index): readonly Problem[] =>
    rules.includes(rule)
      ? []
      : [
          {
            pointer: `/deviations/${index}/rule`,
            message: `there is no rule ${rule}${didYouMean(
              rule,
              rules.filter((one) => one.startsWith('rfc/')),
            )}`,
          },
        ],
  ),
];

function documents(provider: Provider): readonly Problem[] {
  const known = Object.keys(provider.docs);
  const cited = citedIn(provider, '');
  return [
    ...cited
      .filter(({ value }) => !Object.hasOwn(provider.docs, value))
      .map(({ pointer, value }) => ({ pointer, message: `no document is called ${value}${didYouMean(value, known)}` })),
    ...known
      .filter((name) => !cited.some(({ value }) => value === name))
      .map((name) => ({ pointer: childOf('/docs', name), message: 'no source cites this document' })),
  ];
}

/** The texts in which variables are replaced. */
export function templatesOf({ request, variants, next }: Provider): readonly Placed<string>[] {
  const { path, query, headers, parameters } = request;
  return [
    ...stringsIn({ path, query, headers, parameters }, '/request'),
    ...variants.flatMap(({ change }, index) => stringsIn(change, `/variants/${index}/change`)),
    ...stringsIn(next?.path, '/next/path'),
  ];
}

function variables(provider: Provider): readonly Problem[] {
  const known = Object.keys(provider.variables);
  const templates = templatesOf(provider);
  const used = new Set(templates.flatMap(({ value }) => variablesIn(value)));
  for (const [name, { role }] of Object.entries(provider.variables))
    if (role === 'client-id' || role === 'client-secret') used.add(name);
  return [
    ...templates.flatMap(({ pointer, value }) => [
      ...variablesIn(value)
        .filter((name) => name !== 'baseUrl' && !Object.hasOwn(provider.variables, name))
        .map((name) => ({ pointer, message: `there is no variable {{${name}}}${didYouMean(name, known)}` })),
      ...(/\{\{|\}\}/.test(value.replaceAll(/\{\{[^{}]*\}\}/g, ''))
        ? [{ pointer, message: 'it holds {{ or }} without the other' }]
        : []),
    ]),
    ...known.flatMap((name): readonly Problem[] => {
      const pointer = childOf('/variables', name);
      const mock = provider.variables[name]?.mock ?? '';
      return [
        ...(reservedNames.includes(name) || name.endsWith('Json')
          ? [{ pointer, message: `collections use the name ${name} themselves: choose another` }]
          : []),
        ...(used.has(name) ? [] : [{ pointer, message: 'no request uses this variable' }]),
        ...(mock.includes('{{') || mock.includes('}}')
          ? [{ pointer: childOf(pointer, 'mock'), message: 'a value holds no {{ and no }}' }]
          : []),
      ];
    }),
  ];
}

const soundsSecret = /secret|password|passphrase|private|api-?key|subscription-?key/i;

function roles(provider: Provider): readonly Problem[] {
  const entries = Object.entries(provider.variables);
  const counted = (['client-id', 'client-secret'] as const).flatMap((role): readonly Problem[] => {
    const names = entries.filter(([, variable]) => variable.role === role).map(([name]) => name);
    if (names.length === 1) return [];
    return [
      {
        pointer: '/variables',
        message:
          names.length === 0
            ? `no variable has the role ${role}: the one that holds it says role: ${role}`
            : `${names.join(' and ')} have the role ${role}: one variable has it`,
      },
    ];
  });
  return [
    ...counted,
    ...entries.flatMap(([name, { role = 'setting', secret, default: fallback }]): readonly Problem[] => {
      const pointer = childOf('/variables', name);
      return [
        ...(role === 'setting' && secret !== true && soundsSecret.test(name)
          ? [{ pointer, message: `${name} is called like a secret and is not marked: give it a role, or secret: true` }]
          : []),
        ...((role !== 'setting' || secret === true) && fallback !== undefined
          ? [{ pointer: childOf(pointer, 'default'), message: 'a credential has no default' }]
          : []),
      ];
    }),
    ...(counted.length > 0 ? [] : secretsInUrls(provider)),
  ];
}

/** RFC 6749 §2.3.1: credentials never stand in a URL. */
function secretsInUrls(provider: Provider): readonly Problem[] {
  const { id } = clientVariables(provider);
  const hidden = Object.entries(provider.variables).flatMap(([name, { role, secret }]) =>
    secret === true || role === 'client-secret' || role === 'gate' || name === id ? [name] : [],
  );
  const inUrl = (pointer: Pointer): boolean => /\/(path|query\/[^/]*)$/.test(pointer);
  return templatesOf(provider)
    .filter(({ pointer, value }) => inUrl(pointer) && variablesIn(value).some((name) => hidden.includes(name)))
    .map(({ pointer }) => ({ pointer, message: 'credentials must not stand in a URL (RFC 6749, section 2.3.1)' }));
}

function hosts({ hosts: all }: Provider): readonly Problem[] {
  const defaults = all.filter((host) => host.default === true);
  return [
    ...all.flatMap(({ url, use, default: isDefault }, index): readonly Problem[] => {
      const pointer: Pointer = `/hosts/${index}`;
      return [
        ...(isPlainHttps(url)
          ? []
          : [
              {
                pointer: childOf(pointer, 'url'),
                message: 'it must be an https address without credentials, query, fragment or a slash at its end',
              },
            ]),
        ...(use === 'production' && isDefault === true
          ? [{ pointer: childOf(pointer, 'default'), message: 'a production host is never the default' }]
          : []),
        ...(all.findIndex((other) => other.url === url) < index
          ? [{ pointer: childOf(pointer, 'url'), message: 'this host is listed twice' }]
          : []),
      ];
    }),
    ...(defaults.length > 1
      ? [{ pointer: '/hosts', message: `${defaults.length} hosts are the default: one at most` } as const]
      : []),
  ];
}

function isPlainHttps(text: string): boolean {
  if (!URL.canParse(text) || /[?#\s]/.test(text) || text.endsWith('/')) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}
