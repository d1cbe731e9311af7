import type { Citation } from '../model/finding.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { type ChangeGroup, changeInWords, changesOf, distinctFindings, isWaived, ruleInWords } from './changes.ts';
import { cardInWords, conformanceOf } from './conformance.ts';
import { fitted, type Part } from './fitted.ts';
import { headlineOf, paragraphOf, runInWords, worstFirst } from './headline.ts';
import { block, code, plain, worded } from './markdown-text.ts';
import type { Tone } from './outcomes.ts';
import { printable } from './printable.ts';
import type { Background, Reporter } from './reporter.ts';
import { runProblems, stoppedHeadline } from './stopped.ts';
import { citationInOneLine, momentInWords } from './wording.ts';

/** In bytes. GitHub drops the whole summary of a step that is larger than 1 MiB. */
const most = 900 * 1024;

export const markdown: Reporter = {
  name: 'markdown',
  file: 'summary.md',
  render(report, background) {
    const safe = printable(report);
    const parts = [
      { text: `# ${runInWords(safe)}`, findings: 0 },
      {
        text: `${momentInWords(safe.startedAt)}, ${safe.target === 'mock' ? 'against the built-in mock host' : 'against live hosts'}.`,
        findings: 0,
      },
      ...stoppedParts(safe),
      ...summaryTable(safe, background),
      ...worstFirst(safe, background).flatMap(({ provider }) => providerParts(provider, safe, background)),
    ];
    return `${fitted(parts, most, '\n\n', 'report.html')}\n\n`;
  },
};

/** Why a run ended before any provider was judged, or which shards are missing. */
export function stoppedParts(report: Report): readonly Part[] {
  const stopped = stoppedHeadline(report);
  if (stopped === undefined) return [];
  const { sentence, more, next } = stopped;
  return [
    [plain([sentence, ...more].join(' '))],
    runProblems(report).map((problem) => `- ${code(problem)}`),
    next.map((step) => `- ${worded(step)}`),
  ].map((lines) => ({ text: lines.join('\n'), findings: 0 }));
}

const signs: Readonly<Record<Tone, string>> = { bad: '❌', care: '⚠️', good: '✅', idle: '➖' };

function summaryTable(report: Report, background: Background): readonly Part[] {
  const rows = worstFirst(report, background).map(({ provider, headline }) => {
    const { tone, label } = headline;
    return `| ${signs[tone]} ${label} | ${plain(provider.name)} | ${plain(paragraphOf(headline))} |`;
  });
  return rows.length === 0 ? [] : [{ text: ['| | provider | |', '|---|---|---|', ...rows].join('\n'), findings: 0 }];
}

/** What differs at one provider and what to do; the first part is its heading. Empty: there is nothing to say. */
export function providerParts(provider: ProviderReport, report: Report, background: Background): readonly Part[] {
  const { next } = headlineOf(provider, report, background);
  const changes = changesOf(provider, report);
  const card = conformanceOf(provider, background.rules);
  if (next.length === 0 && changes.length === 0) return [];
  return [
    { text: `## ${plain(provider.name)}`, findings: 0 },
    ...(next.length === 0 ? [] : [{ text: next.map((step) => `- ${worded(step)}`).join('\n'), findings: 0 }]),
    ...changes.map((change) => ({
      text: changeText(change, background.rules).join('\n\n'),
      findings: change.findings.length,
    })),
    ...(card === undefined || card.notJudged.length === card.rows
      ? []
      : [{ text: `RFCs: ${plain(cardInWords(card))}.`, findings: 0 }]),
  ];
}

/** A link to a web page that a provider file or an RFC names. Text of a provider never becomes one. */
function linked(source: Citation): string {
  const { title, at, url } = source;
  if (url === undefined || !/^https?:\/\/[^\s<>()[\]\\`|]+$/.test(url)) return plain(citationInOneLine(source));
  return `[${plain(title)}](${url})${at === undefined || at === '' ? '' : `, ${plain(at)}`}`;
}

function changeText(change: ChangeGroup, rules: RuleBook): readonly string[] {
  const prints = [...new Set(change.findings.map(({ fingerprint }) => fingerprint))];
  const [first] = change.cases;
  return [
    `### ${isWaived(change) ? 'Waived: ' : ''}${plain(changeInWords(change, rules))}`,
    ...distinctFindings(change).map((finding) => {
      const { source, waiver } = finding;
      return [
        `- ${finding.severity} ${code(finding.rule)}: ${plain(ruleInWords(finding, rules))}${finding.at === '' ? '' : `, at ${code(finding.at)}`}`,
        `- expected ${code(finding.expected)}`,
        `- received ${code(finding.actual)}`,
        ...(source === undefined
          ? []
          : [`- says: ${linked(source)}${source.quote === undefined ? '' : `: ${code(source.quote)}`}`]),
        ...(waiver === undefined ? [] : [`- waived until ${plain(waiver.expires)}: ${plain(waiver.reason)}`]),
      ].join('\n');
    }),
    `Seen in ${change.cases.map((one) => code(one.case.id)).join(', ') || 'the run as a whole'}; fingerprint ${prints.map(code).join(', ')}.`,
    ...(first === undefined ? [] : [block(first.curl)]),
  ];
}
