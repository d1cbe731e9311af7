import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { html } from '../../scripts/report/html/index.ts';
import { broken, caseReport, finding, providerReport, reportOf } from './reports.ts';
import { everything, historyOf, hostile, longHistory, plainOptions, unprintable } from './samples.ts';

const render = (report: Report, history = longHistory): string => html.render(report, { ...plainOptions, history });
/** What a reader sees, with one space between any two words. */
const wordsOf = (page: string): string =>
  page
    .replaceAll(/<style>[\s\S]*<\/style>|<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

test('one file that asks for nothing and runs nothing, and says so to the browser', () => {
  const page = render(everything);
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page.replaceAll('&#39;', "'")).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
  );
  expect(page).not.toMatch(
    /<(?:script|link|img|iframe|object|embed|form|base)\b|\b(?:src|srcset|style|action)=|@import|url\(/i,
  );
  expect(style).not.toContain('&');
});

describe('what a reader finds', () => {
  const page = render(everything);
  const words = wordsOf(page);
  test.each([
    ['the whole run', '4 providers: 1 drifted, 1 down, 1 held, 1 not run'],
    ['each provider in a sentence', 'Acme departs from its documentation: /expires_in: expected integer'],
    ['what to do', 'What to do See whether Bravo reports an outage.'],
    ['expected beside received', 'Expected integer Received string "86400"'],
    ['who says so', 'Acme: Tokens , Response "expires_in": 86400'],
    ['the answer, member by member', 'Member Expected Received'],
    ['what is missing of it', '/scope/HOSTILE present missing'],
    ['the command', 'Reproduce it, with the variables of .env in your shell curl "$ACME_BASE_URL/token"'],
    ['the fingerprint', 'Seen in acme/token . Fingerprint: 2ab6df462551'],
    ['what is waived, until when and why', 'Waived until 2026-12-31: known'],
    ['what the documentation leaves open', 'Is Accept needed? It is not. HOSTILE seen at the provider'],
    ['and what nobody knows', 'Is scope needed? Not settled by this run'],
    ['the RFCs', '1 of 3 rows held, 1 broken, 1 not judged. Advice: it does not make the run fail.'],
    ['every attempt', 'Attempt 1 of 2: no answer after 12 ms reset'],
    ['why a case was not sent', '1 case not sent'],
  ])('%s', (_, expected) => {
    expect(words).toContain(expected);
  });

  test('whom it was asked of, and through whom', () => {
    const report = reportOf([providerReport([caseReport()], { proxy: 'http://proxy.test:3128' })]);
    expect(wordsOf(render(report))).toContain('Asked at https://acme.test through the proxy http://proxy.test:3128');
    expect(words).toContain('Asked at https://acme.test ');
    expect(words).not.toContain('through the proxy');
  });

  test('the worst first', () => {
    const names = [...page.matchAll(/<h2 id="[^"]*">([^<]*)</g)].map(([, name]) => name);
    expect(names).toEqual(['In short', 'Acme', 'Bravo', 'Carol', 'Delta']);
  });

  test('headings go down one step at a time', () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('no id twice, and every link within the page leads somewhere', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const wanted = [...page.matchAll(/href="#([^"]*)"|aria-labelledby="([^"]*)"/g)].flatMap(([, href, labels]) =>
      (href ?? labels ?? '').split(' '),
    );
    const ours = ids.filter((id) => id !== 'case-acme-token');
    expect(new Set(ours).size).toBe(ours.length);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

test('one change of the provider is told once, whatever number of cases and findings it has', () => {
  const same = { rule: 'docs/status', expected: 'status 200', actual: 'status 404' } as const;
  const report = reportOf([
    providerReport(
      [
        caseReport([broken(finding({ ...same, change: 'a', fingerprint: 'aaaaaaaaaaaa' }))]),
        caseReport([broken(finding({ ...same, change: 'a', fingerprint: 'bbbbbbbbbbbb' }))]),
        caseReport([
          broken(
            finding({ at: '/scope', change: 'c' }),
            finding({ rule: 'baseline/member-removed', at: '/scope', change: 'c' }),
          ),
        ]),
      ],
      { outcome: 'broken' },
    ),
  ]);
  const page = render(report);
  expect(page.match(/class="change/g)).toHaveLength(2);
  expect(wordsOf(page)).toContain('Fingerprints: aaaaaaaaaaaa bbbbbbbbbbbb');
});

describe('over time', () => {
  test('the last thirty runs, this one at the end, as a picture and as a table', () => {
    const page = render(everything);
    expect(page.match(/<g class/g)).toHaveLength(30 + 1 + 1);
    const words = wordsOf(page);
    expect(words).toContain(
      'The last 30 runs: 23 held, 1 held after a retry, 2 down, 1 throttled, 1 credentials rejected, 1 interrupted, 1 drifted',
    );
    expect(words).toMatch(/2026-01-02 03:04 UTC drifted 2 55 55 2026-01-01 03:04 UTC held 0 /);
  });

  test('a picture has a title and says in words what it shows', () => {
    const pictures = [
      ...render(everything).matchAll(/<svg(?![^>]*aria-hidden)([^>]*)>\s*(<title id[\s\S]*?<\/desc>)?/g),
    ];
    expect(pictures.length).toBeGreaterThan(2);
    for (const [, attributes, words] of pictures) {
      expect(attributes).toMatch(/ role="img" aria-labelledby="\S+-title \S+-desc"/);
      expect(words).toMatch(/<desc id="\S+-desc">.{20,}/);
    }
  });

  test('the first run of all', () => {
    expect(wordsOf(render(reportOf([providerReport()]), []))).toContain('This is the first run on record');
  });

  test('other providers, other targets and runs that come later are left out', () => {
    const later = historyOf('acme', ['down']).map((entry) => ({ ...entry, at: '2030-01-01T00:00:00.000Z' }));
    const other = historyOf('acme', ['down']).map((entry) => ({ ...entry, target: 'mock' as const }));
    const page = render(reportOf([providerReport()]), [...later, ...other, ...historyOf('bravo', ['down'])]);
    expect(wordsOf(page)).toContain('This is the first run on record');
  });

  test('a line breaks where nothing was measured', () => {
    const page = render(reportOf([providerReport()]), historyOf('acme', ['held', 'held', 'down', 'held', 'down']));
    const [line] = [...page.matchAll(/<path class="p50" d="([^"]*)"/g)].map(([, d]) => d);
    expect(line?.match(/M/g)).toHaveLength(3);
  });
});

test('a hostile provider: escaped, and nothing invisible', () => {
  const page = render(hostile);
  expect(page).not.toMatch(/<script|<img|<!--/);
  expect(page).not.toMatch(unprintable);
  expect(wordsOf(page)).toContain('<script>window.pwned=1</script>');
});

test('only a web address becomes a link', () => {
  const source = { title: 'Acme', url: 'javascript:alert(1)' };
  const page = render(reportOf([providerReport([caseReport([broken(finding({ source }))])], { outcome: 'broken' })]));
  expect(page).not.toContain('javascript:');
});
