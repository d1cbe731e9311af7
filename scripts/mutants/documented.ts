import { type Case, isCanonical } from '../model/case.ts';
import { isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import type { MutatedProvider } from './mutation.ts';

/** What the documentation says of one member at the top of a body. */
export interface DocumentedMember {
  readonly name: string;
  readonly at: Pointer;
  /** As in the printed example. */
  readonly example: Json;
  /** In the documented schema at all. */
  readonly isDocumented: boolean;
  readonly isRequired: boolean;
  readonly hasConstant: boolean;
  readonly types: readonly string[];
}

const memberOf = (schema: Json | undefined, member: string): Json | undefined =>
  isObject(schema) && Object.hasOwn(schema, member) ? schema[member] : undefined;

/** The members of a case's printed answer, documented in the schema or not. */
export function membersOf({ schemaOf }: MutatedProvider, one: Case): readonly DocumentedMember[] {
  const example = one.response?.example;
  const schema = schemaOf(one);
  const [properties, required] = [memberOf(schema, 'properties'), memberOf(schema, 'required')];
  return Object.entries(isObject(example) ? example : {}).map(([name, value]) => {
    const documented = memberOf(properties, name);
    const type = memberOf(documented, 'type');
    return {
      name,
      at: `/${name}`,
      example: value,
      isDocumented: documented !== undefined,
      isRequired: Array.isArray(required) && required.includes(name),
      hasConstant: memberOf(documented, 'const') !== undefined,
      types: [type ?? []].flat().map(String),
    };
  });
}

export const canonicalOf = ({ provider, cases }: MutatedProvider): Case => {
  const found = cases.find(isCanonical);
  if (found === undefined) throw new Error(`${provider.id} has no canonical token request`);
  return found;
};

/** The first refusal of each basis that the mock is sent and not asked for by name: one of each kind of claim. */
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
