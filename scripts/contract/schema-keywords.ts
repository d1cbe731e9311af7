import { childOf, isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Problem } from './plain-data.ts';

/** Draft-07. Postman's validator ignores newer keywords, and it throws on a `format` that it does not know. */
const keywords: readonly string[] = [
  '$schema $id $ref $comment title description default examples readOnly writeOnly definitions',
  'type enum const not if then else allOf anyOf oneOf',
  'multipleOf maximum exclusiveMaximum minimum exclusiveMinimum',
  'maxLength minLength pattern contentMediaType contentEncoding',
  'items additionalItems maxItems minItems uniqueItems contains',
  'maxProperties minProperties required properties patternProperties additionalProperties dependencies propertyNames',
].flatMap((line) => line.split(' '));

/** Their members are names, not keywords. */
const maps: readonly string[] = ['properties', 'patternProperties', 'definitions', 'dependencies'];
/** Their values are data. */
const data: readonly string[] = ['const', 'enum', 'default', 'examples', 'required'];

/** Keywords of a schema that only one of the two validators would heed. */
export function schemaProblems(schema: Json, at: Pointer = ''): readonly Problem[] {
  if (Array.isArray(schema)) return schema.flatMap((item: Json, index) => schemaProblems(item, childOf(at, index)));
  if (typeof schema === 'boolean' && at !== '') return [];
  if (!isObject(schema)) return at === '' ? [{ pointer: at, message: 'a schema is an object' }] : [];
  return Object.entries(schema).flatMap(([keyword, inner]): readonly Problem[] => {
    const pointer = childOf(at, keyword);
    if (keyword === 'format')
      return [{ pointer, message: 'format is not used: Postman throws on one that it does not know. Use pattern' }];
    if (!keywords.includes(keyword))
      return [{ pointer, message: `${keyword} is no keyword of draft-07${nearKeyword(keyword)}` }];
    if (data.includes(keyword)) return [];
    return maps.includes(keyword) && isObject(inner)
      ? Object.entries(inner).flatMap(([name, one]) => schemaProblems(one, childOf(pointer, name)))
      : typeof inner === 'object'
        ? schemaProblems(inner, pointer)
        : [];
  });
}

function nearKeyword(keyword: string): string {
  const hint = didYouMean(keyword, keywords);
  return hint.includes('did you mean') ? hint : '';
}
