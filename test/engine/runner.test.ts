import { afterAll, expect, onTestFinished, test } from 'vitest';
import { workerEntry } from '../../scripts/cli/project.ts';
import { casesOf } from '../../scripts/contract/cases.ts';
import { createRunner, startWorker } from '../../scripts/engine/index.ts';
import type { SessionData } from '../../scripts/engine/messages.ts';
import type { ItemResult } from '../../scripts/model/session.ts';
import { collectionText, environmentOf, itemId } from '../../scripts/postman/index.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { answers, type RawAnswer, startRaw } from '../support/raw-server.ts';
import { thisProject } from '../support/this-project.ts';

const runner = createRunner(startWorker(workerEntry));
afterAll(() => runner.close());

const provider = thisProject.providers.find(({ id }) => id === 'optty') ?? expect.fail();
const schemas = await readSchemas(thisProject.root);
const token = 'tok_9fK2-not/a+real=token.Zq81';
const [first, second] = casesOf(provider).map(({ id }) => itemId(id));
const items = [first ?? '', second ?? ''];

const keyOf = (run: number): Uint8Array => new Uint8Array(32).fill(run);

async function sessionWith(answer: RawAnswer, key: number): Promise<SessionData> {
  const server = await startRaw(answer);
  onTestFinished(server.close);
  const values = { baseUrl: server.url, clientId: 'client', clientSecret: 'a-secret-0123', scope: 'api-user' };
  return {
    collection: collectionText(provider, casesOf(provider), schemas),
    environment: environmentOf(provider, 'sandbox', values, true),
    bounds: { origin: server.url, deadlineMs: 5000, maxBodyBytes: 65_536, maxHeaderBytes: 16_384 },
    door: {
      secrets: [{ variable: 'clientSecret', value: values.clientSecret }],
      secretsLeak: true,
      publicTexts: ['the scope is api-user'],
      vocabulary: [],
      key: keyOf(key),
      accessToken: '/access_token',
      shown: [],
    },
  };
}

const outcomes = (results: readonly ItemResult[]) =>
  results.map(({ itemId: id, attempt }) => [id, attempt?.kind === 'failed' ? attempt.failure : attempt?.kind]);

test('an interrupt ends its own session and no other', async () => {
  const given: ItemResult[] = [];
  const results: ItemResult[] = [];
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const silent = runner.open(await sessionWith(() => isAsked(), 1));
  const fine = runner.open(await sessionWith(answers(JSON.stringify({ access_token: token })), 1));
  const aborted = silent.run(items, (result) => given.push(result));
  await asked;
  silent.abort();
  await fine.run(items, (result) => results.push(result));
  await aborted;
  expect(outcomes(given)).toEqual(items.map((id) => [id, 'interrupted']));
  expect(outcomes(results)).toEqual(items.map((id) => [id, 'answered']));
});

test('what is asked for after an interrupt is not sent', async () => {
  let asked = 0;
  const session = runner.open(
    await sessionWith(() => {
      asked += 1;
    }, 1),
  );
  session.abort();
  const results: ItemResult[] = [];
  await session.run(items, (result) => results.push(result));
  expect(outcomes(results)).toEqual(items.map((id) => [id, 'interrupted']));
  expect(asked).toBe(0);
});

test('a session that is closed runs nothing', async () => {
  const session = runner.open(await sessionWith(answers('{}'), 1));
  session.close();
  await expect(session.run(items, () => undefined)).rejects.toThrow('newman failed: the session is closed');
  expect(runner.isUp()).toBe(true);
});

test('a worker finds what it learned in a run, in no other run, and nothing once it may forget', async () => {
  const first = runner.open(await sessionWith(answers(JSON.stringify({ access_token: token })), 2));
  expect(await runner.scan(keyOf(2), `${token} a-secret-0123`, '')).toMatchObject([
    { name: 'clientSecret', encoding: 'raw' },
  ]);
  await first.run(items.slice(0, 1), () => undefined);
  first.close();
  runner.open(await sessionWith(answers('{}'), 2));
  const both = await runner.scan(keyOf(2), `${encodeURIComponent(token)} a-secret-0123`, '');
  expect([...new Set(both.map(({ name }) => name))]).toEqual(['token', 'clientSecret']);
  runner.open(await sessionWith(answers('{}'), 3));
  expect(await runner.scan(keyOf(3), `${token} api-user`, '')).toEqual([]);
  runner.forget(keyOf(2));
  expect(await runner.scan(keyOf(2), `${token} a-secret-0123`, '')).toEqual([]);
});

test('each request waits for its turn, and what gets none is not sent', async () => {
  let asked = 0;
  const session = runner.open(
    await sessionWith((socket, request) => {
      asked += 1;
      answers(JSON.stringify({ access_token: token }))(socket, request);
    }, 4),
  );
  const told: string[] = [];
  const results: ItemResult[] = [];
  await session.run(
    items,
    (result) => {
      told.push(`done ${result.itemId}`);
      results.push(result);
    },
    async (item) => {
      await new Promise((resolve) => setImmediate(resolve));
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
  expect(asked).toBe(1);
});

test('a request whose own script failed does not go: it could bear the variables of the one before', async () => {
  let asked = 0;
  const data = await sessionWith((socket, request) => {
    asked += 1;
    answers('{}')(socket, request);
  }, 4);
  const collection: { item: { item: { id: string; event?: object[] }[] }[] } = JSON.parse(data.collection);
  const broken = collection.item.flatMap(({ item }) => item).find(({ id }) => id === items[1]);
  broken?.event?.push({ listen: 'prerequest', script: { exec: ['throw new Error("no such luck");'] } });
  const session = runner.open({ ...data, collection: JSON.stringify(collection) });
  const results: ItemResult[] = [];
  await session.run(
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

test('a script that throws after its end does no harm to its worker', async () => {
  const data = await sessionWith(answers(JSON.stringify({ access_token: token })), 4);
  const collection: { item: { item: { event?: object[] }[] }[] } = JSON.parse(data.collection);
  const [item] = collection.item.flatMap((folder) => folder.item);
  item?.event?.push({ listen: 'test', script: { exec: ['Promise.reject(new Error("outside"));'] } });
  const session = runner.open({ ...data, collection: JSON.stringify(collection) });
  const results: ItemResult[] = [];
  await session.run(items, (result) => results.push(result));
  expect(outcomes(results)).toEqual(items.map((id) => [id, 'answered']));
  expect(runner.isUp()).toBe(true);
});

test('a turn that cannot be given fails the run', async () => {
  const session = runner.open(await sessionWith(answers('{}'), 5));
  const run = session.run(
    items,
    () => undefined,
    () => Promise.reject(new TypeError('a bug')),
  );
  await expect(run).rejects.toThrow('a bug');
});

test('a worker that is closed says so instead of waiting', async () => {
  const closed = createRunner(startWorker(workerEntry));
  await closed.close();
  expect(closed.isUp()).toBe(false);
  const session = closed.open(await sessionWith(answers('{}'), 6));
  await expect(session.run(items, () => undefined)).rejects.toThrow('the worker that runs newman ended');
  await expect(closed.scan(keyOf(6), 'x', '')).rejects.toThrow('the worker that runs newman ended');
});
