import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { mockValues } from '../../scripts/model/variables.ts';
import { collectionText, environmentOf, itemId } from '../../scripts/postman/index.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { thisProject } from '../support/this-project.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly item?: readonly Item[];
  readonly request?: { readonly description?: string; readonly url: { readonly raw: string } };
  readonly event?: readonly { readonly listen: string; readonly script: { readonly exec: readonly string[] } }[];
  readonly response?: readonly { readonly name: string; readonly code: number; readonly body: string }[];
}
const schemas = await readSchemas(thisProject.root);
const built = thisProject.providers.map((provider) => {
  const cases = casesOf(provider);
  const collection: { info: { name: string; description: string }; item: readonly Item[] } = JSON.parse(
    collectionText(provider, cases, schemas),
  );
  return {
    id: provider.id,
    provider,
    cases,
    collection,
    items: collection.item.flatMap((folder) => folder.item ?? []),
  };
});

describe.each(built)('$id', ({ provider, cases, collection, items }) => {
  test('has the three folders and an item for every case, under an id of the case’s own', () => {
    expect(collection.item.map(({ name }) => name)).toEqual(['Token', 'Refusals', 'Observed']);
    const extra = provider.next === undefined ? 0 : 1;
    expect(items).toHaveLength(cases.length + extra);
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(cases.map(({ id }) => itemId(id))));
    const ids = [...collection.item, ...items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('shows each documented response as the example of exactly one item, under a unique name', () => {
    const documented = Object.entries(provider.responses).filter(([, { basis }]) => basis === 'documented');
    const examples = items.flatMap(({ response }) => response ?? []);
    expect(examples.map(({ name }) => name).toSorted()).toEqual(documented.map(([name]) => name).toSorted());
    for (const [name, { example }] of documented)
      expect(JSON.parse(examples.find((one) => one.name === name)?.body ?? '')).toEqual(example);
  });

  test('says where each item comes from', () => {
    for (const { request } of items) expect(request?.description).toMatch(/Source: /);
  });

  test('tests each asserted case by the titles of its assertions', () => {
    for (const one of cases) {
      const script =
        items
          .find(({ id }) => id === itemId(one.id))
          ?.event?.find(({ listen }) => listen === 'test')
          ?.script.exec.join('\n') ?? '';
      for (const { title, level } of one.assertions)
        expect(script.includes(`pm.test(${JSON.stringify(title)}`)).toBe(level === 'error');
    }
  });

  test('holds no typographic quote in any request, and no script that does not parse', () => {
    for (const { request, event } of items) {
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
      ['accessToken', ''],
    ]);
    const mock = environmentOf(provider, 'mock', mockValues(provider, 'http://127.0.0.1:1/x'), true);
    expect(mock.values.find(({ key }) => key === 'target')?.value).toBe('mock');
    expect(new Set(mock.values.map(({ key }) => key))).toEqual(
      new Set(['baseUrl', 'target', 'observe', 'accessToken', ...Object.keys(provider.variables)]),
    );
  });
});
