import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Json } from '../../scripts/model/provider.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { nearMisses } from '../golden/near-misses.ts';
import { thisProject } from '../support/this-project.ts';

const schemas = await readSchemas(thisProject.root);
const validate = createValidate(schemas);

const folder = new URL('../golden/responses/', import.meta.url);
const fixtures = await Promise.all(
  (await readdir(folder)).toSorted().map(async (file) => {
    const [provider = '', name = ''] = file.split('.');
    const kind = name === 'token' ? 'token-response' : 'error-response';
    const body: Json = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
    return { file, provider, name, schema: `${provider}/${kind}`, body };
  }),
);

const missed = nearMisses.map((miss) => {
  const fixture = fixtures.find(({ provider, name }) => provider === miss.provider && name === miss.of);
  const before = Object(structuredClone(fixture?.body));
  const body: Json = JSON.parse(JSON.stringify(miss.change(before)));
  return { ...miss, fixture, schema: `${miss.provider}/${miss.kind}`, body };
});

describe('what a page shows matches its schema', () => {
  test.each(fixtures.map((fixture) => [fixture.file, fixture] as const))('%s', (_, { schema, body }) => {
    expect(validate(schema, body)).toEqual([]);
  });
});

describe('what only nearly does is reported at its pointer', () => {
  test.each(missed.map((miss) => [`${miss.provider} ${miss.of}: ${miss.what}`, miss] as const))(
    '%s',
    (_, { schema, body, at }) => {
      const pointers = validate(schema, body).map((error) => error.at);
      expect([...new Set(pointers)]).toEqual([at]);
    },
  );
});

describe('the fixtures', () => {
  it.each(Object.keys(schemas))('have a body and near misses for %s', (schema) => {
    expect(fixtures.map((fixture) => fixture.schema)).toContain(schema);
    expect(missed.map((miss) => miss.schema)).toContain(schema);
  });

  it('are what every near miss was made from', () => {
    expect(missed.filter(({ fixture, kind }) => !fixture?.schema.endsWith(kind))).toEqual([]);
  });
});

test.each<[string, Json]>([
  ['a list', []],
  ['a string', 'Bearer'],
  ['null', null],
])('%s is no response to anybody', (_, body) => {
  expect(Object.keys(schemas).map((schema) => validate(schema, body).map(({ at, keyword }) => [at, keyword]))).toEqual(
    Object.keys(schemas).map(() => [['', 'type']]),
  );
});
