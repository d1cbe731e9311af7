import { describe, expect, test } from 'vitest';
import type { ProviderReport, Report } from '../../scripts/model/report.ts';
import { noticeOf, payloadOf } from '../../scripts/report/notifications.ts';
import { broken, caseReport, finding, providerReport, reportOf, ruleBook } from './reports.ts';
import { everything, historyOf } from './samples.ts';

const drifted = reportOf([providerReport([caseReport([broken()])], { outcome: 'broken' })]);
const ended = (outcome: ProviderReport['outcome']): Report => reportOf([providerReport([], { outcome })]);
const told = (report: Report, history: Parameters<typeof noticeOf>[1]['history']) =>
  noticeOf(report, { history, rules: ruleBook })?.items.map(({ kind, text }) => `${kind}: ${text}`);
/** Yesterday's run, with these findings. */
const yesterday = (...fingerprints: readonly string[]) =>
  historyOf('acme', ['broken']).map((entry) => ({ ...entry, fingerprints }));

describe('what is news', () => {
  test.each<[string, readonly string[] | undefined, RegExp | undefined]>([
    ['drift after a run that held', told(drifted, historyOf('acme', ['held'])), /^trouble: Acme departs/],
    ['the same drift again is none', told(drifted, yesterday('2ab6df462551')), undefined],
    ['a new finding beside the old', told(drifted, yesterday('ffffffffffff')), /^trouble: Acme departs/],
    [
      'the same drift after a night that learnt nothing',
      told(drifted, [
        ...yesterday('2ab6df462551').map((one) => ({ ...one, at: '2025-12-30T03:04:05.000Z' })),
        ...historyOf('acme', ['interrupted']),
      ]),
      undefined,
    ],
    ['recovery', told(ended('held'), yesterday('2ab6df462551')), /^recovered: Acme keeps its contract again\.$/],
    ['a run that holds is none', told(ended('held'), historyOf('acme', ['held'])), undefined],
    ['down once is none', told(ended('down'), historyOf('acme', ['held'])), undefined],
    ['down twice', told(ended('down'), historyOf('acme', ['held', 'down'])), /^trouble: Acme gave no usable answer/],
    ['down three times is none', told(ended('down'), historyOf('acme', ['down', 'down'])), undefined],
    ['back after down', told(ended('held'), historyOf('acme', ['down', 'down'])), /^recovered: /],
    [
      'rejected credentials',
      told(ended('credentials-rejected'), historyOf('acme', ['held'])),
      /^trouble: Acme rejected/,
    ],
    ['and again is none', told(ended('credentials-rejected'), historyOf('acme', ['credentials-rejected'])), undefined],
  ])('%s', (_, items, expected) => {
    if (expected === undefined) expect(items).toBeUndefined();
    else expect(items?.join('\n')).toMatch(expected);
  });

  test('without a history it says so, once', () => {
    const two = reportOf([
      ...drifted.providers,
      { ...(drifted.providers[0] ?? providerReport()), id: 'bravo', name: 'Bravo' },
    ]);
    const notice = noticeOf(two, { history: [], rules: ruleBook });
    if (notice === undefined) return expect.fail();
    expect(payloadOf('slack', notice).match(/There is no history/g)).toHaveLength(1);
    expect(noticeOf(drifted, { history: historyOf('acme', ['held']), rules: ruleBook })?.note).toBe('');
  });
});

const hostileTexts = [
  '<!channel>',
  '<!here|x>',
  '@here',
  '@everyone',
  '<@U012AB3CD>',
  '<#C012AB3CD>',
  '<http://evil.test|click>',
  'http://evil.test',
  '[x](javascript:alert(1))',
  '[x](http://evil.test)',
  '```\ncode',
  '`x`',
  '<at>someone</at>',
  '*bold* _it_ ~no~',
  '<script>alert(1)</script>',
  '"},{"type":"section"',
  '{{TIME(2026-01-01T00:00:00Z)}}',
  '&lt;!channel&gt;',
  '\u202eevil\u0000\u001b[31m',
  '# heading\n- list',
];

describe('twenty hostile texts', () => {
  test.each(hostileTexts)('%j', (text) => {
    const report = reportOf([
      providerReport([caseReport([broken(finding({ expected: text, actual: text }))])], {
        outcome: 'broken',
        name: 'Acme',
      }),
    ]);
    const notice = noticeOf(report, { history: [], rules: ruleBook }, 'https://ci.test/runs/1');
    if (notice === undefined) return expect.fail();
    const slack: { text: string; blocks: { type: string; text: { type: string; text: string; verbatim: boolean } }[] } =
      JSON.parse(payloadOf('slack', notice));
    expect(slack.blocks.map(({ type, text: { type: kind, verbatim } }) => [type, kind, verbatim])).toEqual(
      Array(3).fill(['section', 'mrkdwn', true]),
    );
    const texts = [slack.text, ...slack.blocks.map((block) => block.text.text)];
    // The link to the run is the only thing that Slack obeys.
    expect(texts.join('\n').match(/<[^>]*>/g)).toEqual(['<https://ci.test/runs/1|The run, with its reports>']);
    expect(texts.join('\n')).not.toContain('`');
    const teams = JSON.parse(payloadOf('teams', notice));
    const body: unknown[] = teams.attachments[0].content.body;
    expect(body).toHaveLength(3);
    for (const block of body)
      expect(block).toEqual({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: expect.any(String) }] });
    expect(JSON.stringify([slack, teams])).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('limits', () => {
  const many = reportOf(
    Array.from({ length: 40 }, (_, index) => ({
      ...(drifted.providers[0] ?? providerReport()),
      id: `p${index}`,
      name: '<&>'.repeat(1200),
    })),
  );
  test('Slack: 50 blocks, 3000 characters a section, what is left out is counted', () => {
    const notice = noticeOf(many, { history: [], rules: ruleBook });
    if (notice === undefined) return expect.fail();
    const slack: { blocks: { text: { text: string } }[] } = JSON.parse(payloadOf('slack', notice));
    expect(slack.blocks).toHaveLength(13);
    for (const { text } of slack.blocks) {
      expect(text.text.length).toBeLessThanOrEqual(3000);
      expect(text.text).not.toMatch(/&(?!(?:amp|lt|gt);)/);
    }
    expect(slack.blocks[10]?.text.text).toBe('30 more providers: see the reports of the run.');
    // Teams takes messages of up to 28 KB.
    expect(Buffer.byteLength(payloadOf('teams', notice))).toBeLessThan(28_000);
  });
});

test('json, for programs', () => {
  const notice = noticeOf(
    everything,
    { history: historyOf('acme', ['held']), rules: ruleBook },
    'https://ci.test/runs/1',
  );
  if (notice === undefined) return expect.fail();
  expect(JSON.parse(payloadOf('json', notice))).toEqual({
    format: 1,
    tool: 'token-endpoint-contracts 0.1.0',
    target: 'sandbox',
    startedAt: '2026-01-02T03:04:05.000Z',
    title: '4 providers: 1 drifted, 1 down, 1 held, 1 not run',
    news: [
      {
        provider: 'acme',
        outcome: 'broken',
        kind: 'trouble',
        fresh: ['2ab6df462551', '5ffda2446f96'],
        text: expect.stringMatching(/^Acme departs from its documentation: /),
      },
    ],
    runUrl: 'https://ci.test/runs/1',
  });
});

test('Teams: a message with one Adaptive Card', () => {
  const notice = noticeOf(drifted, { history: historyOf('acme', ['held']), rules: ruleBook }, 'https://ci.test/runs/1');
  if (notice === undefined) return expect.fail();
  expect(JSON.parse(payloadOf('teams', notice))).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            {
              type: 'RichTextBlock',
              inlines: [
                {
                  type: 'TextRun',
                  text: '❌ Acme departs from its documentation: expected status 200, received status 404 (acme/token). It last held on 2026-01-01.',
                },
              ],
            },
            { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '1 provider: 1 drifted' }] },
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'The run, with its reports', url: 'https://ci.test/runs/1' }],
        },
      },
    ],
  });
});
