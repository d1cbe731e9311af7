import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { json, serve } from '../servers/serve.ts';
import { runNewman } from '../support/newman.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
}
interface Collection {
  readonly item: readonly Item[];
}

const inFolder = ({ item }: Collection, folder: string): readonly Item[] =>
  item.find(({ name }) => name === folder)?.item ?? expect.fail(`no folder ${folder}`);

async function requestsOf(collection: object): Promise<readonly (readonly [string, string | undefined])[]> {
  const token = { access_token: 'a-token-0123456789', expires_in: 86400, token_type: 'Bearer', scope: 'api-user' };
  const server = await serve(() => json(200, token));
  try {
    const values = Object.entries({ baseUrl: server.url, clientId: 'my-id', clientSecret: 'my-secret' });
    const run = await runNewman({
      collection,
      environment: { values: values.map(([key, value]) => ({ key, value })) },
    });
    expect(run.failures).toEqual([]);
    return server.seen.map(({ path, headers }) => [path, headers['authorization']]);
  } finally {
    await server.close();
  }
}

test('the example of the page finds the token that a copy of the request Token stored', async () => {
  const [, example] = /```json\n([\s\S]*?)\n```/.exec(await read('docs/postman.md')) ?? expect.fail('no example');
  const own: Collection = JSON.parse(example ?? '');
  const optty: Collection = JSON.parse(await read('collections/optty.postman_collection.json'));
  const token = inFolder(optty, 'Token').slice(0, 1);
  expect(await requestsOf({ ...own, item: [...token, ...own.item] })).toEqual([
    ['/token', undefined],
    ['/orders', 'Bearer a-token-0123456789'],
  ]);
});

test('a request that is put into the collection finds the token too', async () => {
  const optty: Collection = JSON.parse(await read('collections/optty.postman_collection.json'));
  const next = {
    name: 'Orders of today',
    request: {
      method: 'GET',
      header: [{ key: 'Authorization', value: 'Bearer {{accessToken}}' }],
      url: '{{baseUrl}}/orders',
    },
  };
  const token = { name: 'Token', item: [...inFolder(optty, 'Token').slice(0, 1), next] };
  expect(await requestsOf({ ...optty, item: [token] })).toEqual([
    ['/token', undefined],
    ['/orders', 'Bearer a-token-0123456789'],
  ]);
});

test('a copy of the request Token does not post the secret to where a redirect leads', async () => {
  const optty: Collection = JSON.parse(await read('collections/optty.postman_collection.json'));
  const server = await serve(() => ({ status: 307, headers: { location: '/elsewhere' }, body: '' }));
  try {
    const item = inFolder(optty, 'Token').slice(0, 1);
    const environment = { values: [{ key: 'baseUrl', value: server.url }] };
    await runNewman({ collection: { info: { name: 'Mine' }, item }, environment });
    expect(server.seen.map(({ path }) => path)).toEqual(['/token']);
  } finally {
    await server.close();
  }
});
