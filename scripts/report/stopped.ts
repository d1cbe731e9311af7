import type { Report } from '../model/report.ts';
import type { Headline } from './headline.ts';
import { cutTo, plural } from './wording.ts';

type Stopped = NonNullable<Report['stopped']>;

const stops: Readonly<Record<Stopped['kind'], { readonly label: string; readonly next: string }>> = {
  misconfigured: { label: 'Not configured', next: 'Correct what is listed, then run it again.' },
  'tool-failed': { label: 'The tool failed', next: 'This is a fault of the tool: see the log of the run.' },
};

const longestProblem = 300;

/** The headline of a run that ended before any provider was judged. `undefined`: it did not. */
export function stoppedHeadline({ stopped }: Pick<Report, 'stopped'>): Headline | undefined {
  if (stopped === undefined) return undefined;
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

export const stoppedInWords = ({ kind }: Stopped): string =>
  `No provider was checked: ${stops[kind].label.toLowerCase()}`;
