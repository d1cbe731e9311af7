import type { Verdict } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { Score } from './index.ts';

export interface ProviderScore {
  readonly provider: Provider;
  readonly score: Score;
}

const verdicts: readonly Verdict[] = ['docs', 'baseline', 'rfc', 'run'];

const share = (caught: number, expected: number): string => (expected === 0 ? '-' : `${caught}/${expected}`);

/** A Markdown table with the score of each provider and verdict. */
export function scoreTable(scores: readonly ProviderScore[]): string {
  const rows = scores.map(({ provider, score }) => [
    `\`${provider.id}\``,
    ...verdicts.map((verdict) => {
      const { caught = 0, expected = 0 } = score.byVerdict.get(verdict) ?? {};
      return share(caught, expected);
    }),
    share(score.breaking - score.survivors.length, score.breaking),
    String(score.falseAlarms.length),
    share(score.caughtInside, score.breaking),
  ]);
  const head = ['provider', ...verdicts, 'mutations caught', 'false alarms', 'by the collection alone'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function trouble({ survivors, falseAlarms }: Score): readonly string[] {
  return [
    ...survivors.map(
      ({ site, missing }) =>
        `survived: ${site.id}: ${missing.map(({ rule, severity }) => `no ${severity} of ${rule}`).join(', ')}`,
    ),
    ...falseAlarms.map(
      ({ site, findings, failedInside }) =>
        `false alarm: ${site.id}: ${[...findings.map(({ rule, at, actual }) => `${rule} ${at} ${actual}`), ...(failedInside ? ['a test of the collection failed'] : [])].join(', ')}`,
    ),
  ];
}

/** What `npm run mutate` prints. `ms`: how long the run took. */
export function mutationReport(scores: readonly ProviderScore[], ms: number): string {
  const lines = scores.flatMap(({ score }) => trouble(score));
  const breaking = scores.reduce((sum, { score }) => sum + score.breaking, 0);
  const survivors = scores.reduce((sum, { score }) => sum + score.survivors.length, 0);
  const harmless = scores.reduce((sum, { score }) => sum + score.harmless, 0);
  const alarms = scores.reduce((sum, { score }) => sum + score.falseAlarms.length, 0);
  return [
    scoreTable(scores),
    '',
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    `${breaking - survivors} of ${breaking} mutations caught by the rule that must catch them, ${alarms} false alarms from ${harmless} harmless ones, in ${(ms / 1000).toFixed(0)} s.`,
    '',
  ].join('\n');
}
