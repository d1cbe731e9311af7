import { createHash } from 'node:crypto';

/** A UUID that depends on the name alone, so that importing a collection again updates it instead of adding a copy. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  // RFC 9562 §5.8: version 8 and variant 10 mark an id that is made by a rule of one's own.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
