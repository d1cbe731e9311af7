import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { consoleReporter } from '../../scripts/report/console.ts';
import { reporters } from '../../scripts/report/index.ts';
import {
  answered,
  answerWith,
  failed,
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  requiredCase,
} from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, unjudged } from './reports.ts';
import { plainOptions as plain } from './samples.ts';

const refusedCase = caseReport([held('docs/refused')], [answered(jsonAnswer(401, {}))], { one: requiredCase });

const rows: readonly (readonly [string, Report, string])[] = [
  [
    'held',
    reportOf([providerReport([caseReport(), refusedCase, caseReport([], [answered()], { one: observedCase })])]),
    `Acme on https://acme.test/token: the contract holds
  Acme keeps its contract: 2 of 2 asserted cases held.
  ✓ acme/token                        200  held
  ✓ acme/missing-parameter-client-id  401  held
  · acme/extra-parameter              200  observed

2 of 2 asserted cases of 1 provider held. 1 observed.
Report: reports/report.html
`,
  ],
  [
    'held on the mock, partly on its assumptions',
    reportOf(
      [
        providerReport([
          caseReport([held('docs/status', 'mock-documented')]),
          caseReport([held('docs/refused', 'mock-assumed')], [answered(jsonAnswer(401, {}))], { one: refusalCase }),
        ]),
      ],
      { target: 'mock' },
    ),
    `Acme on the built-in mock: the contract holds
  Acme keeps its contract: 2 of 2 asserted cases held; 1 of them on assumptions of the mock host.
  ✓ acme/token           200  held
  ✓ acme/unknown-client  401  held, on an assumption of the mock

2 of 2 asserted cases of 1 provider held: 1 as documented, 1 on assumptions of the mock.
Report: reports/report.html
`,
  ],
  [
    'held with a warning, at the second attempt',
    reportOf([
      providerReport(
        [
          caseReport(
            [held('docs/schema'), broken(finding({ severity: 'warning', actual: 'status 201' }))],
            [failed('reset'), answered(jsonAnswer(201, {}))],
          ),
        ],
        { outcome: 'flaky' },
      ),
    ]),
    `Acme on https://acme.test/token: the contract holds, but only after a retry
  Acme keeps its contract, but only after a retry.
  What to do:
    - Look at the timeline in report.html: if it happens often, tell Acme of it.
  ! acme/token  201  held, with a warning, at attempt 2

  warning docs/status: the status is not the documented one
      case      acme/token
      where     the whole answer
      expected  status 200
      received  status 201
      says      Acme: Tokens, Response, https://docs.acme.test/tokens
      finding   2ab6df462551

1 of 1 asserted case of 1 provider held.
Flaky: acme
Report: reports/report.html
`,
  ],
  [
    'broken: the findings in the order of their weight',
    reportOf([
      providerReport(
        [
          caseReport(
            [
              broken(
                finding({
                  rule: 'docs/schema',
                  at: '/access_token',
                  expected: 'present',
                  actual: 'missing',
                  change: 'acme token /access_token',
                }),
              ),
            ],
            [answered(jsonAnswer(200, {}))],
          ),
          caseReport(
            [
              broken(
                finding({
                  rule: 'docs/refused',
                  case: refusalCase.id,
                  expected: 'a refusal without any token',
                  actual: 'status 200',
                  source: { title: 'Acme: Errors' },
                  fingerprint: '0123456789ab',
                  change: 'acme refused',
                }),
              ),
            ],
            [answered(jsonAnswer(200, {}))],
            { one: refusalCase },
          ),
        ],
        { outcome: 'broken' },
      ),
    ]),
    `Acme on https://acme.test/token: the contract is broken
  Acme departs from its documentation: expected a refusal without any token, received status 200 (acme/unknown-client), and 1 other change.
  What to do:
    - Tell Acme today: whoever sends this request gets a token. The curl line that \`npm run verify -- --curl acme/unknown-client\` prints shows it.
  ✗ acme/token           200  broken
  ✗ acme/unknown-client  200  broken

  error docs/refused: a request that must be refused was granted
      case      acme/unknown-client
      where     the whole answer
      expected  a refusal without any token
      received  status 200
      says      Acme: Errors
      finding   0123456789ab

  error docs/schema: the body does not match the documented shape
      case      acme/token
      where     /access_token
      expected  present
      received  missing
      says      Acme: Tokens, Response, https://docs.acme.test/tokens
      finding   2ab6df462551
      waive     npm run waive -- 2ab6df462551 --reason TEXT --days 30

0 of 2 asserted cases of 1 provider held.
Broken: acme (2 findings)
  Acme departs from its documentation: expected a refusal without any token, received status 200 (acme/unknown-client), and 1 other change.
Report: reports/report.html
`,
  ],
  [
    'down, beside one that is not configured',
    reportOf([
      providerReport(
        [
          caseReport([unjudged('down')], [failed('refused', 'connect ECONNREFUSED')], { inconclusive: 'down' }),
          caseReport([unjudged('not sent: down')], [], { one: requiredCase, notSent: 'down' }),
        ],
        { outcome: 'down', reason: 'refused: connect ECONNREFUSED' },
      ),
      providerReport([], { id: 'other', name: 'Other', outcome: 'skipped', reason: 'not configured' }),
    ]),
    `Acme on https://acme.test/token: the endpoint is down
  Acme gave no usable answer (refused: connect ECONNREFUSED). Nothing is known of its contract; this is not drift.
  What to do:
    - See whether Acme reports an outage.
    - Run it again: \`npm run verify -- --provider acme --target sandbox\`
  ? acme/token                        no answer: refused
  - acme/missing-parameter-client-id  not sent: down

Other: skipped (not configured)

0 of 0 asserted cases of 1 provider held. 1 without an answer, 1 not sent.
Down: acme (refused: connect ECONNREFUSED)
Skipped: other (not configured)
Report: reports/report.html
`,
  ],
  [
    'rejected credentials',
    reportOf([
      providerReport([caseReport([unjudged('credentials-rejected')], [answered(jsonAnswer(401, {}))])], {
        outcome: 'credentials-rejected',
        reason: 'status 401',
      }),
    ]),
    `Acme on https://acme.test/token: the credentials were rejected
  Acme rejected our credentials (status 401). This is not drift: they have expired, were revoked, or are set wrongly.
  What to do:
    - Renew \`ACME_CLIENT_ID\` and \`ACME_CLIENT_SECRET\`, in \`.env\` or among the secrets of the CI system.
    - Run it again: \`npm run verify -- --provider acme --target sandbox\`
  ? acme/token  401  not judged

0 of 1 asserted case of 1 provider held.
Credentials rejected: acme (status 401)
Report: reports/report.html
`,
  ],
];

test.each(rows)('%s', (_, report, text) => {
  expect(consoleReporter.render(report, plain)).toBe(text);
});

test('what a live run leaves out is counted; --verbose names it', () => {
  const leftOut = (['not-asked', 'not-asked', 'mock-only'] as const).map((notSent) =>
    caseReport([], [], { one: observedCase, notSent }),
  );
  const report = reportOf([providerReport([caseReport(), ...leftOut])]);
  expect(consoleReporter.render(report, plain)).toContain(
    `  ✓ acme/token  200  held
  - 2 cases not sent: only recorded, and only with --observe
  - 1 case not sent: never sent to a live host
`,
  );
  const verbose = consoleReporter.render(report, { ...plain, verbose: true });
  expect(verbose.match(/^ {2}- acme\/extra-parameter +not sent: /gm)).toHaveLength(3);
  expect(verbose).not.toContain('cases not sent:');
});

test('a proxy that stood between is named', () => {
  const report = reportOf([providerReport([caseReport()], { proxy: 'http://proxy.test:3128' })]);
  expect(consoleReporter.render(report, plain)).toContain('\n  through the proxy http://proxy.test:3128\n');
});

test('a token budget that kept cases back is named, once', () => {
  const budget = { tokensPerHour: 2, usedUntil: '2026-01-02T04:04:05.000Z' };
  const left = {
    ...caseReport([], [], { one: observedCase, notSent: 'budget' }),
    lastSent: '2026-01-01T03:04:05.000Z',
  };
  const text = consoleReporter.render(reportOf([providerReport([caseReport(), left], { budget })]), plain);
  expect(text).toContain(
    [
      'Acme on https://acme.test/token: the contract holds',
      '  Acme keeps its contract: 1 of 1 asserted case held.',
      '  its budget of 2 tokens an hour is used until 04:05 UTC',
      '  ✓ acme/token            200  held',
      '  - acme/extra-parameter  not sent: budget, last sent 2026-01-01',
      '',
    ].join('\n'),
  );
  const reason = 'its budget of 2 tokens an hour is used until 04:05 UTC';
  const { origin: _, ...unasked } = providerReport([left], { outcome: 'skipped', reason, budget });
  expect(consoleReporter.render(reportOf([unasked]), plain).split(reason)).toHaveLength(3);
});

test('verbose: each exchange, attempt by attempt', () => {
  const attempts = [
    failed('reset', 'read ECONNRESET'),
    answered(htmlAnswer(502)),
    answered(answerWith({ status: 204, statusText: masked('No Content'), headers: [], body: { kind: 'empty' } })),
    answered(),
  ];
  const [, ...lines] =
    consoleReporter
      .render(reportOf([providerReport([caseReport([held()], attempts)])]), { ...plain, verbose: true })
      .split('\n\n')[0]
      ?.split('\n') ?? [];
  expect(lines).toEqual([
    '  Acme keeps its contract: 1 of 1 asserted case held.',
    '  ✓ acme/token  200  held, at attempt 4',
    '      > POST https://acme.test/token',
    '      > Content-Type: application/x-www-form-urlencoded',
    '      > grant_type=client_credentials&client_id=mock-client&client_secret=‹clientSecret›',
    '      < reset after 12 ms: read ECONNRESET',
    '      < 502 OK in 55 ms',
    '      < content-type: text/html',
    '      < <html>',
    '      < 204 No Content in 55 ms',
    '      < (empty)',
    '      < 200 OK in 55 ms',
    '      < content-type: application/json',
    '      < {"access_token":"‹string, 43 characters, #a84269›","token_type":"Bearer","expires_in":3600}',
  ]);
});

test('colours only when they are asked for, whatever this process writes to', () => {
  for (const [, report, text] of rows) {
    const colored = consoleReporter.render(report, { ...plain, colors: true });
    expect(colored).toContain('\u001b[1mAcme\u001b[22m');
    expect(stripVTControlCharacters(colored)).toBe(text);
  }
});

test('text of a provider cannot do anything to a terminal', () => {
  // An escape sequence, its one-byte form, a bell, a new line that begins a command to a CI system, a right-to-left override.
  const nasty = (text: string) => masked(`${text}\u001b]0;owned\u0007\u009b2J\n::error::\u202e\u2028`);
  const shown = '\\u001b]0;owned\\u0007\\u009b2J\\u000a::error::\\u202e\\u2028';
  const answer = jsonAnswer(
    200,
    { [nasty('member')]: nasty('string') },
    { statusText: nasty('status'), headers: [[nasty('header'), nasty('content')]] },
  );
  const found = finding({
    at: `/${nasty('pointer')}`,
    expected: nasty('expected'),
    actual: nasty('actual'),
    source: { title: nasty('title'), at: nasty('section'), url: nasty('url') },
  });
  const one = caseReport([broken(found)], [failed('other', nasty('detail')), answered(answer)]);
  const report = reportOf([providerReport([one], { outcome: 'broken', reason: nasty('reason') })]);
  const text = consoleReporter.render(report, { ...plain, verbose: true });

  const inText = 'status header content pointer expected actual title section url detail reason'.split(' ');
  for (const part of inText) expect(text).toContain(`${part}${shown}`);
  // JSON escapes the backslash of an escape once more.
  for (const part of ['member', 'string']) expect(text).toContain(`${part}${shown.replaceAll('\\', '\\\\')}`);
  expect(text).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  expect(text).not.toMatch(/^::/m);
});

test('the JSON reporter writes the report as it is, the console last', () => {
  const report = rows[0]?.[1] ?? reportOf([]);
  const json = reporters.find((reporter) => reporter.name === 'json');
  expect(json?.file).toBe('report.json');
  expect(JSON.parse(json?.render(report, plain) ?? '')).toEqual(report);
  expect(reporters.at(-1)?.name).toBe('console');
});
