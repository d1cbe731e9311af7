import { describe, expect, it, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { createValidate } from '../../scripts/judge/index.ts';
import { variablesIn } from '../../scripts/oauth/template.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { providers, thisProject } from '../support/this-project.ts';
import { objectsWith, stringsIn } from './strings.ts';

const schemas = await readSchemas(thisProject.root);
const validate = createValidate(schemas);
const rows = providers.map((provider) => [provider.id, provider] as const);
const responses = providers.flatMap((provider) =>
  Object.entries(provider.responses).map(([name, response]) => [provider.id, name, response] as const),
);

test('the registry', () => {
  expect(providers.map(({ id }) => id)).toEqual(['optty', 'apinizer', 'open-banking-platform', 'orum', 'octotable']);
});

describe.each(rows)('%s', (id, provider) => {
  it('has an id in kebab-case, also in its names', () => {
    const names = [
      id,
      ...Object.keys(provider.responses),
      ...provider.variants.map(({ name }) => name),
      ...provider.quirks.map((quirk) => quirk.id),
    ];
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  it('cites only documents that it lists, and lists none that it does not cite', () => {
    const cited = new Set(objectsWith('doc', provider).map(({ doc }) => doc));
    expect([...cited].toSorted()).toEqual(Object.keys(provider.docs).toSorted());
  });

  it('has the address of every page; public client code may have none', () => {
    const without = Object.entries(provider.docs).filter(([, { url }]) => !/^https:\/\/[\w.-]+\//.test(url ?? ''));
    expect(without.map(([name]) => name).filter((name) => name !== 'clients')).toEqual([]);
  });

  it('uses the variables that it has, and has no others', () => {
    const { request, variants, responses: answers, next } = provider;
    const requests = casesOf(provider).map((one) => one.request);
    const used = new Set([request, variants, answers, next, requests].flatMap(stringsIn).flatMap(variablesIn));
    expect([...used].toSorted()).toEqual(Object.keys(provider.variables).toSorted());
  });

  it('settles every quirk by cases that it has', () => {
    const cases: readonly string[] = casesOf(provider).map((one) => one.id);
    const asked = provider.quirks.flatMap(({ outcomes }) => outcomes.map((outcome) => `${id}/${outcome.case}`));
    expect(asked.filter((one) => !cases.includes(one))).toEqual([]);
    expect(
      provider.quirks.filter(({ outcomes, statements }) => outcomes.length === 0 || statements.length === 0),
    ).toEqual([]);
  });

  it('has no outcome of a quirk that an earlier one of the same case hides', () => {
    const hidden = provider.quirks.flatMap(({ outcomes }) =>
      outcomes.filter(({ case: slug, status, has }, index) =>
        outcomes
          .slice(0, index)
          .some(
            (earlier) =>
              earlier.case === slug &&
              (earlier.has === undefined || earlier.has === has) &&
              (earlier.status === 'any' || earlier.status === status || earlier.status === `${String(status)[0]}xx`),
          ),
      ),
    );
    expect(hidden).toEqual([]);
  });

  it('documents what it says is documented, and names a response for it', () => {
    const claims = [...provider.variants, ...provider.refusals].filter(({ basis }) => basis === 'documented');
    const named = claims.map((claim) => provider.responses[claim.response ?? 'token']?.basis);
    expect(named).toEqual(claims.map(() => 'documented'));
    expect(provider.responses.token.basis).toBe('documented');
    expect(provider.variants.filter(({ basis, source }) => basis === 'documented' && source === undefined)).toEqual([]);
  });

  it('names responses that it has', () => {
    const named = [...provider.variants, ...provider.refusals].flatMap(({ response }) => response ?? []);
    expect(named.filter((name) => !Object.hasOwn(provider.responses, name))).toEqual([]);
  });

  it('holds no typographic quotes in what it sends', () => {
    const sent = [provider.request, provider.variants, casesOf(provider).map((one) => one.request)];
    expect(sent.flatMap(stringsIn).filter((text) => /[\u201c\u201d\u201e]/.test(text))).toEqual([]);
  });
});

describe('the responses', () => {
  test.each(responses)('%s %s: its example is what its schema and its values say', (_, __, response) => {
    const sent = { ...Object(response.example), ...response.assumed?.members };
    const { schema } = response;
    const errors = [response.example, sent].flatMap((body) => (schema === undefined ? [] : validate(schema, body)));
    expect(errors).toEqual([]);
    // A member is either shown or assumed.
    expect(Object.keys(response.assumed?.members ?? {}).filter((name) => name in Object(response.example))).toEqual([]);
    const values = Object.entries(response.values ?? {});
    expect(values.map(([at]) => [at, Object(response.example)[at.slice(1)]])).toEqual(values);
  });

  test.each(responses.filter(([, , { basis }]) => basis === 'documented'))(
    '%s %s: documented, with a schema of its provider',
    (id, name, { schema }) => {
      expect(schema).toBe(`${id}/${name === 'token' ? 'token' : 'error'}-response`);
      expect(Object.keys(schemas)).toContain(schema);
    },
  );

  test('use every schema', () => {
    const used = new Set(responses.flatMap(([, , { schema }]) => schema ?? []));
    expect([...used].toSorted()).toEqual(Object.keys(schemas).toSorted());
  });
});
