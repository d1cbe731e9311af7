import { afterAll, expect, onTestFinished, test } from 'vitest';
import { thisProject } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { startRunner } from '../../scripts/engine/index.ts';
import type { ItemResult, SessionData } from '../../scripts/engine/messages.ts';
import { collectionText, environmentOf, itemId } from '../../scripts/postman/index.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { answers, type RawAnswer, startRaw } from '../support/raw-server.ts';

const runner = startRunner();
afterAll(() => runner.close());

const provider = thisProject.providers.find(({ id }) => id === 'optty') ?? expect.fail();
const schemas = await readSchemas(thisProject.root);
const token = 'tok_9fK2-not/a+real=token.Zq81';
const [first, second] = casesOf(provider).map(({ id }) => itemId(id));
const items = [first ?? '', second ?? ''];

async function sessionWith(answer: RawAnswer, key: number): Promise<SessionData> {
  const server = await startRaw(answer);
  onTestFinished(server.close);
  const values = { baseUrl: server.url, clientId: 'client', clientSecret: 'a-secret-0123', scope: 'api-user' };
  return {
    collection: collectionText(provider, casesOf(provider), schemas),
    environment: environmentOf(provider, 'sandbox', values, true),
    bounds: { origin: server.url, deadlineMs: 5000, maxBodyBytes: 65_536, maxHeaderBytes: 16_384 },
    secrets: [{ variable: 'clientSecret', value: values.clientSecret }],
    secretsLeak: true,
    vocabulary: [],
    key: new Uint8Array(32).fill(key),
    accessToken: '/access_token',
    shown: [],
  };
}

const outcomes = (results: readonly ItemResult[]) =>
  results.map(({ itemId: id, attempt }) => [id, attempt?.kind === 'failed' ? attempt.failure : attempt?.kind]);

test('what was given up is not taken for an answer to the next question', async () => {
  const given: ItemResult[] = [];
  const results: ItemResult[] = [];
  const silent = await sessionWith(() => undefined, 1);
  const fine = await sessionWith(answers(JSON.stringify({ access_token: token })), 1);
  runner.open(silent);
  const aborted = runner.run(items, (result) => given.push(result));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  runner.abort();
  runner.open(fine);
  await runner.run(items, (result) => results.push(result));
  await aborted;
  expect(outcomes(given)).toEqual(items.map((id) => [id, 'interrupted']));
  expect(outcomes(results)).toEqual(items.map((id) => [id, 'answered']));
});

test('what is asked for after an interrupt is not sent', async () => {
  let asked = 0;
  runner.open(
    await sessionWith(() => {
      asked += 1;
    }, 1),
  );
  runner.abort();
  const results: ItemResult[] = [];
  await runner.run(items, (result) => results.push(result));
  expect(outcomes(results)).toEqual(items.map((id) => [id, 'interrupted']));
  expect(asked).toBe(0);
});

test('a worker finds what it learned in this run, and forgets it in the next', async () => {
  runner.open(await sessionWith(answers(JSON.stringify({ access_token: token })), 2));
  expect(await runner.scan(`${token} a-secret-0123`)).toEqual([{ name: 'clientSecret', encoding: 'raw' }]);
  await runner.run(items.slice(0, 1), () => undefined);
  runner.open(await sessionWith(answers('{}'), 2));
  expect(await runner.scan(`${encodeURIComponent(token)} a-secret-0123`)).toEqual([
    { name: 'token', encoding: 'percent' },
    { name: 'clientSecret', encoding: 'raw' },
  ]);
  runner.open(await sessionWith(answers('{}'), 3));
  expect(await runner.scan(`${token} api-user`)).toEqual([]);
});

test('each request waits for its turn, and what gets none is not sent', async () => {
  let asked = 0;
  runner.open(
    await sessionWith((socket, request) => {
      asked += 1;
      answers(JSON.stringify({ access_token: token }))(socket, request);
    }, 4),
  );
  const told: string[] = [];
  const results: ItemResult[] = [];
  await runner.run(
    items,
    (result) => {
      told.push(`done ${result.itemId}`);
      results.push(result);
    },
    async (item) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      told.push(`turn ${item} after ${asked}`);
      return item === items[0];
    },
  );
  expect(told).toEqual([
    `turn ${items[0]} after 0`,
    `done ${items[0]}`,
    `turn ${items[1]} after 1`,
    `done ${items[1]}`,
  ]);
  expect(outcomes(results)).toEqual([
    [items[0], 'answered'],
    [items[1], undefined],
  ]);
  expect(results[0]?.attempt?.ms).toBeLessThan(100);
  expect(asked).toBe(1);
});

test('a request whose own script failed does not go: it could bear the variables of the one before', async () => {
  let asked = 0;
  const session = await sessionWith((socket, request) => {
    asked += 1;
    answers('{}')(socket, request);
  }, 4);
  const collection: { item: { item: { id: string; event?: object[] }[] }[] } = JSON.parse(session.collection);
  const broken = collection.item.flatMap(({ item }) => item).find(({ id }) => id === items[1]);
  broken?.event?.push({ listen: 'prerequest', script: { exec: ['throw new Error("no such luck");'] } });
  runner.open({ ...session, collection: JSON.stringify(collection) });
  const results: ItemResult[] = [];
  await runner.run(
    items,
    (result) => results.push(result),
    () => Promise.resolve(true),
  );
  expect(outcomes(results)).toEqual([
    [items[0], 'answered'],
    [items[1], undefined],
  ]);
  expect(results.map(({ scriptError }) => scriptError)).toEqual([undefined, 'no such luck']);
  expect(asked).toBe(1);
});

test('a turn that cannot be given fails the run', async () => {
  runner.open(await sessionWith(answers('{}'), 5));
  const run = runner.run(
    items,
    () => undefined,
    () => Promise.reject(new TypeError('a bug')),
  );
  await expect(run).rejects.toThrow('a bug');
});

test('a worker that is closed says so instead of waiting', async () => {
  const closed = startRunner();
  await closed.close();
  expect(closed.isUp()).toBe(false);
  await expect(closed.run(items, () => undefined)).rejects.toThrow('the worker that runs newman ended');
  await expect(closed.scan('x')).rejects.toThrow('the worker that runs newman ended');
});
