import { expect, test } from 'vitest';
import { createLeakGuard, type LeakGuardOptions } from '../../scripts/cli/leak-guard.ts';
import { createLeakSearch } from '../../scripts/door/index.ts';
import { RunnerError } from '../../scripts/engine/index.ts';
import type { LeakPlace } from '../../scripts/model/session.ts';

const secret = { variable: 'clientSecret', value: 'a-secret-0123' };
const inHex = Buffer.from(secret.value).toString('hex');
type Scan = LeakGuardOptions['runners'][number]['scan'];

/** Finds every `TOKEN` of a text, as a worker does. */
const findsToken: Scan = async (_, text) =>
  [...text.matchAll(/TOKEN/g)].map(({ index }) => ({ name: 'token', encoding: 'raw', start: index, end: index + 5 }));

function guardWith(
  scans: readonly Scan[],
  options: { readonly isUp?: boolean; readonly mayLoseTokens?: boolean } = {},
) {
  const { isUp = true, mayLoseTokens = false } = options;
  const own = createLeakSearch();
  own.add(secret);
  const written: string[] = [];
  const guard = createLeakGuard({
    run: new Uint8Array(32),
    own,
    runners: scans.map((scan) => ({ isUp: () => isUp, hasAnswered: () => true, scan })),
    mayLoseTokens,
    ours: '',
    io: { stderr: { write: (text) => written.push(text) } },
    waitMs: 50,
  });
  return { guard, written };
}

test('what holds nothing passes as it is', async () => {
  const { guard, written } = guardWith([async () => []]);
  expect(await guard.checked('report.json', '{"a":1}')).toBe('{"a":1}');
  expect(written).toEqual([]);
});

test('what any worker finds is replaced where it stands and named, each thing once, without its value', async () => {
  const { guard, written } = guardWith([findsToken, findsToken]);
  expect(await guard.checked('a.txt', `x ${inHex} y TOKEN z`)).toBe('x ‹clientSecret› y ‹token› z');
  expect(written).toEqual([
    'warning: run/leak in a.txt: what was about to be written held a secret or a token: clientSecret (hex), token (raw). It was replaced.\n',
  ]);
});

test.each([
  ['a part of a string', '{"a":"x TOKEN y"}', '{"a":"x ‹token› y"}'],
  ['a name', '{"TOKEN":1}', '{"‹token›":1}'],
  ['escapes, which stay whole', `{"a":"\\u0061-secret-0123\\n"}`, '{"a":"‹clientSecret›\\n"}'],
  [
    'numbers that are the bytes of a secret',
    `{"a":[7,${[...Buffer.from(secret.value)].join(',')}]}`,
    `{"a":[7,${[...secret.value].map(() => 0).join(',')}]}`,
  ],
  ['a line of several', '{"a":1}\n{"b":"TOKEN"}\n', '{"a":1}\n{"b":"‹token›"}\n'],
])('JSON stays JSON: %s', async (_, text, expected) => {
  const { guard } = guardWith([findsToken]);
  const clean = await guard.checked('report.json', text);
  for (const line of (clean ?? '').trim().split('\n')) JSON.parse(line);
  expect(clean?.replaceAll('[0,', '[7,')).toBe(expected);
});

test('a long text is searched in slices, and what stands on the edge of two is found', async () => {
  const lengths: number[] = [];
  const { guard } = guardWith([
    (run, text, ours) => {
      lengths.push(text.length);
      return findsToken(run, text, ours);
    },
  ]);
  const text = `${'-'.repeat(65_533)}TOKEN${'-'.repeat(200_000)}${secret.value}`;
  const clean = await guard.checked('a.txt', text);
  expect(clean).toBe(`${'-'.repeat(65_533)}‹token›${'-'.repeat(200_000)}‹clientSecret›`);
  expect(Math.max(...lengths)).toBe(65_536);
});

test.each<[string, Scan, boolean]>([
  ['is gone', () => Promise.reject(new Error('asked')), false],
  ['dies meanwhile', () => Promise.reject(new RunnerError('the worker that runs newman ended')), true],
  ['is stuck', () => new Promise<readonly LeakPlace[]>(() => undefined), true],
])(
  'where a worker %s, nothing is written; what only the mock said is searched for secrets alone',
  async (_, scan, isUp) => {
    const { guard, written } = guardWith([scan], { isUp });
    expect(await guard.checked('a.txt', 'nothing')).toBeUndefined();
    expect(written).toEqual(['error: a.txt was not written: it could not be searched for secrets and tokens\n']);
    const ofMock = guardWith([scan], { isUp, mayLoseTokens: true }).guard;
    expect(await ofMock.checked('a.txt', `x ${secret.value} y`)).toBe('x ‹clientSecret› y');
  },
);

test('what is found again and again is left out', async () => {
  const { guard, written } = guardWith([async () => [{ name: 'token', encoding: 'raw', start: 0, end: 1 }]]);
  expect(await guard.checked('a.txt', 'abc')).toBeUndefined();
  expect(written.at(-1)).toBe(
    'error: a.txt was not written: what it held of secrets and tokens could not be replaced\n',
  );
});
