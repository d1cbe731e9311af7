import { describe, expect, test } from 'vitest';
import { markdown } from '../../scripts/report/markdown.ts';
import { block, code, plain, worded } from '../../scripts/report/markdown-text.ts';
import { broken, caseReport, finding, providerReport, reportOf } from './reports.ts';
import { hostile, plainOptions, unprintable } from './samples.ts';

test('says what happened, what to do, what differs and how to see it', () => {
  const report = reportOf([
    providerReport(
      [
        caseReport([
          broken(
            finding({
              rule: 'docs/schema',
              at: '/expires_in',
              expected: 'integer',
              actual: 'string "86400"',
              source: { title: 'Acme: Tokens', quote: '"expires_in": 86400' },
            }),
          ),
        ]),
      ],
      { outcome: 'broken' },
    ),
    providerReport([caseReport()], { id: 'bravo', name: 'Bravo' }),
  ]);
  expect(markdown.render(report, plainOptions)).toBe(`# 2 providers: 1 drifted, 1 held

2026-01-02 03:04 UTC, against live hosts.

| | provider | |
|---|---|---|
| ❌ Drifted | Acme | Acme departs from its documentation: /expires\\_in: expected integer, received string "86400" \\(acme/token\\). |
| ✅ Held | Bravo | Bravo keeps its contract: 1 of 1 asserted case held. |

## Acme

- See below whether your client can read the new answer. If not, tell Acme, quoting the page.
- If it is meant to be so, correct the file of \`acme\` in \`providers/\`, and \`schemas/acme/\`, then \`npm run build\`.

### /expires\\_in: expected integer, received string "86400"

- error \`docs/schema\`: the body does not match the documented shape, at \`/expires_in\`
- expected \`integer\`
- received \`string "86400"\`
- says: Acme: Tokens: \`"expires_in": 86400\`

Seen in \`acme/token\`; fingerprint \`2ab6df462551\`.

\`\`\`sh
curl "$ACME_BASE_URL/token"
\`\`\`

`);
});

test('the worst first', () => {
  const report = reportOf([
    providerReport([caseReport()]),
    providerReport([], { id: 'bravo', name: 'Bravo', outcome: 'down' }),
    providerReport([caseReport([broken()])], { id: 'carol', name: 'Carol', outcome: 'broken' }),
  ]);
  const text = markdown.render(report, plainOptions);
  expect([...text.matchAll(/^\| \S+ [^|]+ \| (\w+) /gm)].map(([, name]) => name)).toEqual(['Carol', 'Bravo', 'Acme']);
  expect([...text.matchAll(/^## (\w+)/gm)].map(([, name]) => name)).toEqual(['Carol', 'Bravo']);
});

test('never more than 900 KiB: cut between findings, and counted', () => {
  const long = 'ä'.repeat(300);
  const many = Array.from({ length: 3000 }, (_, index) =>
    broken(
      finding({
        at: `/m${index}`,
        change: `m${index}`,
        fingerprint: index.toString(16).padStart(12, '0'),
        expected: long,
        actual: `${long}${index}`,
      }),
    ),
  );
  const report = reportOf([providerReport([caseReport(many)], { outcome: 'broken' })]);
  const text = markdown.render(report, plainOptions);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900 * 1024);
  expect(Buffer.byteLength(text)).toBeGreaterThan(890 * 1024);
  const shown = text.match(/^### /gm)?.length ?? 0;
  expect(text.endsWith(`\n\`\`\`\n\n${3000 - shown} more findings: see report.html.\n\n`)).toBe(true);
  expect((text.match(/^```/gm) ?? []).length).toBe(2 * shown);
});

/** The text without its code, where nothing is markup. */
const outsideOfCode = (text: string): string =>
  text.replaceAll(/^(`{3,})sh\n[\s\S]*?\n\1$/gm, '').replaceAll(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');

test('a hostile provider: no markup, no mention, no line of its own', () => {
  const text = markdown.render(hostile, plainOptions);
  // The page that the provider file names is a link, and the only one.
  const words = outsideOfCode(text).replaceAll('[Acme: Tokens](https://docs.acme.test/tokens)', '');
  expect(words).toContain('Acme departs from its documentation');
  expect(words).not.toMatch(/[<>@]|(?<!\\)\]\(|^::/m);
  expect(text).not.toMatch(unprintable);
  expect(text.split('\n').filter((line) => /^\s*(?:::|##\[)/.test(line))).toEqual([]);
});

describe('text in Markdown', () => {
  test.each([
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['a|b\nc', '`a\\|b c`'],
    ['', '`  `'],
  ])('code of %j', (text, expected) => {
    expect(code(text)).toBe(expected);
  });
  test('words', () => {
    expect(plain('a_b *c* [d](e) <f> @g #1 &lt; `h` http://i')).toBe(
      'a\\_b \\*c\\* \\[d\\]\\(e\\) &lt;f&gt; `@g` `#1` &amp;lt; \\`h\\` `http://i`',
    );
    expect(worded('run `a_b` <now>')).toBe('run `a_b` &lt;now&gt;');
  });
  test.each([
    '@octocat',
    'www.evil.example',
    'https://evil.example',
    'a@evil.example',
    'owner/name#1',
    'GH-12',
    '0123abc',
  ])('is no link and no mention: %s', (word) => {
    expect(outsideOfCode(plain(`(see ${word}, now)`))).toMatch(/^\\?\(see\s+now\\?\)$/);
  });
  test('a block ends where it should', () => {
    expect(block('a\n```\nb')).toBe('````sh\na\n```\nb\n````');
  });
});
