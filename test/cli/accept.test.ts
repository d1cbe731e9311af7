import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Exchange } from '../../scripts/model/exchange.ts';
import type { Json } from '../../scripts/model/provider.ts';
import type { ProviderReport, Report } from '../../scripts/model/report.ts';
import { answer, changed, drifting, schemas, tokenAnswer, without } from '../judge/drift/samples.ts';
import { broken, caseReport, finding, providerReport, reportOf } from '../report/reports.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { answered, failed, observedCase } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let root: string;
const path = (): string => join(root, 'baselines/acme.json');
const read = (): Promise<string | undefined> => readFile(path(), 'utf8').catch(() => undefined);
beforeEach(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, 'schemas/acme'), { recursive: true });
  await mkdir(join(root, 'reports'));
  await writeFile(join(root, 'schemas/acme/token.schema.json'), JSON.stringify(schemas['acme/token']));
});

const report = (provider: Partial<ProviderReport>, more: Partial<Report> = {}): Report =>
  reportOf([providerReport(provider.cases, provider)], more);
const tokenReport = (json: Json = tokenAnswer, more: Partial<Report> = {}, exchange: Partial<Exchange> = {}): Report =>
  report({ cases: [caseReport([], [answered(answer(json))], exchange)] }, more);

const accept = async (of: Report | string, flags: readonly string[] = ['--yes'], answers?: readonly string[]) => {
  await writeFile(join(root, 'reports/report.json'), typeof of === 'string' ? of : JSON.stringify(of));
  const asked: string[] = [];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    return answers?.[asked.length - 1] ?? '';
  };
  const result = await runInProcess(['accept', '--provider', 'acme', ...flags], {
    project: { ...testProject, root, providers: [drifting] },
    ...(answers && { ask }),
  });
  return { ...result, asked };
};
const later = (day: number): Partial<Report> => ({ startedAt: `2026-01-0${day}T00:00:00.000Z` });

test('a new baseline, as it stands in the file', async () => {
  const { stdout, stderr, exitCode } = await accept(tokenReport());
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(
    stdout,
  ).toBe(`baselines/acme.json: a new baseline, of https://acme.test, from reports/report.json (2026-01-02T03:04:05.000Z)
  acme/token
    adds      status 200, application/json with /access_token, /token_type, /expires_in, /scope, /note, /grants, /grants/*, /grants/*/id, /more, /more/region, /more/hint
Wrote baselines/acme.json: read the diff and commit it.
`);
  expect(await read()).toBe(`{
  "format": 2,
  "provider": "acme",
  "origin": "https://acme.test",
  "cases": {
    "acme/token": {
      "firstSeen": "2026-01-02T03:04:05.000Z",
      "lastSeen": "2026-01-02T03:04:05.000Z",
      "observations": 1,
      "shape": {
        "tokens": ["/access_token"],
        "status": 200,
        "mediaType": "application/json",
        "parameters": [],
        "headers": ["cache-control: no-store"],
        "body": "json",
        "members": {
          "": { "types": ["object"] },
          "/access_token": { "types": ["string"], "formats": ["opaque"] },
          "/expires_in": { "types": ["integer"], "lifetime": { "min": 3600, "max": 3600, "seen": 1 } },
          "/grants": { "types": ["array"] },
          "/grants/*": { "types": ["object"] },
          "/grants/*/id": { "types": ["integer"] },
          "/more": { "types": ["object"] },
          "/more/hint": { "types": ["integer"] },
          "/more/region": { "types": ["string"], "formats": ["text"] },
          "/note": { "types": ["string"], "formats": ["text"] },
          "/scope": { "types": ["string"], "formats": ["text"], "scope": ["accountinformation", "private"] },
          "/token_type": { "types": ["string"], "formats": ["text"], "constant": ["Bearer"] }
        }
      }
    }
  }
}
`);
});

test('the same answer again: counted, nothing else', async () => {
  await accept(tokenReport());
  const before = await read();
  const { stdout } = await accept(tokenReport(tokenAnswer, later(3)));
  expect(stdout).toContain('  1 answered as accepted\n');
  expect(await read()).toBe(
    before
      ?.replace('"lastSeen": "2026-01-02T03:04:05.000Z"', '"lastSeen": "2026-01-03T00:00:00.000Z"')
      .replace('"observations": 1', '"observations": 2')
      .replace('"seen": 1', '"seen": 2'),
  );
});

test('the same report again changes nothing and asks nothing; an older one is refused', async () => {
  await accept(tokenReport(tokenAnswer, later(3)));
  const before = await read();
  const again = await accept(tokenReport(tokenAnswer, later(3)), []);
  expect(again.stdout).toContain('  1 of this report accepted already\n');
  expect(again.exitCode).toBe(0);
  const older = await accept(tokenReport());
  expect(older.stderr).toBe(
    'error: reports/report.json is of 2026-01-02T03:04:05.000Z, older than what was accepted last (2026-01-03T00:00:00.000Z)\n',
  );
  expect(older.exitCode).toBe(2);
  expect(await read()).toBe(before);
});

test.each([
  ['the first case of the file', 5, 4],
  ['the last case of the file', 4, 5],
])('older than the newest answer that was accepted is refused, even if that is of %s', async (_, observed, token) => {
  const ofObserved = caseReport([], [answered(answer(tokenAnswer))], { one: observedCase });
  await accept(report({ cases: [caseReport([], [answered(answer(tokenAnswer))]), ofObserved] }));
  const steps = [
    { day: observed, of: report({ cases: [ofObserved] }, later(observed)) },
    { day: token, of: tokenReport(tokenAnswer, later(token)) },
  ];
  for (const { of } of steps.toSorted((a, b) => a.day - b.day)) expect((await accept(of)).exitCode).toBe(0);
  const before = await read();
  expect(before).toMatch(
    new RegExp(
      `"acme/extra-parameter"[\\s\\S]*"lastSeen": "2026-01-0${observed}[\\s\\S]*"acme/token"[\\s\\S]*"lastSeen": "2026-01-0${token}`,
    ),
  );
  const older = await accept(tokenReport(tokenAnswer, { startedAt: '2026-01-04T12:00:00.000Z' }));
  expect(older.stderr).toBe(
    'error: reports/report.json is of 2026-01-04T12:00:00.000Z, older than what was accepted last (2026-01-05T00:00:00.000Z)\n',
  );
  expect(older.exitCode).toBe(2);
  expect(await read()).toBe(before);
});

describe('what it says of a change before it is written', () => {
  test.each<[string, Json, readonly string[], readonly (string | RegExp)[]]>([
    [
      'a member is gone: it becomes optional, and that is said',
      without('scope'),
      ['relaxes   /scope: required → optional (a member is gone)'],
      ['"/scope": { "types": ["string"], "optional": "absent", "formats": ["text"]'],
    ],
    [
      'an object is gone with what is in it',
      without('more'),
      ['relaxes   /more: required → optional (a member is gone)'],
      [
        '"/more": { "types": ["object"], "optional": "absent" }',
        '"/more/region": { "types": ["string"], "formats": ["text"] }',
      ],
    ],
    [
      'a member is new: not in every answer',
      changed({ extra: 1 }),
      ['adds      /extra: nothing → integer (a member is new)'],
      ['"/extra": { "types": ["integer"], "optional": "present" }'],
    ],
    [
      'a member can be null',
      changed({ note: null }),
      ['relaxes   /note: string → null (a value can be null now)'],
      ['"/note": { "types": ["null", "string"], "formats": ["text"] }'],
    ],
    [
      'a member has another name: the old one is forgotten',
      { ...without('token_type'), type: 'Bearer' },
      ['replaces  /token_type: token_type → token_type is gone and type is new: renamed? (a member was renamed)'],
      ['"/type": { "types": ["string"], "formats": ["text"] }', /^(?![\s\S]*token_type)/],
    ],
    [
      'less scope, another constant',
      changed({ scope: 'private', token_type: 'mac' }),
      [
        'removes   /scope: accountinformation private → private (without accountinformation) (less scope is granted)',
        'replaces  /token_type: "Bearer" → "mac" (a constant changed)',
      ],
      ['"scope": ["private"]', '"constant": ["mac"]'],
    ],
  ])('%s', async (_, json, says, holds) => {
    await accept(tokenReport());
    const { stdout } = await accept(tokenReport(json, later(3)));
    expect(stdout.split('\n').filter((line) => line.startsWith('    '))).toEqual(says.map((line) => `    ${line}`));
    for (const text of holds)
      expect(await read()).toEqual(
        typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text),
      );
  });

  test('what was accepted as null or an object is both, with what is in it', async () => {
    await accept(tokenReport());
    await accept(tokenReport(changed({ more: null }), later(3)));
    expect((await accept(tokenReport(changed({ more: null }), later(4)))).stdout).toContain(
      '  1 answered as accepted\n',
    );
    expect((await accept(tokenReport(tokenAnswer, later(5)))).stdout).toContain('  1 answered as accepted\n');
    const { stdout } = await accept(tokenReport(changed({ more: { hint: 7 } }), later(6)));
    expect(stdout).toContain('relaxes   /more/region: required → optional');
  });

  test('what is optional stays so when something else changes', async () => {
    await accept(tokenReport());
    await accept(tokenReport(changed({ extra: 1, scope: undefined }), later(3)));
    await accept(tokenReport(changed({ extra: 1, scope: undefined, token_type: 'mac' }), later(4)));
    expect(await read()).toContain('"/extra": { "types": ["integer"], "optional": "present" }');
    expect(await read()).toContain('"/scope": { "types": ["string"], "optional": "absent"');
    const { stdout } = await accept(tokenReport(changed({ scope: undefined, token_type: 'mac' }), later(5)));
    expect(stdout).toContain('relaxes   /extra: required → optional (an optional member is gone)');
  });

  test('an answer of another kind replaces what was accepted', async () => {
    await accept(tokenReport());
    const refused = caseReport([], [answered({ ...answer({ error: 'invalid_client' }), status: 400, tokens: [] })]);
    const { stdout } = await accept(report({ cases: [refused] }, later(3)));
    expect(stdout).toContain(
      '    replaces  status 200 → status 400, "invalid_client" (the status of success changed)\n',
    );
    expect(await read()).not.toContain('token_type');
  });

  test('what was accepted as optional is no change any more', async () => {
    await accept(tokenReport());
    await accept(tokenReport(without('scope'), later(3)));
    expect((await accept(tokenReport(tokenAnswer, later(4)))).stdout).toContain('  1 answered as accepted\n');
    expect((await accept(tokenReport(without('scope'), later(5)))).stdout).toContain('  1 answered as accepted\n');
  });

  test('small steps do not add up unseen', async () => {
    await accept(tokenReport());
    await accept(tokenReport(changed({ expires_in: 3300 }), later(3)));
    const { stdout } = await accept(tokenReport(changed({ expires_in: 3100 }), later(4)));
    expect(stdout).toContain('widens    /expires_in: 3600 → 3100–3600 (expires_in, accepted in 3 runs)');
  });

  test('another lifetime widens the range', async () => {
    await accept(tokenReport(changed({ expires_in: 5011 })));
    const { stdout } = await accept(tokenReport(changed({ expires_in: 3599 }), later(3)));
    expect(stdout).toContain('    widens    /expires_in: 5011 → 3599–5011 (expires_in, accepted in 2 runs)\n');
    expect(await read()).toContain('"lifetime": { "min": 3599, "max": 5011, "seen": 2 }');
    expect((await accept(tokenReport(changed({ expires_in: 4200 }), later(4)))).stdout).toContain(
      '  1 answered as accepted\n',
    );
    expect(await read()).toContain('"lifetime": { "min": 3599, "max": 5011, "seen": 3 }');
  });

  test('a lifetime in another unit replaces the range', async () => {
    await accept(tokenReport());
    const { stdout } = await accept(tokenReport(changed({ expires_in: 60 }), later(3)));
    expect(stdout).toContain('    replaces  /expires_in: 3600 → 60 (expires_in, accepted in this run)\n');
    expect(await read()).toContain('"lifetime": { "min": 60, "max": 60, "seen": 1 }');
  });

  test('a file of format 1 is lifted, and that is said', async () => {
    await accept(tokenReport());
    const old = (await read())
      ?.replace('"format": 2', '"format": 1')
      .replace('{ "min": 3600, "max": 3600, "seen": 1 }', '3600');
    await writeFile(path(), old ?? '');
    const again = await accept(tokenReport());
    expect(again.stdout).not.toContain('lifts');
    expect(await read()).toBe(old);
    const { stdout } = await accept(tokenReport(tokenAnswer, later(3)));
    expect(stdout).toContain(
      '  lifts     format 1 → 2: a lifetime is a range now, with the number of runs that showed it\n',
    );
    expect(await read()).toContain('"format": 2');
    expect(await read()).toContain('"lifetime": { "min": 3600, "max": 3600, "seen": 2 }');
    expect((await accept(tokenReport(tokenAnswer, later(4)))).stdout).not.toContain('lifts');
  });

  test('another host: nothing of the old one is kept', async () => {
    await accept(tokenReport());
    const { stdout } = await accept(
      report({ origin: 'https://other.test', cases: tokenReport().providers[0]?.cases ?? [] }, later(3)),
    );
    expect(stdout).toContain(
      'replaces the baseline of https://acme.test: nothing of it is kept, of https://other.test',
    );
    expect(await read()).toContain('"observations": 1,');
    expect(await read()).toContain('"origin": "https://other.test"');
  });

  test('a case that the provider has no more is dropped, one that was not asked is kept', async () => {
    const both = [
      caseReport([], [answered(answer(tokenAnswer))]),
      caseReport([], [answered(answer(tokenAnswer))], { one: observedCase }),
    ];
    await accept(report({ cases: both }));
    const text = (await read())?.replace('acme/token"', 'acme/no-more"') ?? '';
    await writeFile(path(), text);
    const { stdout } = await accept(tokenReport(tokenAnswer, later(3)));
    expect(stdout).toContain('  acme/no-more\n    removes   what was accepted of it\n');
    expect(await read()).toContain('"acme/extra-parameter"');
    expect(await read()).not.toContain('no-more');
  });

  test('a case that breaks its documented contract is named', async () => {
    const cases = [
      caseReport(
        [
          broken(finding({ rule: 'docs/schema', at: '/scope' })),
          broken(finding({ rule: 'docs/refused', fingerprint: 'bbbbbbbbbbbb' })),
          broken(finding({ rule: 'run/redirect', fingerprint: 'cccccccccccc' })),
          broken(finding({ rule: 'baseline/type-changed', fingerprint: 'dddddddddddd' })),
        ],
        [answered(answer(tokenAnswer))],
      ),
    ];
    const { stdout } = await accept(report({ cases }));
    expect(stdout.match(/^ {2}still red: .*$/gm)).toEqual([
      '  still red: acme/token docs/refused: edit scripts/providers/acme.ts if it is meant to be so',
      '  still red: acme/token /scope docs/schema: edit schemas/acme/token.schema.json if it is meant to be so, or npm run waive -- 2ab6df462551',
      '  still red: acme/token run/redirect: npm run waive -- cccccccccccc',
    ]);
    expect(stdout).toContain('  warning: acme/token breaks its documented contract; accepting does not mend that\n');
  });

  test('text of a provider cannot do anything to a terminal', async () => {
    const { stdout } = await accept(tokenReport(changed({ '\u001b[2J\u202e': 1 })));
    expect(stdout).toContain('\\u001b[2J\\u202e');
  });
});

describe('asking', () => {
  test.each([
    ['y', true],
    ['YES ', true],
    ['', false],
    ['n', false],
  ])('"%s" at the terminal: written %s', async (typed, written) => {
    const { asked, exitCode, stdout } = await accept(tokenReport(), [], [typed]);
    expect(asked).toEqual(['Write baselines/acme.json? [y/N] ']);
    expect((await read()) !== undefined).toBe(written);
    expect(stdout).toContain(written ? 'Wrote baselines/acme.json' : 'Nothing was written.');
    expect(exitCode).toBe(0);
  });

  test('no terminal: --yes or nothing', async () => {
    const { stdout, stderr, exitCode } = await accept(tokenReport(), []);
    expect(stdout).toContain('adds      status 200');
    expect(stderr).toBe('error: nothing was written: this is no terminal to ask on, so say --yes to accept\n');
    expect(await read()).toBeUndefined();
    expect(exitCode).toBe(2);
  });
});

describe('a report that is refused', () => {
  const cases = (attempts: Parameters<typeof caseReport>[1], exchange: Partial<Exchange> = {}) =>
    report({
      cases: [
        caseReport([], [answered(answer(tokenAnswer))], { one: observedCase }),
        caseReport([], attempts, exchange),
      ],
    });
  test.each<[string, Report | string, RegExp]>([
    [
      'of the mock',
      tokenReport(tokenAnswer, { target: 'mock' }),
      /is of the mock host, which says nothing of acme: run npm run verify/,
    ],
    ['of another provider', report({ id: 'other' }), /has no run of acme; it has other/],
    ['of none', reportOf([]), /has no run of acme; it has none at all/],
    ['without an answer', cases([failed('dns')]), /acme\/token got no answer: dns/],
    ['throttled', cases([answered()], { inconclusive: 'throttled' }), /acme\/token is inconclusive: throttled/],
    ['cut short', cases([], { notSent: 'down' }), /acme\/token was not sent: down/],
    [
      'of a script that failed',
      cases([answered()], { scriptError: answer({}).statusText }),
      /acme\/token: a script of the collection failed/,
    ],
    [
      'of nothing',
      report({ cases: [], outcome: 'skipped', reason: 'not configured' }),
      /no case of acme was answered \(not configured\)/,
    ],
    ['not JSON', '{', /reports\/report.json is not JSON/],
    ['no report', '{}', /must have required property 'providers'/],
    ['newer', JSON.stringify({ ...tokenReport(), format: 2 }), /at \/format must be equal to constant/],
  ])('%s', async (_, of, says) => {
    const { stderr, stdout, exitCode } = await accept(of);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(await read()).toBeUndefined();
    expect(exitCode).toBe(2);
  });

  test('that is not there, or of a provider that nobody knows', async () => {
    const there = await accept(tokenReport(), ['--yes', '--report', 'nowhere.json']);
    expect(there.stderr).toMatch(
      /^error: nowhere.json is not there: run npm run verify -- --provider acme --target sandbox/,
    );
    const known = await accept(tokenReport(), ['--yes', '--provider', 'nobody']);
    expect(known.stderr).toBe('error: --provider nobody: there is no such provider; known: acme\n');
    expect([there.exitCode, known.exitCode]).toEqual([2, 2]);
  });

  test('what was left out on purpose is no obstacle', async () => {
    const of = cases([], { notSent: 'not-asked' });
    expect((await accept(of)).exitCode).toBe(0);
  });
});
