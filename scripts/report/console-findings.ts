import type { styleText } from 'node:util';
import { rules } from '../judge/rules.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleBook } from '../model/rule.ts';

export type Format = Parameters<typeof styleText>[0];
export type Paint = (format: Format, text: string) => string;

const book: RuleBook = rules;

/** The findings of one change together: the first in full, what else is said of the same change in a line each. */
export function groupLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.change, [...(groups.get(finding.change) ?? []), finding]);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : ['', ...findingLines(first, paint), ...others.map((one) => row('also', inOneLine(one), paint))],
  );
}

const row = (name: string, value: string, paint: Paint): string => `      ${paint('gray', name.padEnd(9))} ${value}`;

const titleOf = ({ severity, rule, waiver }: Finding): string =>
  `${waiver === undefined ? '' : 'waived '}${severity} ${rule}`;

const formatOf = ({ severity, waiver }: Finding): Format =>
  waiver === undefined && severity === 'error'
    ? 'red'
    : waiver === undefined && severity === 'warning'
      ? 'yellow'
      : 'gray';

const waiverOf = ({ waiver }: Finding): string | undefined => waiver && `until ${waiver.expires}: ${waiver.reason}`;

function findingLines(finding: Finding, paint: Paint): readonly string[] {
  const { rule, at, case: id, expected, actual, source, fingerprint } = finding;
  const says = source && [source.title, source.at, source.url].filter((part) => part !== undefined).join(', ');
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['case', id],
    ['where', at === '' ? 'the whole answer' : at],
    ['expected', expected],
    ['received', actual],
    ['says', says],
    ['waived', waiverOf(finding)],
    ['finding', fingerprint],
  ];
  return [
    `  ${paint(formatOf(finding), titleOf(finding))}: ${book[rule]?.words ?? rule}`,
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [row(name, value, paint)])),
  ];
}

const inOneLine = (finding: Finding): string =>
  [`${titleOf(finding)}:`, finding.actual, finding.case && `(${finding.case})`, finding.fingerprint, waiverOf(finding)]
    .filter((part) => part !== undefined)
    .join(' ');
