import type { Json, Pointer } from './provider.ts';

/** The unescaped reference tokens of a pointer (RFC 6901 §4). */
export const tokensOf = (pointer: Pointer): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

export const childOf = (pointer: Pointer, name: string | number): Pointer =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The value a pointer leads to; `undefined` where there is none. */
export function valueAt(root: Json | undefined, pointer: Pointer): Json | undefined {
  let value = root;
  for (const token of tokensOf(pointer)) {
    if (value === undefined || value === null || typeof value !== 'object') return undefined;
    if (isArray(value)) value = /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
    else value = Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return value;
}

/** A copy of `root` with `value` at `pointer`, whose parents exist. `undefined` removes the member. */
export function withValueAt(root: Json, pointer: Pointer, value: Json | undefined): Json {
  const [first, ...rest] = tokensOf(pointer);
  if (first === undefined) return value ?? null;
  if (isArray(root))
    return root.map((item, index) => (String(index) === first ? withValueAt(item, toPointer(rest), value) : item));
  if (!isObject(root)) return root;
  const next = rest.length === 0 ? value : withValueAt(root[first] ?? {}, toPointer(rest), value);
  const entries = Object.entries(root).filter(([name]) => name !== first);
  if (next === undefined) return Object.fromEntries(entries);
  return Object.fromEntries(
    Object.hasOwn(root, first)
      ? Object.entries(root).map(([name, old]) => [name, name === first ? next : old])
      : [...entries, [first, next]],
  );
}

const toPointer = (tokens: readonly string[]): Pointer => tokens.reduce<Pointer>(childOf, '');
