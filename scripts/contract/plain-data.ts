import { childOf } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';

/** Something wrong in a provider file, and the member that it concerns. */
export interface Problem {
  readonly pointer: Pointer;
  readonly message: string;
}

const deepest = 64;

/** A copy of a value as JSON. Members that are `undefined` are left out; whatever else JSON cannot hold is a problem. */
export function plainData(value: unknown): { readonly data: Json; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parents: unknown[] = [];
  const refuse = (pointer: Pointer, message: string): null => {
    problems.push({ pointer, message });
    return null;
  };
  const copy = (one: unknown, pointer: Pointer): Json => {
    if (one === null || typeof one === 'string' || typeof one === 'boolean') return one;
    if (typeof one === 'number')
      return Number.isFinite(one) ? one : refuse(pointer, `${one} is no number that JSON can hold`);
    if (typeof one !== 'object')
      return refuse(pointer, `${one === undefined ? 'nothing' : `a ${typeof one}`} is not data`);
    if (parents.includes(one)) return refuse(pointer, 'it holds itself');
    if (parents.length >= deepest) return refuse(pointer, `it is nested deeper than ${deepest} levels`);
    parents.push(one);
    const copied = Array.isArray(one)
      ? one.map((item, index) => copy(item, childOf(pointer, index)))
      : members(one, pointer);
    parents.pop();
    return copied;
  };
  const members = (one: object, pointer: Pointer): Json => {
    const prototype: unknown = Object.getPrototypeOf(one);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return refuse(pointer, `an object of the class ${one.constructor.name} is not data`);
    return Object.fromEntries(
      Object.entries(one).flatMap(([name, inner]) =>
        inner === undefined ? [] : [[name, copy(inner, childOf(pointer, name))]],
      ),
    );
  };
  return { data: copy(value, ''), problems };
}
