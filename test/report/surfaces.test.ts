import { expect, test } from 'vitest';
import type { ProviderReport, Report } from '../../scripts/model/report.ts';
import { githubAnnotations } from '../../scripts/report/github.ts';
import { junit } from '../../scripts/report/junit.ts';
import { markdown } from '../../scripts/report/markdown.ts';
import { nightlyActions } from '../../scripts/report/nightly.ts';
import { noticeOf, payloadOf } from '../../scripts/report/notifications.ts';
import { answered, answerWith, failed, jsonAnswer, refusalCase } from '../support/exchanges.ts';
import { broken, caseReport, finding, providerReport, reportOf, ruleBook } from './reports.ts';
import { historyOf, plainOptions } from './samples.ts';

const ended = (
  outcome: ProviderReport['outcome'],
  reason: string,
  inconclusive: 'down' | 'throttled' | 'interrupted' | 'credentials-rejected',
): Report =>
  reportOf([providerReport([caseReport([], [answered(jsonAnswer(503, {}))], { inconclusive })], { outcome, reason })]);
const token = {
  at: '/access_token',
  kind: 'opaque',
  length: 43,
  vschar: true,
  b64token: true,
  bits: 262,
  id: 'a84269179166336e',
} as const;
const drift = reportOf([
  providerReport(
    [
      caseReport([
        broken(
          finding({ rule: 'baseline/type-changed', at: '/expires_in', expected: 'number', actual: 'string "86400"' }),
        ),
      ]),
    ],
    { outcome: 'broken' },
  ),
]);
const unsafe = reportOf([
  providerReport(
    [
      caseReport(
        [broken(finding({ rule: 'docs/refused', case: 'acme/unknown-client', actual: 'status 200 with a token' }))],
        [answered(answerWith({ tokens: [token] }))],
        { one: refusalCase },
      ),
    ],
    { outcome: 'broken' },
  ),
]);
const toolFailed = reportOf([
  providerReport([caseReport([], [answered()], { scriptError: jsonAnswer(200, {}).statusText })]),
]);
const stopped = (kind: 'misconfigured' | 'tool-failed', ...problems: readonly string[]): Report =>
  reportOf([], { stopped: { kind, problems } });

interface Said {
  readonly junit: string;
  readonly annotation: string;
  readonly title: string;
  readonly slack: string;
}

/** `none`: this surface says nothing of it. */
function saidOf(report: Report): Said {
  const history = historyOf('acme', ['held', 'down']);
  const background = { history, rules: ruleBook };
  const [, message] =
    /<(?:failure|error|skipped)[^>]* message="([^"]*)"/.exec(junit.render(report, plainOptions)) ?? [];
  const [annotation = ''] = githubAnnotations.render(report, plainOptions).split('\n');
  const [action] = nightlyActions(report, background, []);
  const notice = noticeOf(report, background);
  const slack: { text: string } | undefined = notice && JSON.parse(payloadOf('slack', notice));
  return {
    junit: message?.replaceAll('&quot;', '"') ?? 'none',
    annotation: annotation.replace(/%0A.*/, '').replace(/^::/, '') || 'none',
    title: action?.kind === 'open' ? action.title : 'none',
    slack: slack?.text ?? 'none',
  };
}

test.each<[string, Report, Said]>([
  [
    'drift',
    drift,
    {
      junit: 'Acme departs from what was accepted: /expires_in: expected number, received string "86400" (acme/token).',
      annotation:
        'error title=Acme%3A Drifted::Acme departs from what was accepted: /expires_in: expected number, received string "86400" (acme/token).',
      title: 'Acme departs from what was accepted: /expires_in: expected number, received string "86400" (acme/token)',
      slack:
        'Acme departs from what was accepted: /expires_in: expected number, received string "86400" (acme/token). It last held on 2025-12-31.',
    },
  ],
  [
    'unsafe',
    unsafe,
    {
      junit: 'Acme granted what it must refuse (Unknown client): status 200 with a token.',
      annotation:
        'error title=Acme%3A Unsafe::Acme granted what it must refuse (Unknown client): status 200 with a token.',
      title: 'Acme granted what it must refuse (Unknown client): status 200 with a token',
      slack: 'Acme granted what it must refuse (Unknown client): status 200 with a token. It last held on 2025-12-31.',
    },
  ],
  [
    'down',
    ended('down', 'status 503', 'down'),
    {
      junit: 'Acme gave no usable answer (status 503).',
      annotation:
        'warning title=Acme%3A Down::Acme gave no usable answer (status 503). Nothing is known of its contract; this is not drift.',
      title: 'Acme gave no usable answer (status 503), twice in a row',
      slack: 'Acme gave no usable answer (status 503). Nothing is known of its contract; this is not drift.',
    },
  ],
  [
    'throttled',
    ended('throttled', 'status 429', 'throttled'),
    {
      junit: 'Acme turned us away for asking too much or from here (status 429), so the run was ended.',
      annotation:
        'warning title=Acme%3A Throttled::Acme turned us away for asking too much or from here (status 429), so the run was ended. This is not drift.',
      title: 'Acme turned us away for asking too much or from here (status 429), so the run was ended, twice in a row',
      slack:
        'Acme turned us away for asking too much or from here (status 429), so the run was ended. This is not drift.',
    },
  ],
  [
    'credentials',
    ended('credentials-rejected', 'status 401', 'credentials-rejected'),
    {
      junit: 'Acme rejected our credentials (status 401).',
      annotation:
        'warning title=Acme%3A Credentials rejected::Acme rejected our credentials (status 401). This is not drift: they have expired, were revoked, or are set wrongly.',
      title: 'Acme rejected our credentials (status 401)',
      slack:
        'Acme rejected our credentials (status 401). This is not drift: they have expired, were revoked, or are set wrongly.',
    },
  ],
  [
    'an HTML page',
    ended('down', 'not the API: status 200, an HTML page', 'down'),
    {
      junit: 'Acme gave no usable answer (not the API: status 200, an HTML page).',
      annotation:
        'warning title=Acme%3A Down::Acme gave no usable answer (not the API: status 200, an HTML page). Nothing is known of its contract; this is not drift.',
      title: 'Acme gave no usable answer (not the API: status 200, an HTML page), twice in a row',
      slack:
        'Acme gave no usable answer (not the API: status 200, an HTML page). Nothing is known of its contract; this is not drift.',
    },
  ],
  [
    'misconfigured',
    stopped('misconfigured', 'ACME_CLIENT_SECRET is not set: add it to .env', 'ACME_BASE_URL is not a URL'),
    {
      junit: 'Not configured: ACME_CLIENT_SECRET is not set: add it to .env (and 1 other problem).',
      annotation:
        'error title=Not configured::Not configured: ACME_CLIENT_SECRET is not set: add it to .env (and 1 other problem).',
      title: 'Not configured: ACME_CLIENT_SECRET is not set: add it to .env (and 1 other problem)',
      slack:
        'Not configured: ACME_CLIENT_SECRET is not set: add it to .env (and 1 other problem). Nothing was checked.',
    },
  ],
  [
    'interrupted',
    ended('interrupted', '', 'interrupted'),
    { junit: 'The run of Acme was interrupted.', annotation: 'none', title: 'none', slack: 'none' },
  ],
  [
    'a tool failure in the middle',
    toolFailed,
    {
      junit: 'A script of the collection of Acme threw.',
      annotation:
        'error title=Acme%3A Tool failed::A script of the collection of Acme threw. This is a fault of the tool and says nothing of Acme.',
      title: 'none',
      slack: 'none',
    },
  ],
  [
    'a tool failure before all else',
    stopped('tool-failed', 'TypeError: no', '    at file.ts:1'),
    {
      junit: 'The tool failed: TypeError: no.',
      annotation: 'error title=The tool failed::The tool failed: TypeError: no.',
      title: 'The tool failed: TypeError: no',
      slack: 'The tool failed: TypeError: no. Nothing was checked.',
    },
  ],
])('%s: one sentence on every surface', (_, report, said) => {
  expect(saidOf(report)).toEqual(said);
});

test('the summary has it in its table', () => {
  expect(markdown.render(drift, plainOptions)).toContain('| ❌ Drifted | Acme | Acme departs from what was accepted: ');
  expect(
    markdown.render(stopped('misconfigured', 'no `x`', 'y'), plainOptions),
  ).toBe(`# No provider was checked: not configured

2026-01-02 03:04 UTC, against live hosts.

Not configured: no \\\`x\\\` \\(and 1 other problem\\). Nothing was checked.

- \`\` no \`x\` \`\`
- \`y\`

- Correct what is listed, then run it again.

`);
});

test('a case of another change than the first has its own sentence', () => {
  const report = reportOf([
    providerReport(
      [
        caseReport([broken()], [answered(jsonAnswer(404, {}))]),
        caseReport(
          [broken(finding({ at: '/scope', change: 'b', fingerprint: 'bbbbbbbbbbbb' }))],
          [failed('reset'), answered()],
          {
            one: refusalCase,
          },
        ),
      ],
      { outcome: 'broken' },
    ),
  ]);
  const messages = [...junit.render(report, plainOptions).matchAll(/<failure [^>]*message="([^"]*)"/g)].map(
    ([, one]) => one,
  );
  expect(messages).toEqual([
    'Acme departs from its documentation: expected status 200, received status 404 (acme/token), and 1 other change.',
    'Acme departs from its documentation: /scope: expected status 200, received status 404 (acme/token).',
  ]);
});
