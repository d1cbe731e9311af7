import type { Report } from '../model/report.ts';
import type { Headline } from './headline.ts';
import { cutTo, plural } from './wording.ts';

type Stopped = NonNullable<Report['stopped']>;

const stops: Readonly<Record<Stopped['kind'], { readonly label: string; readonly next: string }>> = {
  misconfigured: { label: 'Not configured', next: 'Correct what is listed, then run it again.' },
  'tool-failed': { label: 'The tool failed', next: 'This is a fault of the tool: see the log of the run.' },
};

const longestProblem = 300;

/** Why providers are not in the report, a line each. */
export const runProblems = ({ stopped, missing }: Pick<Report, 'stopped' | 'missing'>): readonly string[] =>
  stopped?.problems ?? missing ?? [];

/**
 * The headline of a run that ended before any provider was judged, or of which shards are missing. `undefined`: neither is so.
 */
export function stoppedHeadline({ stopped, missing }: Pick<Report, 'stopped' | 'missing'>): Headline | undefined {
  if (stopped === undefined) return missing === undefined ? undefined : missingHeadline(missing);
  const [first = 'no reason is known', ...others] = stopped.problems;
  const more =
    others.length === 0 || stopped.kind === 'tool-failed' ? '' : ` (and ${plural(others.length, 'other problem')})`;
  const { label, next } = stops[stopped.kind];
  return {
    tone: 'bad',
    label,
    sentence: `${label}: ${cutTo(longestProblem, first)}${more}.`,
    more: ['Nothing was checked.'],
    next: [next],
  };
}

function missingHeadline([first = '', ...others]: readonly string[]): Headline {
  const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'other problem')})`;
  return {
    tone: 'bad',
    label: 'Not whole',
    sentence: `Not whole: ${cutTo(longestProblem, first)}${more}.`,
    more: ['The providers of a shard that is missing are not in this report.'],
    next: ['Read the log of each shard that is named, then run the shards again.'],
  };
}

export const stoppedInWords = ({ kind }: Stopped): string =>
  `No provider was checked: ${stops[kind].label.toLowerCase()}`;
