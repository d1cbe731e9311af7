import type { ProviderReport, Report } from '../model/report.ts';
import { fitted, type Part } from './fitted.ts';
import { type Headline, paragraphOf, titleOf, worstFirst } from './headline.ts';
import { providerParts, stoppedParts } from './markdown.ts';
import { plain } from './markdown-text.ts';
import { type IssueState, mostCauses, readState, withState } from './nightly-state.ts';
import { printable } from './printable.ts';
import type { Background } from './reporter.ts';
import { newsOf, type Standing, standingOf } from './standing.ts';
import { stoppedHeadline } from './stopped.ts';

/** An open issue that an earlier night opened, as read from the tracker. */
export interface OpenIssue {
  readonly number: number;
  readonly labels: readonly string[];
  readonly body: string;
}

/** What to do in the tracker. `body` is the new text of the issue; it keeps the state for the next night. */
export type NightlyAction =
  | {
      readonly kind: 'open';
      readonly provider: string;
      readonly title: string;
      readonly labels: readonly string[];
      readonly body: string;
    }
  | {
      readonly kind: 'comment' | 'close';
      readonly provider: string;
      readonly number: number;
      readonly comment: string;
      readonly body: string;
      /** The new title, where the cause is another one. */
      readonly title?: string;
    };

/** The label of every issue that a nightly run opens. */
export const nightlyLabel = 'token-contract';
/** What stands for the run itself where a provider's id would. No id has a space. */
const theRun = 'the run';
const providerLabel = (providerId: string): string => `${nightlyLabel}: ${providerId}`;

/**
 * Decides what to do in the tracker after a nightly run. A provider in trouble gets an issue. While the trouble lasts, it gets a
 * comment a day, and one at once for every new finding. On recovery the issue is closed. `runUrl` is the page of the run.
 */
export function nightlyActions(
  report: Report,
  background: Background,
  issues: readonly OpenIssue[],
  runUrl?: string,
): readonly NightlyAction[] {
  const safe = printable(report);
  const oldestFirst = issues.toSorted((a, b) => a.number - b.number);
  const day = safe.startedAt.slice(0, 10);
  return [ofRun(safe), ...worstFirst(safe, background).map((one) => ofProvider(one, safe, background))].flatMap(
    ({ subject, standing, account }): readonly NightlyAction[] => {
      const issue = oldestFirst.find(({ labels }) => labels.includes(providerLabel(subject)));
      const night: Night = { subject, account, day, runUrl };
      const state = issue && readState(issue.body);
      const news = newsOf(standing, state?.fingerprints);
      if (news.kind === 'recovered') return issue === undefined ? [] : [closed(night, news.waived, issue)];
      if (news.kind === 'none' || standing.kind !== 'trouble') return [];
      return issue === undefined || state === undefined
        ? [opened(night, standing.signals)]
        : commented(night, standing.signals, { issue, state, fresh: news.fresh });
    },
  );
}

/** What the tracker is told about a provider, or about the run itself. */
interface Told {
  /** The id of the provider, or `the run`. */
  readonly subject: string;
  readonly standing: Standing;
  readonly account: Account;
}

interface Account {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** A run that ended before any provider was judged, or that lacks shards, gets an issue of its own. */
function ofRun(report: Report): Told {
  const stopped = stoppedHeadline(report);
  if (stopped === undefined)
    return { subject: theRun, standing: { kind: 'clear', waived: false }, account: { title: '', parts: [] } };
  return {
    subject: theRun,
    standing: { kind: 'trouble', signals: [report.stopped?.kind ?? 'tool-failed'] },
    account: { title: titleOf(stopped), parts: stoppedParts(report) },
  };
}

function ofProvider(
  { provider, headline }: { readonly provider: ProviderReport; readonly headline: Headline },
  report: Report,
  background: Background,
): Told {
  const standing = standingOf(provider, report, background.history);
  const again = standing.kind === 'trouble' && standing.signals.includes('down') ? ', twice in a row' : '';
  const sentence = headline.sentence.replace(/\.$/, `${again}.`);
  return {
    subject: provider.id,
    standing,
    account: {
      title: titleOf({ sentence }),
      parts: [
        { text: plain(paragraphOf({ ...headline, sentence })), findings: 0 },
        ...providerParts(provider, report, background).slice(1),
      ],
    },
  };
}

interface Night {
  readonly subject: string;
  readonly account: Account;
  /** The day of the run, e.g. `2026-03-31`. */
  readonly day: string;
  readonly runUrl: string | undefined;
}

/** In bytes. GitHub takes 65536 characters; the text of an issue leaves room for its state. */
const longestComment = 60_000;
const longestBody = 40_000;

function textOf({ account: { parts }, runUrl }: Night, most: number, before = ''): string {
  const [first, ...rest] = parts;
  const link = runUrl === undefined ? [] : [{ text: `[The run, with its reports](${runUrl})`, findings: 0 }];
  const lead = first === undefined ? [] : [{ ...first, text: `${before}${first.text}` }];
  return fitted([...lead, ...link, ...rest], most, '\n\n', 'the reports of the run');
}

function opened(night: Night, signals: readonly string[]): NightlyAction {
  const { subject, account, day } = night;
  return {
    kind: 'open',
    provider: subject,
    title: account.title,
    labels: [nightlyLabel, providerLabel(subject)],
    body: withState(textOf(night, longestBody), { fingerprints: signals, commented: day, cause: signals }),
  };
}

/** An open issue, what it remembers, and which signals it has not told yet. */
interface Known {
  readonly issue: OpenIssue;
  readonly state: IssueState;
  readonly fresh: readonly string[];
}

function commented(night: Night, signals: readonly string[], { issue, state, fresh }: Known): readonly NightlyAction[] {
  const { subject, account, day } = night;
  if (fresh.length === 0 && state.commented === day) return [];
  const isSameCause = state.cause !== undefined && sameTexts(state.cause, signals.slice(0, mostCauses));
  const next: IssueState = {
    fingerprints: [...new Set([...state.fingerprints, ...signals])],
    commented: day,
    cause: signals,
  };
  return [
    {
      kind: 'comment',
      provider: subject,
      number: issue.number,
      comment: textOf(night, longestComment, fresh.length > 0 ? '**New:** ' : '**Still:** '),
      body: withState(issue.body, next),
      ...(!isSameCause && { title: account.title }),
    },
  ];
}

const sameTexts = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));

function closed({ subject, day, runUrl }: Night, waived: boolean, issue: OpenIssue): NightlyAction {
  const link = runUrl === undefined ? '' : ` [The run](${runUrl})`;
  const why =
    subject === theRun
      ? 'The run checks providers again'
      : waived
        ? 'What is left is waived'
        : 'It keeps its contract again';
  return {
    kind: 'close',
    provider: subject,
    number: issue.number,
    comment: `${why}, as of ${day}.${link}`,
    body: issue.body,
  };
}
