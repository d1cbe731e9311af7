import { describe, expect, test } from 'vitest';
import { isObject } from '../../scripts/model/pointer.ts';
import type { Json } from '../../scripts/model/provider.ts';
import { tokenMemberNames } from '../../scripts/oauth/token-response.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { thisProject } from '../support/this-project.ts';

const schemas = await readSchemas(thisProject.root);
const rows = Object.entries(schemas);

/** Draft-07 without `format`: without a plugin, an unknown format throws in the Postman sandbox. Newer keywords it ignores. */
const draft07 = new Set(
  [
    '$schema $id $ref $comment title description default examples readOnly definitions',
    'type enum const not if then else allOf anyOf oneOf',
    'multipleOf maximum exclusiveMaximum minimum exclusiveMinimum',
    'maxLength minLength pattern contentMediaType contentEncoding',
    'items additionalItems maxItems minItems uniqueItems contains',
    'maxProperties minProperties required properties patternProperties additionalProperties dependencies propertyNames',
  ].flatMap((line) => line.split(' ')),
);

/** Their members are names, not keywords. */
const maps = ['properties', 'patternProperties', 'definitions', 'dependencies'];
/** Their values are data. */
const data = ['const', 'enum', 'default', 'examples', 'required'];

/** Every schema object in a schema, itself first. */
function schemasIn(value: Json): readonly { readonly [name: string]: Json }[] {
  if (Array.isArray(value)) return value.flatMap(schemasIn);
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([keyword, member]) => {
    if (data.includes(keyword)) return [];
    return maps.includes(keyword) && isObject(member) ? Object.values(member).flatMap(schemasIn) : schemasIn(member);
  });
  return [value, ...inner];
}

test('every provider has its schemas, and there are no others', () => {
  expect(Object.keys(schemas)).toEqual([
    'apinizer/error-response',
    'apinizer/token-response',
    'octotable/token-response',
    'open-banking-platform/token-response',
    'optty/token-response',
    'orum/error-response',
    'orum/token-response',
  ]);
});

describe.each(rows)('%s', (name, schema) => {
  const all = schemasIn(schema);

  test('says that it is draft-07 and what it describes', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: expect.stringMatching(/\S/),
      description: expect.stringMatching(/\S/),
    });
  });

  test('is an object that may hold more than is documented', () => {
    expect(schema).toMatchObject({ type: 'object', additionalProperties: true });
    const closed = all.filter((one) => 'additionalProperties' in one && one['additionalProperties'] !== true);
    expect(closed).toEqual([]);
  });

  test('uses keywords of draft-07 alone, and no format', () => {
    expect(all.flatMap(Object.keys).filter((keyword) => !draft07.has(keyword))).toEqual([]);
  });

  test('says of a token only that it is a string that is not empty', () => {
    const tokens = all.flatMap(({ properties }) =>
      Object.entries(isObject(properties) ? properties : {}).filter(([name]) => tokenMemberNames.includes(name)),
    );
    const rules = tokens.map(([member, rule]) => {
      const { description, ...rest } = isObject(rule) ? rule : {};
      return [member, rest];
    });
    expect(rules).toEqual(name.endsWith('/token-response') ? [['access_token', { type: 'string', minLength: 1 }]] : []);
  });
});

describe('the walk through a schema', () => {
  test('finds nested schemas, and takes neither names nor data for keywords', () => {
    const leaf = { type: 'string' };
    const nested = { properties: { format: leaf, list: { items: [leaf], const: { format: 1 } } } };
    expect(schemasIn(nested)).toEqual([nested, leaf, nested.properties.list, leaf]);
  });
});
