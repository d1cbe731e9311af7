import { expect, test } from 'vitest';
import { createLeakGuard } from '../../scripts/cli/leak-guard.ts';
import { createLeakSearch } from '../../scripts/door/index.ts';
import { RunnerError } from '../../scripts/engine/index.ts';
import type { Leak } from '../../scripts/model/session.ts';

const secret = { variable: 'clientSecret', value: 'a-secret-0123' };
const inHex = Buffer.from(secret.value).toString('hex');

function guardWith(scans: readonly (() => Promise<readonly Leak[]>)[], isUp = true) {
  const own = createLeakSearch();
  own.add(secret);
  const runners = scans.map((scan) => ({ isUp: () => isUp, scan }));
  const written: string[] = [];
  const guard = createLeakGuard({
    run: new Uint8Array(32),
    own,
    runners,
    io: { stderr: { write: (text) => written.push(text) } },
    waitMs: 50,
  });
  return { guard, written };
}

test('what holds nothing passes as it is', async () => {
  const { guard, written } = guardWith([async () => []]);
  expect(await guard.checked('report.json', '{"a":1}')).toBe('{"a":1}');
  expect([guard.hasHit(), written]).toEqual([false, []]);
});

test('what any worker finds is held back and named, each thing once, without its value', async () => {
  const token = { name: 'token', encoding: 'raw' };
  const { guard, written } = guardWith([async () => [token], async () => [token]]);
  expect(JSON.parse(await guard.checked('report.json', `{"a":"${inHex}"}`))).toEqual({
    rule: 'run/leak',
    file: 'report.json',
    found: [{ name: 'clientSecret', encoding: 'hex' }, token],
  });
  expect(guard.hasHit()).toBe(true);
  expect(written).toEqual([
    'error: run/leak in report.json: what was about to be written held a secret or a token: clientSecret (hex), token (raw). It was not written.\n',
  ]);
});

test.each<[string, () => Promise<readonly Leak[]>, boolean]>([
  ['is gone', () => Promise.reject(new Error('asked')), false],
  ['dies meanwhile', () => Promise.reject(new RunnerError('the worker that runs newman ended')), true],
  ['is stuck', () => new Promise(() => undefined), true],
])('where a worker %s, the secrets are still found', async (_, scan, isUp) => {
  const { guard } = guardWith([scan], isUp);
  expect(await guard.checked('a.txt', 'nothing')).toBe('nothing');
  expect(await guard.checked('a.txt', `x ${secret.value} y`)).toMatch(/clientSecret \(raw\)/);
});
