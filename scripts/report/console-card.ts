import type { ProviderReport } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { type BrokenRow, cardInWords, conformanceOf, excuseOf } from './conformance.ts';
import { cutTo } from './wording.ts';

function brokenLine(row: BrokenRow): string {
  const [{ expected, actual }, ...more] = row.findings;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const excuse = excuseOf(row);
  return `! ${row.words} (${row.section}, ${row.level}): expected ${cutTo(80, expected)}, received ${cutTo(80, actual)}${others}${excuse && `; ${excuse}`}${draftNote(row)}`;
}

/** Only where OAuth 2.1 makes a difference. */
const draftNote = ({ oauth21 }: BrokenRow): string =>
  oauth21 === '' || oauth21.startsWith('keeps') ? '' : `; OAuth 2.1 ${oauth21}`;

/** The conformance card: what the RFCs say about a provider, in one line, or if `verbose` with a line for each row that is broken or was not judged. */
export function cardLines(provider: ProviderReport, rules: RuleBook, verbose: boolean): readonly string[] {
  const card = conformanceOf(provider, rules);
  if (card === undefined) return [];
  if (card.notJudged.length === card.rows) return ['  RFC: no row could be judged'];
  if (!verbose) return [`  RFC: ${cardInWords(card)}${card.broken.length > 0 ? '; --verbose lists them' : ''}`];
  return [
    `  RFC: ${cardInWords(card)}`,
    ...card.broken.map((row) => `    ${brokenLine(row)}`),
    ...card.notJudged.map(({ words, section, why }) => `    ? ${words} (${section}): not judged: ${why}`),
  ];
}
