import { type Case, isCanonical } from '../model/case.ts';
import { sentBody } from '../model/known-response.ts';
import { isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import type { MutatedProvider } from './mutation.ts';

/** What the documentation says about one top-level member of a body. */
export interface DocumentedMember {
  readonly name: string;
  readonly at: Pointer;
  /** Its value in the example answer. */
  readonly example: Json;
  /** Whether the documented schema has it. */
  readonly isDocumented: boolean;
  readonly isRequired: boolean;
  readonly hasConstant: boolean;
  readonly minimum: number | undefined;
  readonly types: readonly string[];
}

const memberOf = (schema: Json | undefined, member: string): Json | undefined =>
  isObject(schema) && Object.hasOwn(schema, member) ? schema[member] : undefined;

/** The top-level members of the mock's answer to a case, also those that the schema does not have. */
export function membersOf({ schemaOf }: MutatedProvider, one: Case): readonly DocumentedMember[] {
  const example = one.response === undefined ? undefined : sentBody(one.response);
  const schema = schemaOf(one);
  const [properties, required] = [memberOf(schema, 'properties'), memberOf(schema, 'required')];
  return Object.entries(isObject(example) ? example : {}).map(([name, value]) => {
    const documented = memberOf(properties, name);
    const [type, minimum] = [memberOf(documented, 'type'), memberOf(documented, 'minimum')];
    return {
      name,
      at: `/${name}`,
      example: value,
      isDocumented: documented !== undefined,
      isRequired: Array.isArray(required) && required.includes(name),
      hasConstant: memberOf(documented, 'const') !== undefined,
      minimum: typeof minimum === 'number' ? minimum : undefined,
      types: [type ?? []].flat().map(String),
    };
  });
}

export const canonicalOf = ({ provider, cases }: MutatedProvider): Case => {
  const found = cases.find(isCanonical);
  if (found === undefined) throw new Error(`${provider.id} has no canonical token request`);
  return found;
};

/** The first refusal of each basis, without those that the mock answers only when asked by name. */
export function refusalsOf({ cases }: MutatedProvider): readonly Case[] {
  const sent = cases.filter(({ fault, safety }) => fault !== undefined && !safety.mockOnly);
  return (['documented', 'required', 'observed'] as const).flatMap((basis) => {
    const found = sent.find((one) => one.basis === basis && one.fault?.name !== 'wrong-method');
    return found === undefined ? [] : [found];
  });
}

export const slugOf = ({ provider, cases }: MutatedProvider, slug: string): readonly Case[] =>
  cases.filter(({ id }) => id === `${provider.id}/${slug}`);

export const isAdvisory = ({ response }: Case, what: string): boolean =>
  response?.advisory?.some((advisory) => advisory === what) === true;
