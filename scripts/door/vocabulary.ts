import { isObject } from '../model/pointer.ts';
import type { Json, KnownResponse, Provider } from '../model/provider.ts';
import { secretNames } from '../model/variables.ts';
import { resolve, variablesIn } from '../oauth/template.ts';
import type { Schemas } from '../postman/index.ts';

const strings = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
};

/** Names of members, and strings that a member must be. */
function ofSchema(schema: Json | undefined): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(ofSchema);
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'const' || keyword === 'enum' || keyword === 'required') return strings(value);
    if (keyword === 'properties' && isObject(value))
      return [...Object.keys(value), ...Object.values(value).flatMap(ofSchema)];
    return ofSchema(value);
  });
}

/**
 * The strings of a provider's documentation, and those that we sent. An answer that says one of them tells nothing that is not
 * known: it can be shown, hence judged, where all other text must be hidden.
 */
export function vocabularyOf(
  provider: Provider,
  schemas: Schemas,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const secret = new Set(secretNames(provider));
  const open = Object.entries(values).filter(([name]) => !secret.has(name));
  const responses: readonly KnownResponse[] = Object.values(provider.responses);
  const ofResponses = responses.flatMap(({ schema, values: constants = {}, headers = {}, mediaType }) => [
    ...(schema === undefined ? [] : ofSchema(schemas[schema])),
    ...Object.values(constants).flatMap(strings),
    ...Object.entries(headers).flat(),
    ...(mediaType === undefined ? [] : [mediaType]),
  ]);
  const shown = Object.fromEntries(open);
  const asked = Object.values(provider.request.parameters)
    .filter((text) => variablesIn(text).every((name) => Object.hasOwn(shown, name)))
    .map((text) => resolve(text, shown));
  return [...new Set([...ofResponses, ...asked, ...open.map(([, value]) => value)])].filter((text) => text !== '');
}
