import type { Seen } from './serve.ts';

export const formType = 'application/x-www-form-urlencoded';

export const mediaType = (seen: Seen): string =>
  (seen.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

export interface Form {
  readonly repeated: boolean;
  readonly values: Readonly<Record<string, string>>;
}

export function readForm(seen: Seen): Form {
  const values: Record<string, string> = {};
  const names = new Set<string>();
  let repeated = false;
  for (const [name, value] of new URLSearchParams(seen.body)) {
    if (names.has(name)) repeated = true;
    names.add(name);
    // RFC 6749 §3.2: a parameter sent without a value is treated as if it had been omitted.
    if (value !== '') values[name] = value;
  }
  return { repeated, values };
}
