import type { Subject } from '../../model/finding.ts';
import type { Schemas } from '../../model/json-schema.ts';
import { isObject, tokensOf } from '../../model/pointer.ts';
import type { Json, Pointer } from '../../model/provider.ts';

/** What the documentation says of a case's answer, as far as the grade of a change depends on it. */
export interface Documented {
  /** The documented schema does not require the member. Then no baseline makes it required either. */
  leavesOptional(at: Pointer): boolean;
  /** The documented schema has a number there that may have a fraction. */
  saysNumber(at: Pointer): boolean;
  allowsStatus(status: number): boolean;
  /** A status is documented, and a mismatch is not merely advisory. */
  readonly hasStatus: boolean;
  hasCode(at: Pointer): boolean;
}

export function documentedOf({ case: one }: Pick<Subject, 'case'>, schemas: Schemas): Documented {
  const { response } = one;
  const schema = response?.schema === undefined ? undefined : schemas[response.schema];
  const statuses = response === undefined ? [] : [response.status].flat();
  const isAdvisory = (what: string): boolean => response?.advisory?.some((advisory) => advisory === what) === true;
  return {
    leavesOptional: (at) => schema !== undefined && !requires(schema, tokensOf(at)),
    saysNumber: (at) => typesAt(schema, tokensOf(at)).includes('number'),
    hasStatus: statuses.length > 0 && !isAdvisory('status'),
    allowsStatus: (status) => statuses.includes(status),
    hasCode: (at) => Object.keys(response?.values ?? {}).includes(at) && !isAdvisory(at),
  };
}

/** Whether a schema requires a place and each of its parents. */
function requires(schema: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (!isObject(schema)) return false;
  if (name === '*') return requires(schema['items'], rest);
  const { properties, required } = { properties: schema['properties'], required: schema['required'] };
  const inner = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (!Array.isArray(required) || !required.includes(name)) return false;
  return rest.length === 0 || requires(inner, rest);
}

/** The types that a schema allows at a place; none where it says nothing of it. */
function typesAt(schema: Json | undefined, [name, ...rest]: readonly string[]): readonly Json[] {
  if (!isObject(schema)) return [];
  if (name === undefined) return [schema['type'] ?? []].flat();
  if (name === '*') return typesAt(schema['items'], rest);
  const { properties } = { properties: schema['properties'] };
  return isObject(properties) && Object.hasOwn(properties, name) ? typesAt(properties[name], rest) : [];
}
