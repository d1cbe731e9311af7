import type { styleText } from 'node:util';
import type { Finding } from '../model/finding.ts';
import type { RuleBook } from '../model/rule.ts';
import { waiveCommand } from '../model/waiver.ts';
import { ruleInWords } from './changes.ts';
import { citationInOneLine, placeInWords } from './wording.ts';

export type Format = Parameters<typeof styleText>[0];
export type Paint = (format: Format, text: string) => string;

/** The findings, grouped by change: the first of a change in full, the others in one line each. */
export function groupLines(findings: readonly Finding[], rules: RuleBook, paint: Paint): readonly string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.change, [...(groups.get(finding.change) ?? []), finding]);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : ['', ...findingLines(first, rules, paint), ...others.map((one) => row('also', inOneLine(one), paint))],
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

function findingLines(finding: Finding, rules: RuleBook, paint: Paint): readonly string[] {
  const { at, case: id, cases, expected, actual, source, fingerprint } = finding;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [cases === undefined ? 'case' : 'cases', cases === undefined ? id : casesInWords(cases)],
    ['where', placeInWords(at)],
    ['expected', expected],
    ['received', actual],
    ['says', source && citationInOneLine(source)],
    ['waived', waiverOf(finding)],
    ['finding', fingerprint],
    ['waive', waiveCommand(finding)],
  ];
  return [
    `  ${paint(formatOf(finding), titleOf(finding))}: ${ruleInWords(finding, rules)}`,
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [row(name, value, paint)])),
  ];
}

/** Few cases by name, many by the first and a number. */
const casesInWords = (cases: readonly string[]): string =>
  cases.length <= 3 ? cases.join(', ') : `${cases.slice(0, 2).join(', ')} and ${cases.length - 2} others`;

const inOneLine = (finding: Finding): string =>
  [
    `${titleOf(finding)}:`,
    finding.actual,
    finding.case && `(${casesInWords(finding.cases ?? [finding.case])})`,
    finding.fingerprint,
    waiverOf(finding),
  ]
    .filter((part) => part !== undefined)
    .join(' ');
