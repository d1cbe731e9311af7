import { createHash } from 'node:crypto';

/** A UUID that depends on the name alone, so that importing a collection again updates it instead of adding a copy. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  // Version 8 and variant 10: RFC 9562 §5.8, for ids of one's own making.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
