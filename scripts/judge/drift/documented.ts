import type { Subject } from '../../model/finding.ts';
import { isObject, tokensOf } from '../../model/pointer.ts';
import type { Json, Pointer } from '../../model/provider.ts';

/** What the documentation says of a case's answer, as far as it decides on the grade of a change. */
export interface Documented {
  /** The documented shape leaves it open whether it is there: then no baseline makes it required. */
  leavesOptional(at: Pointer): boolean;
  /** Its status is documented, and not as one of several. */
  allowsStatus(status: number): boolean;
  readonly hasStatus: boolean;
  hasCode(at: Pointer): boolean;
}

export type Schemas = Readonly<Record<string, Json>>;

export function documentedOf({ case: one }: Pick<Subject, 'case'>, schemas: Schemas): Documented {
  const { response } = one;
  const schema = response?.schema === undefined ? undefined : schemas[response.schema];
  const statuses = response === undefined ? [] : [response.status].flat();
  const isAdvisory = (what: string): boolean => response?.advisory?.some((advisory) => advisory === what) === true;
  return {
    leavesOptional: (at) => schema !== undefined && !requires(schema, tokensOf(at)),
    hasStatus: statuses.length > 0 && !isAdvisory('status'),
    allowsStatus: (status) => statuses.includes(status),
    hasCode: (at) => Object.keys(response?.values ?? {}).includes(at) && !isAdvisory(at),
  };
}

/** Whether a schema makes a place required; everything above it may be left out. */
function requires(schema: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (!isObject(schema)) return false;
  if (name === '*') return requires(schema['items'], rest);
  const { properties, required } = { properties: schema['properties'], required: schema['required'] };
  const inner = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (!Array.isArray(required) || !required.includes(name)) return false;
  return rest.length === 0 || requires(inner, rest);
}
