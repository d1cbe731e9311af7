import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { mockValues } from '../../scripts/model/variables.ts';
import { collectionText, environmentOf, itemId } from '../../scripts/postman/index.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { thisProject } from '../support/this-project.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly item?: readonly Item[];
  readonly protocolProfileBehavior?: { readonly followRedirects?: boolean };
  readonly request?: { readonly description?: string; readonly url: { readonly raw: string } };
  readonly event?: readonly { readonly listen: string; readonly script: { readonly exec: readonly string[] } }[];
  readonly response?: readonly { readonly name: string; readonly code: number; readonly body: string }[];
}
/** Examples of responses that no page documents. */
const assumedExamples: Readonly<Record<string, readonly string[]>> = {
  'open-banking-platform': ['invalid-client (assumed)'],
  orum: ['invalid-request (assumed)'],
  octotable: ['invalid-request (assumed)', 'refused (assumed)', 'unsupported-media-type (assumed)'],
};

const scriptOf = ({ event }: Item, listen: 'prerequest' | 'test'): string =>
  (event ?? []).find((one) => one.listen === listen)?.script.exec.join('\n') ?? '';

/** Postman's own schema of the format 2.1.0, as published. */
const isCollection = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  JSON.parse(await readFile(new URL('collection-v2.1.0.schema.json', import.meta.url), 'utf8')),
);
const schemas = await readSchemas(thisProject.root);
const built = thisProject.providers.map((provider) => {
  const cases = casesOf(provider);
  const collection: {
    readonly info: { readonly name: string; readonly description: string };
    readonly item: readonly Item[];
    readonly variable: readonly { readonly key: string; readonly value: string; readonly description: string }[];
  } = JSON.parse(collectionText(provider, cases, schemas));
  return {
    id: provider.id,
    provider,
    cases,
    collection,
    items: collection.item.flatMap((folder) => folder.item ?? []),
  };
});

describe.each(built)('$id', ({ provider, cases, collection, items }) => {
  test('has its folders and an item for every case, under an id of the case’s own', () => {
    const next = provider.next === undefined ? [] : ['Next'];
    expect(collection.item.map(({ name }) => name)).toEqual(['Token', 'Refusals', 'Observed', ...next]);
    const extra = provider.next === undefined ? 0 : 1;
    expect(items).toHaveLength(cases.length + extra);
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(cases.map(({ id }) => itemId(id))));
    const ids = [...collection.item, ...items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('shows each documented response as the example of exactly one item, and says which examples are assumed', () => {
    const responses = Object.entries(provider.responses);
    const documented = responses.filter(([, { basis }]) => basis === 'documented');
    const examples = items.flatMap(({ response }) => response ?? []);
    const names = examples.map(({ name }) => name);
    expect(names.filter((name) => !name.endsWith(' (assumed)')).toSorted()).toEqual(
      documented.map(([name]) => name).toSorted(),
    );
    expect(names.filter((name) => name.endsWith(' (assumed)')).toSorted()).toEqual(assumedExamples[provider.id] ?? []);
    for (const [name, { example }] of documented)
      expect(JSON.parse(examples.find((one) => one.name === name)?.body ?? '')).toEqual(example);
  });

  test('holds names that are file names too, unique without regard to case', () => {
    for (const names of [
      [collection.info.name],
      ...[collection, ...collection.item].map(({ item }) => (item ?? []).map(({ name }) => name)),
    ]) {
      expect(names.filter((name) => /[/\\:*?"<>|]/.test(name) || name !== name.trim())).toEqual([]);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    }
  });

  test('refuses redirects on each item', () => {
    expect(items.map(({ protocolProfileBehavior }) => protocolProfileBehavior?.followRedirects)).toEqual(
      items.map(() => false),
    );
  });

  test('keeps the variable of the token empty, and describes every variable', () => {
    expect(collection.variable.find(({ key }) => key === 'accessToken')).toEqual({
      key: 'accessToken',
      value: '',
      description:
        'The token of the last request "Token", for the requests that follow. Saved empty: Postman keeps the current value on your computer unless you persist it.',
    });
    expect(collection.variable.find(({ key }) => key === 'baseUrl')?.value).toBe(
      'https://choose-an-environment.invalid',
    );
    expect(collection.variable.filter(({ description }) => description === '')).toEqual([]);
    for (const name of ['baseUrl', 'target', 'observe', 'accessToken', ...Object.keys(provider.variables)])
      expect(collection.info.description).toContain(`- \`${name}\``);
    const { values } = environmentOf(provider, 'mock', {}, true);
    expect(values.filter(({ description }) => description === '')).toEqual([]);
  });

  test('is a collection by Postman’s schema', () => {
    expect(isCollection(collection) ? [] : isCollection.errors).toEqual([]);
  });

  test('says where each item comes from', () => {
    for (const { request } of items) expect(request?.description).toMatch(/Source: /);
  });

  test('tests each asserted case by the titles of its assertions', () => {
    for (const folder of collection.item)
      for (const item of folder.item ?? []) {
        const script = [folder, item].map((one) => scriptOf(one, 'test')).join('\n');
        const one = cases.find(({ id }) => itemId(id) === item.id);
        for (const { title, level } of one?.assertions ?? [])
          expect(script.includes(`pm.test(${JSON.stringify(title)}`)).toBe(level === 'error');
      }
  });

  test('has no script that only holds a comment, and none at all where nothing is asserted or guarded', () => {
    const scripts = [...collection.item, ...items].flatMap(({ event }) => event ?? []);
    expect(scripts.filter(({ script }) => script.exec.every((line) => line === '' || line.startsWith('//')))).toEqual(
      [],
    );
    const observed = collection.item.find(({ name }) => name === 'Observed')?.item ?? [];
    expect(observed.map((one) => scriptOf(one, 'test')).filter((script) => script !== '')).toEqual([]);
  });

  test('holds no typographic quote in any request, and no script that does not parse', () => {
    for (const { request, event } of [...collection.item, ...items]) {
      expect(JSON.stringify({ ...request, description: '' })).not.toMatch(/[“”„]/);
      for (const { script } of event ?? []) expect(() => new Function(script.exec.join('\n'))).not.toThrow();
    }
  });

  test('is made of the same bytes every time', () => {
    expect(collectionText(provider, casesOf(provider), schemas)).toBe(collectionText(provider, cases, schemas));
  });

  test('comes with environments that hold no credentials but the mock’s own', () => {
    const sandbox = environmentOf(provider, 'sandbox', { baseUrl: 'https://auth.example' }, false);
    const credentials = sandbox.values.filter(({ type }) => type === 'secret');
    expect(credentials.map(({ key, value }) => [key, value])).toEqual([
      ['clientId', ''],
      ['clientSecret', ''],
    ]);
    const mock = environmentOf(provider, 'mock', mockValues(provider, 'http://127.0.0.1:1/x'), true);
    expect(mock.values.find(({ key }) => key === 'target')?.value).toBe('mock');
    expect(new Set(mock.values.map(({ key }) => key))).toEqual(
      new Set(['baseUrl', 'target', 'observe', ...Object.keys(provider.variables)]),
    );
  });
});
