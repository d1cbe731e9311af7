import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { baselineText } from '../../scripts/judge/drift/baseline-text.ts';
import type { Baseline } from '../../scripts/model/shape.ts';
import { UsageError } from '../../scripts/model/usage-error.ts';
import { readBaseline } from '../../scripts/store/baselines.ts';
import { drifting, shape, tokenAnswer } from '../judge/drift/samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let root: string;
beforeEach(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, 'baselines'));
});

const seen = { firstSeen: '2026-01-02T03:04:05.000Z', lastSeen: '2026-01-03T03:04:05.000Z', observations: 2 };
const baseline: Baseline = {
  format: 2,
  provider: 'acme',
  origin: 'https://acme.test',
  tokens: 'fresh',
  cases: { 'acme/token': { ...seen, shape: shape(tokenAnswer) } },
};

test('what was written is what is read; no file is no baseline', async () => {
  expect(await readBaseline(root, drifting)).toBeUndefined();
  await writeFile(join(root, 'baselines/acme.json'), baselineText(baseline));
  expect(await readBaseline(root, drifting)).toEqual(baseline);
});

test('one member a line, in an order of its own', () => {
  const turned: Baseline = {
    cases: baseline.cases,
    origin: 'https://acme.test',
    tokens: 'fresh',
    provider: 'acme',
    format: 2,
  };
  const reversed = Object.fromEntries(Object.entries(tokenAnswer).toReversed());
  expect(baselineText({ ...turned, cases: { 'acme/token': { shape: shape(reversed), ...seen } } })).toBe(
    baselineText(baseline),
  );
  expect(
    baselineText(baseline)
      .split('\n')
      .filter((line) => line.trim().startsWith('"/'))
      .map((line) => line.trim().split(':')[0]),
  ).toEqual(
    [
      'access_token',
      'expires_in',
      'grants',
      'grants/*',
      'grants/*/id',
      'more',
      'more/hint',
      'more/region',
      'note',
      'scope',
      'token_type',
    ].map((name) => `"/${name}"`),
  );
});

describe('a file of format 1, where a lifetime is a number', () => {
  const range = '"lifetime": { "min": 3600, "max": 3600, "seen": 1 }';
  const read = async (lifetime: string) => {
    const text = baselineText(baseline).replace('"format": 2', '"format": 1').replace(range, `"lifetime": ${lifetime}`);
    await writeFile(join(root, 'baselines/acme.json'), text);
    const found = await readBaseline(root, drifting);
    return [found?.format, found?.cases['acme/token']?.shape.members['/expires_in']?.lifetime];
  };

  test.each<[string, string, unknown]>([
    ['a duration', '3600', { min: 3600, max: 3600, seen: 2 }],
    // 2026-01-02T04:04:05Z, an hour after it was first seen.
    ['a time in milliseconds since 1970', '1767326645000', { min: 3600, max: 3600, seen: 2, instant: 'milliseconds' }],
    ['nothing', '0', { min: 0, max: 0, seen: 2 }],
  ])('%s is read as a range', async (_, lifetime, wanted) => {
    expect(await read(lifetime)).toEqual([1, wanted]);
  });

  test('a range is refused', async () => {
    await expect(read('{ "min": 1, "max": 2, "seen": 1 }')).rejects.toThrow(
      'baselines/acme.json has at /expires_in of acme/token the lifetime {"min":1,"max":2,"seen":1}, which cannot be',
    );
  });
});

describe('a file that cannot be trusted is refused, and left as it is', () => {
  const edited = (change: (read: Record<string, unknown>) => unknown) => (text: string) =>
    JSON.stringify(change(JSON.parse(text)));
  test.each<[string, (text: string) => string, RegExp]>([
    ['cut off', (text) => text.slice(0, 200), /^baselines\/acme.json is not JSON/],
    ['empty', () => '', /is not JSON/],
    [
      'newer',
      edited((baseline) => ({ ...baseline, format: 3 })),
      /has format 3, and this version of the tool reads up to 2: update the tool/,
    ],
    ['of another provider', edited((baseline) => ({ ...baseline, provider: 'orum' })), /is of the provider orum/],
    ['without its cases', edited(({ cases: _, ...rest }) => rest), /must have required property 'cases'/],
    [
      'with a member that is unknown',
      edited((baseline) => ({ ...baseline, note: 'x' })),
      /must NOT have additional properties \(note\)/,
    ],
    [
      'with a type that is none',
      (text) => text.replace('"integer"', '"int"'),
      /at \/cases\/acme~1token\/shape\/members\/~1expires_in\/types\/0 must be equal to one of the allowed values/,
    ],
    [
      'with members that hang in the air',
      (text) => text.replace('"/scope"', '"/data/scope"'),
      /has \/data\/scope of acme\/token without the member that it is in/,
    ],
    ['a list', () => '[]', /must be object/],
    [
      'with a lifetime that is a number',
      (text) => text.replace('{ "min": 3600, "max": 3600, "seen": 1 }', '3600'),
      /has at \/expires_in of acme\/token the lifetime 3600, which cannot be/,
    ],
    [
      'with a range that is upside down',
      (text) => text.replace('"min": 3600', '"min": 3601'),
      /the lifetime \{"min":3601,"max":3600,"seen":1\}, which cannot be/,
    ],
    [
      'with a range without its longest',
      (text) => text.replace('"max": 3600, ', ''),
      /lifetime must have required property 'max'/,
    ],
    [
      'with a case of another provider',
      (text) => text.replace('"acme/token"', '"other/token"'),
      /has the case other\/token, which is of another provider/,
    ],
    [
      'with times that cannot be',
      (text) => text.replace('2026-01-02', '2027-01-02'),
      /last seen before it was first seen/,
    ],
    [
      'with a body that its members contradict',
      (text) => text.replace('"body": "json"', '"body": "empty"'),
      /its body is empty, which its members contradict/,
    ],
  ])('%s', async (_, change, says) => {
    const text = change(baselineText(baseline));
    const path = join(root, 'baselines/acme.json');
    await writeFile(path, text);
    const error = await readBaseline(root, drifting).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(says.source.startsWith('^') ? new RegExp(says.source.slice(1)) : says);
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
