import type { ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { type ChangeGroup, changeInWords, changesOf, distinctFindings, isWaived, ruleInWords } from './changes.ts';
import { cardInWords, conformanceOf } from './conformance.ts';
import { headlineOf, runInWords } from './headline.ts';
import { block, code, plain, worded } from './markdown-text.ts';
import type { Tone } from './outcomes.ts';
import { printable } from './printable.ts';
import type { Background, Reporter } from './reporter.ts';
import { citationInOneLine, momentInWords } from './wording.ts';

export const markdown: Reporter = {
  name: 'markdown',
  file: 'summary.md',
  render(report, background) {
    const safe = printable(report);
    return [
      `# ${runInWords(safe)}`,
      `${momentInWords(safe.startedAt)}, ${safe.target === 'mock' ? 'against the built-in mock host' : 'against live hosts'}.`,
      summaryTable(safe, background),
      ...safe.providers.flatMap((provider) => providerText(provider, safe, background)),
      '',
    ].join('\n\n');
  },
};

const signs: Readonly<Record<Tone, string>> = { bad: '❌', care: '⚠️', good: '✅', idle: '➖' };

function summaryTable(report: Report, background: Background): string {
  const rows = report.providers.map((provider) => {
    const { tone, label, sentence } = headlineOf(provider, report, background);
    return `| ${signs[tone]} ${label} | ${plain(provider.name)} | ${plain(sentence)} |`;
  });
  return ['| | provider | |', '|---|---|---|', ...rows].join('\n');
}

/** What differs at one provider and what to do, as paragraphs; the first is its heading. Empty: there is nothing to say. */
export function providerText(provider: ProviderReport, report: Report, background: Background): readonly string[] {
  const { next } = headlineOf(provider, report, background);
  const changes = changesOf(provider, report);
  const card = conformanceOf(provider, background.rules);
  if (next.length === 0 && changes.length === 0) return [];
  return [
    `## ${plain(provider.name)}`,
    ...(next.length === 0 ? [] : [next.map((step) => `- ${worded(step)}`).join('\n')]),
    ...changes.flatMap((change) => changeText(change, background.rules)),
    ...(card === undefined || card.notJudged.length === card.rows ? [] : [`RFCs: ${plain(cardInWords(card))}.`]),
  ];
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
          : [
              `- says: ${plain(citationInOneLine(source))}${source.quote === undefined ? '' : `: ${code(source.quote)}`}`,
            ]),
        ...(waiver === undefined ? [] : [`- waived until ${plain(waiver.expires)}: ${plain(waiver.reason)}`]),
      ].join('\n');
    }),
    `Seen in ${change.cases.map((one) => code(one.case.id)).join(', ') || 'the run as a whole'}; fingerprint ${prints.map(code).join(', ')}.`,
    ...(first === undefined ? [] : [block(first.curl)]),
  ];
}
