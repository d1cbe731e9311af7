import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { ruleBook } from '../../scripts/judge/index.ts';
import { rfcRules } from '../../scripts/judge/rules.ts';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import type { Severity } from '../../scripts/model/finding.ts';
import type { ProviderReport } from '../../scripts/model/report.ts';
import { environmentName, mockValues } from '../../scripts/model/variables.ts';
import { conformanceOf } from '../../scripts/report/conformance.ts';
import { exitCodeOf } from '../../scripts/report/index.ts';
import { type CliRun, findingsIn, runInProcess } from '../support/cli.ts';
import { providers } from '../support/this-project.ts';

/** One run of everything on the mock host, which all tests of this file read. */
let run: CliRun;
beforeAll(async () => {
  run = await runInProcess(['verify', '--fail-on', 'info']);
});

const reportOf = (id: string): ProviderReport =>
  run.report?.providers.find((provider) => provider.id === id) ?? expect.fail(`no report of ${id}`);

test('every case of all five providers is answered, every claim holds, each line is shown', () => {
  const cases = providers.flatMap(casesOf);
  expect(run.stderr).toBe('');
  expect(findingsIn(run.report)).toEqual([]);
  for (const { id } of cases) expect(run.stdout).toContain(` ${id} `);
  expect(run.report?.providers.flatMap((provider) => provider.cases.map((one) => one.case.id)).toSorted()).toEqual(
    cases.map(({ id }) => id).toSorted(),
  );
  expect(run.report?.providers.map(({ id }) => id)).toEqual([
    'apinizer',
    'octotable',
    'open-banking-platform',
    'optty',
    'orum',
  ]);
  expect(run.stdout).toMatch(
    /31 of 31 asserted cases of 5 providers held: 20 as documented, 11 on assumptions of the mock\. 64 observed\./,
  );
  expect(run.exitCode).toBe(0);
  const everything = run.stdout + JSON.stringify(run.files);
  expect(everything).not.toContain('mock-secret');
  expect(everything).not.toMatch(/eyJ[\w-]{8}/);
});

interface Card {
  readonly held: number;
  readonly onAssumption: number;
  /** In the words of the provider's documentation. */
  readonly documented: Readonly<Record<string, string>>;
  readonly assumed: readonly string[];
  readonly notJudged: readonly string[];
}

const bare = 'The response is shown without any header.';
const cards: Readonly<Record<string, Card>> = {
  optty: {
    held: 32,
    onAssumption: 23,
    documented: {
      'rfc/short-lifetime': 'A token lives for 24 hours.',
      'rfc/cache-control': 'The response is shown with Content-type as its only header.',
      'rfc/pragma': 'The response is shown with Content-type as its only header.',
    },
    assumed: [],
    notJudged: ['rfc/endpoint', 'rfc/error-text'],
  },
  apinizer: {
    held: 28,
    onAssumption: 17,
    documented: {
      'rfc/cache-control': bare,
      'rfc/pragma': bare,
      'rfc/rejected-client': 'Rejected credentials are unauthorized_client.',
    },
    assumed: [],
    notJudged: ['rfc/scope', 'rfc/jwt-alg', 'rfc/jwt-times', 'rfc/endpoint', 'rfc/missing-scope', 'rfc/unknown-scope'],
  },
  'open-banking-platform': {
    held: 32,
    onAssumption: 31,
    documented: {},
    assumed: [],
    notJudged: ['rfc/jwt-alg', 'rfc/jwt-times', 'rfc/endpoint', 'rfc/basic', 'rfc/error-text'],
  },
  orum: {
    held: 22,
    onAssumption: 13,
    documented: {
      'rfc/cache-control': 'The response is described without any header.',
      'rfc/pragma': 'The response is described without any header.',
      'rfc/error-code': 'An error is error_code and message.',
      'rfc/missing-grant-type': 'The request has no grant_type.',
    },
    assumed: [],
    notJudged: [
      'rfc/scope',
      'rfc/jwt-alg',
      'rfc/jwt-times',
      'rfc/endpoint',
      'rfc/basic',
      'rfc/error-text',
      'rfc/rejected-client',
      'rfc/missing-client',
      'rfc/unsupported-grant-type',
      'rfc/missing-scope',
      'rfc/unknown-scope',
    ],
  },
  octotable: {
    held: 21,
    onAssumption: 15,
    documented: {
      'rfc/top-level': 'The member is called type.',
      'rfc/cache-control': bare,
      'rfc/pragma': bare,
      'rfc/error-code': 'error is an object of code, message and class_name.',
    },
    assumed: [],
    notJudged: [
      'rfc/short-lifetime',
      'rfc/scope',
      'rfc/jwt-alg',
      'rfc/jwt-times',
      'rfc/endpoint',
      'rfc/error-text',
      'rfc/rejected-client',
      'rfc/missing-client',
      'rfc/unsupported-grant-type',
      'rfc/missing-grant-type',
      'rfc/missing-scope',
      'rfc/unknown-scope',
    ],
  },
};

describe.each(Object.entries(cards))('the card of %s', (id, expected) => {
  test('on the mock', () => {
    const card = conformanceOf(reportOf(id), ruleBook) ?? expect.fail('no card');
    expect(card.rows).toBe(37);
    const documented = card.broken.flatMap((row) => (row.documented ? [[row.rule, row.documented.what]] : []));
    expect({
      held: card.held,
      onAssumption: card.heldOnAssumption,
      documented: Object.fromEntries(documented),
      assumed: card.broken.flatMap((row) => (row.documented ? [] : [row.rule])),
      notJudged: card.notJudged.map(({ rule }) => rule),
    }).toEqual(expected);
    expect(card.broken.filter((row) => !row.documented).map((row) => row.onAssumption)).not.toContain(false);
  });

  test('has each row once, in the order of the table', () => {
    const rows = reportOf(id).judgements.filter(({ rule }) => rule.startsWith('rfc/'));
    expect(rows.map(({ rule }) => rule)).toEqual(Object.keys(rfcRules));
  });
});

test('every deviation in a provider file is of a row, and every provider has its card', () => {
  const rules = providers.flatMap(({ deviations = [] }) => deviations.map(({ rule }) => rule));
  expect(rules.filter((rule) => !Object.hasOwn(rfcRules, rule))).toEqual([]);
  expect(Object.keys(cards).toSorted()).toEqual(providers.map(({ id }) => id).toSorted());
});

test('of Open Banking Platform, whose page reads access_token alone, little is documented', () => {
  const documented = reportOf('open-banking-platform').judgements.flatMap((judgement) =>
    judgement.outcome === 'held' && judgement.evidence === 'mock-documented' && judgement.rule.startsWith('rfc/')
      ? [judgement.rule]
      : [],
  );
  expect(documented).toEqual(['rfc/access-token']);
});

test('a deviation names the page that documents it', () => {
  const row = conformanceOf(reportOf('octotable'), ruleBook)?.broken.find(({ rule }) => rule === 'rfc/token-type');
  expect(row?.findings).toMatchObject([
    {
      case: 'octotable/token',
      actual: 'nothing; the body has access_token, expires_in, type',
      deviation: { title: 'Octotable: Create Token', at: 'Example: Response', quote: '"type": "Bearer"' },
    },
  ]);
});

test('advice never changes the exit code, and is never shown as a finding', () => {
  expect(run.exitCode).toBe(0);
  const report = run.report ?? expect.fail('no report');
  const exitCodes = (['error', 'warning', 'info'] satisfies Severity[]).map((failOn) => exitCodeOf(report, failOn));
  expect(exitCodes).toEqual([0, 0, 0]);
  expect(new Set(report.providers.map(({ outcome }) => outcome))).toEqual(new Set(['held']));
  expect(run.stdout).toContain(
    '  RFC: 21 of 37 rows held (15 on assumptions of the mock), 4 broken (4 as documented by the provider), 12 not judged',
  );
  expect(run.stdout).not.toMatch(/(error|warning|info) rfc\//);
  expect(run.stdout).not.toContain('not judged:');
});

test('under enforce a MUST that is not held breaks the provider', async () => {
  const enforced = await runInProcess(['verify', '--provider', 'optty', '--rfc', 'enforce']);
  expect(enforced.exitCode).toBe(1);
  expect(enforced.report?.providers[0]?.outcome).toBe('broken');
  expect(enforced.stdout).toContain('error rfc/pragma: a token response must have Pragma: no-cache');
  expect(enforced.stdout).toContain('warning rfc/short-lifetime: ');
  expect(enforced.stdout).toContain('Broken: optty (3 findings)');
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const why = hasCurl ? '' : ' (skipped: curl is not installed)';
describe.skipIf(!hasCurl)(`every curl line in /bin/sh${why}`, () => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await startMock(mockApp(providers), 0);
  });
  afterAll(() => mock.close());

  /** What a shell prints of each line; the lines of one provider in one shell. */
  async function shell(script: string, env: Readonly<Record<string, string>>): Promise<string> {
    const child = spawn('/bin/sh', ['-eu'], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.stdin.end(script);
    await new Promise((resolve) => child.on('close', resolve));
    return output;
  }

  const mark = '=== ';
  interface Said {
    readonly status: number | undefined;
    readonly hasToken: boolean;
  }
  function read(output: string): ReadonlyMap<string, Said> {
    return new Map(
      output
        .split(mark)
        .slice(1)
        .map((part): [string, Said] => {
          const [id = '', ...answer] = part.split('\n');
          const status = /^HTTP\/1\.1 (\d{3})/.exec(answer[0] ?? '')?.[1];
          return [
            id,
            { status: status === undefined ? undefined : Number(status), hasToken: /"access_token"/.test(part) },
          ];
        }),
    );
  }

  test('gets what newman gets', async () => {
    const { report } = run;
    const said = await Promise.all(
      providers.map(async (provider) => {
        const values = mockValues(provider, `${mock.url}/${provider.id}`);
        const env = Object.fromEntries(
          Object.entries(values).map(([name, value]) => [environmentName(provider.id, name), value]),
        );
        const cases = report?.providers.find(({ id }) => id === provider.id)?.cases ?? [];
        const script = cases.map((one) => `printf '\\n%s%s\\n' '${mark}' '${one.case.id}'\n${one.curl}\n`).join('');
        return [...read(await shell(script, env))];
      }),
    );
    const expected = (report?.providers ?? []).flatMap(({ cases }) =>
      cases.map((one): [string, Said] => {
        const last = one.exchange.attempts.at(-1);
        if (last?.kind !== 'answered') return [one.case.id, { status: undefined, hasToken: false }];
        return [one.case.id, { status: last.answer.status, hasToken: last.answer.tokens.length > 0 }];
      }),
    );
    expect(expected.length).toBeGreaterThan(90);
    expect(Object.fromEntries(said.flat())).toEqual(Object.fromEntries(expected));
  });
});
