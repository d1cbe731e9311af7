import { beforeAll, describe, expect, test } from 'vitest';
import type { Severity } from '../../scripts/model/finding.ts';
import type { ProviderReport } from '../../scripts/model/report.ts';
import { rfcRows } from '../../scripts/protocol/rfc-rows.ts';
import { providers } from '../../scripts/providers/index.ts';
import { conformanceOf } from '../../scripts/report/conformance.ts';
import { exitCodeOf } from '../../scripts/report/index.ts';
import { type CliRun, runInProcess } from '../support/cli.ts';

let run: CliRun;
beforeAll(async () => {
  run = await runInProcess(['verify', '--fail-on', 'info']);
});

const reportOf = (id: string): ProviderReport =>
  run.report?.providers.find((provider) => provider.id === id) ?? expect.fail(`no report of ${id}`);

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
    held: 29,
    onAssumption: 16,
    documented: {
      'rfc/short-lifetime': 'A token lives for 24 hours.',
      'rfc/cache-control': 'The response is shown with Content-type as its only header.',
      'rfc/pragma': 'The response is shown with Content-type as its only header.',
    },
    assumed: ['rfc/error-code'],
    notJudged: ['rfc/endpoint', 'rfc/error-text', 'rfc/rejected-client', 'rfc/missing-client'],
  },
  apinizer: {
    held: 28,
    onAssumption: 15,
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
    onAssumption: 20,
    documented: {},
    assumed: [],
    notJudged: ['rfc/jwt-alg', 'rfc/jwt-times', 'rfc/endpoint', 'rfc/basic', 'rfc/error-text'],
  },
  orum: {
    held: 22,
    onAssumption: 11,
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
    held: 23,
    onAssumption: 14,
    documented: {
      'rfc/token-type': 'The member is called type.',
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
      'rfc/missing-scope',
      'rfc/unknown-scope',
    ],
  },
};

describe.each(Object.entries(cards))('the card of %s', (id, expected) => {
  test('on the mock', () => {
    const card = conformanceOf(reportOf(id)) ?? expect.fail('no card');
    expect(card.rows).toBe(Object.keys(rfcRows).length);
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
    expect(rows.map(({ rule }) => rule)).toEqual(Object.keys(rfcRows));
  });
});

test('every deviation in a provider file is of a row, and every provider has its card', () => {
  const rules = providers.flatMap(({ deviations = [] }) => deviations.map(({ rule }) => rule));
  expect(rules.filter((rule) => !Object.hasOwn(rfcRows, rule))).toEqual([]);
  expect(Object.keys(cards).toSorted()).toEqual(providers.map(({ id }) => id).toSorted());
});

test('a deviation names the page that documents it', () => {
  const row = conformanceOf(reportOf('octotable'))?.broken.find(({ rule }) => rule === 'rfc/token-type');
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
    '  RFC: 23 of 37 rows held (14 on assumptions of the mock), 4 broken (4 as documented by the provider), 10 not judged',
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
  expect(enforced.stdout).toContain('Broken: optty (4 findings)');
});
