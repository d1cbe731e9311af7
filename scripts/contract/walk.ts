import { childOf } from '../model/pointer.ts';
import type { Pointer } from '../model/provider.ts';

/** A value and where it stands. */
export interface Placed<T> {
  readonly pointer: Pointer;
  readonly value: T;
}

/** Every string in a value, names of members left out. */
export function stringsIn(value: unknown, pointer: Pointer): readonly Placed<string>[] {
  if (typeof value === 'string') return [{ pointer, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => stringsIn(inner, childOf(pointer, name)));
}

/** Every text in a value that is the member `doc` of a source. What a response holds is data, not a source. */
export function citedIn(value: unknown, pointer: Pointer): readonly Placed<string>[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = childOf(pointer, name);
    if (name === 'example' || name === 'members' || name === 'values') return [];
    if (
      (name === 'source' || /\/statements$/.test(pointer)) &&
      typeof inner === 'object' &&
      inner !== null &&
      'doc' in inner
    )
      return typeof inner.doc === 'string' ? [{ pointer: childOf(at, 'doc'), value: inner.doc }] : [];
    return citedIn(inner, at);
  });
}
