/** Every string in a value, names of members left out. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

type Named = Readonly<Record<string, unknown>>;

/** Every object below a value that has a member of the name. */
export function objectsWith(member: string, value: unknown): readonly Named[] {
  if (typeof value !== 'object' || value === null) return [];
  const named: Named = { ...value };
  const inner = Object.values(named).flatMap((item) => objectsWith(member, item));
  return Object.hasOwn(named, member) ? [named, ...inner] : inner;
}
