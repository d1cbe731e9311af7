import { describe, expect, test } from 'vitest';
import { processEnvironment, readVerifyConfig } from '../../../scripts/cli/config/index.ts';
import { casesOf } from '../../../scripts/contract/cases.ts';
import { acme } from '../../support/exchanges.ts';
import { bank, caseIds, problemsOf, read, type TypedFlags, typed } from './flags.ts';

const credentials = { MY_BANK_CLIENT_ID: 'an-id', MY_BANK_CLIENT_SECRET: 'a-long-secret' };
const unset = (name: string) => `${name} is not set: add it to .env or use --target mock`;

test('nothing typed: every provider and every case on the mock, with the documented defaults', () => {
  const { selected, ...rest } = read();
  expect(selected.map(({ provider, cases }) => [provider.id, cases.length])).toEqual([
    ['acme', casesOf(acme).length],
    ['my-bank', casesOf(bank).length],
  ]);
  expect(rest).toMatchObject({
    target: 'mock',
    live: [],
    skipped: [],
    warnings: [],
    caseGlobs: [],
    reporters: [],
    observe: false,
    list: false,
    out: { path: 'reports', isTyped: false },
    failOn: 'error',
    rfc: 'advise',
    timeoutMs: 30_000,
    maxTimeMs: 600_000,
    retries: 2,
    intervalMs: 1000,
    concurrency: 20,
    verbose: false,
    logsProgress: false,
    colors: 'auto',
  });
});

test.each<[string, TypedFlags, string]>([
  ['an unknown provider', { provider: ['opty'] }, '--provider opty: there is no such provider; known: acme, my-bank'],
  ['an unknown reporter', { reporter: ['xml'] }, '--reporter xml: there is no such reporter; known: json, console'],
  ['an unknown target', { target: 'production' }, '--target production: expected mock, sandbox'],
  ['an unknown severity', { 'fail-on': 'errors' }, '--fail-on errors: expected error, warning, info'],
  ['an unknown rfc mode', { rfc: 'strict' }, '--rfc strict: expected advise, enforce'],
  ...[
    ['timeout', 'soon', 1],
    ['timeout', '0', 1],
    ['max-time', '1h', 1],
    ['interval', '-1', 0],
  ].map(([name, text, least]): [string, TypedFlags, string] => [
    `--${name} ${text}`,
    { [String(name)]: text },
    `--${name} ${text}: expected at least ${least} as milliseconds, or with a unit such as 30s`,
  ]),
  ...[
    ['retries', 'x', 0],
    ['retries', '-1', 0],
    ['retries', '1.5', 0],
    ['concurrency', '0', 1],
  ].map(([name, text, least]): [string, TypedFlags, string] => [
    `--${name} ${text}`,
    { [String(name)]: text },
    `--${name} ${text}: expected a whole number from ${least}`,
  ]),
  [
    'a glob that matches nothing, and nothing is like it',
    { case: ['zzz'] },
    '--case zzz: matches nothing; --list shows the cases',
  ],
  [
    'a glob that nearly matches',
    { case: ['my-bank/unknown-cliant'], provider: ['my-bank'] },
    '--case my-bank/unknown-cliant: matches nothing (did you mean my-bank/unknown-client?)',
  ],
  [
    'a glob that shares words with some',
    { case: ['my-bank/client-unknown'], provider: ['my-bank'] },
    '--case my-bank/client-unknown: matches nothing; near: my-bank/unknown-client, my-bank/unknown-client-basic, ',
  ],
])('%s is one problem', (_, flags, problem) => {
  const problems = problemsOf(flags);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.slice(0, problem.length)).toBe(problem);
});

test('every problem at once, in the order of --help, those of the environment last', () => {
  const flags: TypedFlags = {
    provider: ['opty', 'my-bank'],
    case: ['zzz', 'my-bank/token'],
    reporter: ['xml'],
    target: 'sandbox',
    out: '',
    'fail-on': 'never',
    rfc: 'strict',
    timeout: 'soon',
    'max-time': 'later',
    retries: 'x',
    interval: 'often',
    concurrency: '0',
  };
  expect(problemsOf(flags)).toEqual([
    '--provider opty: there is no such provider; known: acme, my-bank',
    '--case zzz: matches nothing; --list shows the cases',
    '--reporter xml: there is no such reporter; known: json, console',
    '--out is empty: expected a folder',
    '--fail-on never: expected error, warning, info',
    '--rfc strict: expected advise, enforce',
    '--timeout soon: expected at least 1 as milliseconds, or with a unit such as 30s',
    '--max-time later: expected at least 1 as milliseconds, or with a unit such as 30s',
    '--retries x: expected a whole number from 0',
    '--interval often: expected at least 0 as milliseconds, or with a unit such as 30s',
    '--concurrency 0: expected a whole number from 1',
    'MY_BANK_CLIENT_ID is not set: add it to .env or use --target mock',
    'MY_BANK_CLIENT_SECRET is not set: add it to .env or use --target mock',
  ]);
});

test('a wrong flag does not hide that nothing is configured; a wrong selection does', () => {
  const none = 'no provider is configured: set ACME_CLIENT_ID and its like (see .env.example), or use --target mock';
  expect(problemsOf({ target: 'sandbox', rfc: 'strict' })).toEqual(['--rfc strict: expected advise, enforce', none]);
  expect(problemsOf({ target: 'sandbox', case: ['zzz'] })).toEqual([
    '--case zzz: matches nothing; --list shows the cases',
  ]);
});

test('an empty folder name (say, an unset shell variable) is an error', () => {
  expect(problemsOf({ out: ' ' })).toEqual(['--out is empty: expected a folder']);
});

test('a time that no timer of Node can wait would fire at once', () => {
  expect(problemsOf({ 'max-time': '40000m', timeout: '2147483648' })).toEqual([
    '--timeout 2147483648: expected at most 2147483647 ms, which is 24 days',
    '--max-time 40000m: expected at most 2147483647 ms, which is 24 days',
  ]);
});

test('a wrong provider is not a wrong glob too', () => {
  expect(problemsOf({ provider: ['opty'], case: ['opty/token'] })).toHaveLength(1);
});

test('a wrong interval says nothing of the hosts', () => {
  expect(problemsOf({ target: 'sandbox', provider: ['my-bank'], interval: 'often' }, credentials)).toHaveLength(1);
});

describe('which providers a live run is configured for', () => {
  const sandbox = (env: Record<string, string>, flags: TypedFlags = {}) => ({
    problems: problemsOf({ target: 'sandbox', ...flags }, env),
    read: () => read({ target: 'sandbox', ...flags }, env),
  });

  test('one whose variables are set; another with none is skipped, and said to be', () => {
    const { live, skipped } = sandbox(credentials).read();
    expect(live).toEqual([
      {
        provider: bank,
        values: {
          baseUrl: 'https://sandbox.bank.test',
          clientId: 'an-id',
          clientSecret: 'a-long-secret',
          scope: 'accounts private',
        },
        warnings: [],
      },
    ]);
    expect(skipped).toEqual([{ provider: acme, reason: 'not configured' }]);
  });

  test('every value that is set wins over its default', () => {
    const env = { ...credentials, MY_BANK_SCOPE: 'payments', MY_BANK_BASE_URL: 'https://other.bank.test/v2//' };
    expect(sandbox(env).read().live[0]?.values).toMatchObject({
      scope: 'payments',
      baseUrl: 'https://other.bank.test/v2',
    });
  });

  test.each<[string, Record<string, string>, TypedFlags, readonly string[]]>([
    [
      'named, with nothing set: every variable without a default',
      {},
      { provider: ['acme'] },
      ['ACME_BASE_URL', 'ACME_CLIENT_ID', 'ACME_CLIENT_SECRET'].map(unset),
    ],
    [
      'named, and its base URL has a default',
      {},
      { provider: ['my-bank'] },
      ['MY_BANK_CLIENT_ID', 'MY_BANK_CLIENT_SECRET'].map(unset),
    ],
    ['partly configured', { MY_BANK_CLIENT_ID: 'an-id' }, {}, [unset('MY_BANK_CLIENT_SECRET')]],
    ['an empty value is none', { ...credentials, MY_BANK_CLIENT_ID: '' }, {}, [unset('MY_BANK_CLIENT_ID')]],
    [
      'only what has a default is set',
      { MY_BANK_SCOPE: 'x' },
      {},
      ['MY_BANK_CLIENT_ID', 'MY_BANK_CLIENT_SECRET'].map(unset),
    ],
    [
      'two providers, each with its own',
      { MY_BANK_CLIENT_ID: 'an-id', ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: 'a-long-secret' },
      {},
      ['ACME_BASE_URL', 'MY_BANK_CLIENT_SECRET'].map(unset),
    ],
    [
      'none at all',
      {},
      {},
      ['no provider is configured: set ACME_CLIENT_ID and its like (see .env.example), or use --target mock'],
    ],
    [
      'a value that Postman would read as a variable',
      { ...credentials, MY_BANK_CLIENT_SECRET: 'a{{clientId}}' },
      {},
      [
        'MY_BANK_CLIENT_SECRET (the environment) holds "{{clientId}}", which Postman would replace by the variable of that name: it cannot be sent as it is',
      ],
    ],
  ])('%s', (_, env, flags, problems) => {
    expect(sandbox(env, flags).problems).toEqual(problems);
  });

  test('the mock needs none of them', () => {
    expect(problemsOf({ provider: ['acme'] }, { ACME_CLIENT_SECRET: 'a{{secret}}' })).toEqual([]);
  });

  test.each([
    ['1234567', 1],
    ['12345678', 0],
  ])('a secret %s gives %i warnings', (secret, count) => {
    expect(sandbox({ ...credentials, MY_BANK_CLIENT_SECRET: secret }).read().warnings).toEqual(
      Array.from(
        { length: count },
        () =>
          "MY_BANK_CLIENT_SECRET has fewer than 8 characters: it cannot be masked safely, so no text of My Bank's answers is shown",
      ),
    );
  });
});

test.each([
  [{}, 'auto'],
  [{ NO_COLOR: '' }, 'auto'],
  [{ NO_COLOR: '1' }, 'never'],
  [{ FORCE_COLOR: '1' }, 'always'],
  [{ FORCE_COLOR: '' }, 'always'],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 'always'],
  [{ FORCE_COLOR: '0' }, 'never'],
  [{ FORCE_COLOR: 'false' }, 'never'],
])('%j: colours %s', (env, colors) => {
  expect(read({}, env).colors).toBe(colors);
});

test('a problem never repeats the value of a variable', () => {
  const env = { ...credentials, MY_BANK_CLIENT_SECRET: 'hunter2\n', MY_BANK_BASE_URL: 'https://hunter2@bank.test' };
  const problems = problemsOf({ target: 'sandbox' }, env);
  expect(problems).toHaveLength(2);
  expect(problems.join()).not.toContain('hunter2');
});

test('cases of a provider that a glob leaves empty are not run', () => {
  const context = { providers: [acme, bank], casesOf, reporters: [], environment: processEnvironment({}) };
  const { selected } = readVerifyConfig(typed({ case: ['my-bank/token'] }), context);
  expect(selected.map(({ cases }) => caseIds(cases))).toEqual([['my-bank/token']]);
});
