import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { thisProject } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { v3Files } from '../../scripts/postman/v3.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';

const schemas = await readSchemas(thisProject.root);
const filesOf = (id: string): ReadonlyMap<string, string> => {
  const provider = thisProject.providers.find((one) => one.id === id) ?? expect.fail(id);
  return new Map(v3Files(provider, casesOf(provider), schemas).map(({ path, text }) => [path, text]));
};
const contentOf = (id: string, path: string) => parse(filesOf(id).get(path) ?? expect.fail(`no ${path}`));

test('a request is a file under its own name, with its folder, its example and its place in the order', () => {
  const folder = 'collections/Octotable token endpoint';
  expect([...filesOf('octotable').keys()]).toEqual(
    expect.arrayContaining([
      `${folder}/.resources/definition.yaml`,
      `${folder}/Token/.resources/definition.yaml`,
      `${folder}/Token/Token.request.yaml`,
      `${folder}/Token/.resources/Token.resources/examples/token.example.yaml`,
      `${folder}/Next/Step 2, call the API with the token.request.yaml`,
    ]),
  );
  expect(contentOf('octotable', `${folder}/Token/Token.request.yaml`)).toMatchObject({
    $kind: 'http-request',
    url: '{{baseUrl}}/oauth2/token',
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: {
      type: 'urlencoded',
      content: { grant_type: 'client_credentials', client_id: '{{clientId}}', client_secret: '{{clientSecret}}' },
    },
    settings: { followRedirects: false },
    examples: './.resources/Token.resources/examples',
    order: 1000,
  });
});

test('a parameter that is sent twice stays twice', () => {
  const path = 'collections/Octotable token endpoint/Observed/grant_type sent twice.request.yaml';
  expect(contentOf('octotable', path).body.content).toEqual([
    { key: 'grant_type', value: 'client_credentials' },
    { key: 'grant_type', value: 'client_credentials' },
    { key: 'client_id', value: '{{clientId}}' },
    { key: 'client_secret', value: '{{clientSecret}}' },
  ]);
});

test('a body that is no form keeps its text, and a system header that is switched off stays off', () => {
  const observed = 'collections/Orum token endpoint/Observed';
  expect(contentOf('orum', `${observed}/text-plain body.request.yaml`).body).toEqual({
    type: 'text',
    content: 'client_id=contract-probe&client_secret=contract-probe-secret',
  });
  const withoutAccept = 'collections/Octotable token endpoint/Observed/Token without Accept.request.yaml';
  expect(contentOf('octotable', withoutAccept).settings).toEqual({
    followRedirects: false,
    disabledSystemHeaders: ['accept'],
  });
});

test.each(thisProject.providers.map(({ id, name }) => [id, name]))(
  'the sandbox environment of %s holds secrets typed as such, and empty',
  (id, name) => {
    const { values } = contentOf(id, `environments/${name} (sandbox).environment.yaml`);
    const secrets = values.filter(({ type }: { type: string }) => type === 'secret');
    expect(secrets.map(({ key, value }: { key: string; value: string }) => [key, value])).toEqual([
      ['clientId', ''],
      ['clientSecret', ''],
    ]);
  },
);

test('is made of the same bytes every time', () => {
  expect(filesOf('orum')).toEqual(filesOf('orum'));
});
