import type { Outcome, Report } from '../model/report.ts';
import { paragraphOf, runInWords, worstFirst } from './headline.ts';
import type { Tone } from './outcomes.ts';
import { printable } from './printable.ts';
import type { Background } from './reporter.ts';
import { newsOf, standingBefore, standingOf } from './standing.ts';
import { stoppedHeadline } from './stopped.ts';
import { cutTo, plural } from './wording.ts';

/** What people are told of a run: only what changed since the run before it. */
export interface Notice {
  readonly report: Pick<Report, 'tool' | 'target' | 'startedAt'>;
  /** The whole run in one line. */
  readonly title: string;
  /** The worst first. */
  readonly items: readonly NoticeItem[];
  /** e.g. that there is no history to compare with. Empty: nothing more to say. */
  readonly note: string;
  /** The page of the run. */
  readonly runUrl: string | undefined;
}

interface NoticeItem {
  /** Absent: it is about the run itself. */
  readonly provider?: string;
  readonly outcome?: Outcome;
  readonly kind: 'trouble' | 'recovered';
  readonly tone: Tone;
  /** The sentence about the provider, and what follows it. */
  readonly text: string;
  readonly fresh: readonly string[];
}

/** `undefined`: nothing changed since the last run. */
export function noticeOf(report: Report, background: Background, runUrl?: string): Notice | undefined {
  const safe = printable(report);
  const stopped = stoppedHeadline(safe);
  const ofRun: readonly NoticeItem[] =
    stopped === undefined ? [] : [{ kind: 'trouble', tone: stopped.tone, text: paragraphOf(stopped), fresh: [] }];
  const ofProviders = worstFirst(safe, background).flatMap(({ provider, headline }): readonly NoticeItem[] => {
    const before = standingBefore(provider, safe, background.history);
    const now = standingOf(provider, safe, background.history);
    const news = newsOf(now, before.kind === 'trouble' ? before.signals : undefined);
    const about = { provider: provider.id, outcome: provider.outcome };
    if (news.kind === 'new') {
      const { tone } = headline;
      return [{ ...about, kind: 'trouble', tone, text: paragraphOf(headline), fresh: news.fresh }];
    }
    if (news.kind !== 'recovered') return [];
    const text = news.waived
      ? `What is left to differ at ${provider.name} is waived.`
      : `${provider.name} keeps its contract again.`;
    return [{ ...about, kind: 'recovered', tone: 'good', text, fresh: [] }];
  });
  const items = [...ofRun, ...ofProviders];
  if (items.length === 0) return undefined;
  const isFirst = !background.history.some(({ target }) => target === safe.target);
  return {
    report: { tool: safe.tool, target: safe.target, startedAt: safe.startedAt },
    title: runInWords(safe),
    items,
    note: isFirst && stopped === undefined ? 'There is no history of earlier runs: all of this counts as news.' : '',
    runUrl,
  };
}

export type NoticeKind = 'slack' | 'teams' | 'json';

const mostItems = 10;
const longestItem = 1000;
const signs: Readonly<Record<Tone, string>> = { bad: '❌', care: '⚠️', good: '✅', idle: '➖' };

/** The lines of a message that people read. */
function linesOf({ items, note }: Notice): readonly string[] {
  const left = items.length - mostItems;
  return [
    ...items.slice(0, mostItems).map(({ tone, text }) => `${signs[tone]} ${cutTo(longestItem, text)}`),
    ...(left > 0 ? [`${plural(left, 'more provider')}: see the reports of the run.`] : []),
    ...(note === '' ? [] : [note]),
  ];
}

/** Slack reads mentions and links between `<` and `>` only; a backtick would begin code. */
const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', "'");

/** Slack takes 3000 characters in a section. */
const longestSection = 3000;
/** Cuts no escaped character in two. */
const section = (text: string) => ({
  type: 'section',
  // `verbatim`: Slack makes no links of what looks like an address or a name.
  text: { type: 'mrkdwn', text: text.slice(0, longestSection).replace(/&[a-z]{0,4}$/, ''), verbatim: true },
});

/** A message for an incoming webhook of Slack. */
const slack = (notice: Notice): object => {
  const { title, items, runUrl } = notice;
  const [first] = items;
  return {
    text: slackText(cutTo(longestItem, first === undefined ? title : first.text)),
    blocks: [
      ...linesOf(notice).map((line) => section(slackText(line))),
      section(`${slackText(title)}${runUrl === undefined ? '' : ` <${runUrl}|The run, with its reports>`}`),
    ],
  };
};

/** Text in which Teams reads no markup: that of a TextRun is plain. */
const paragraph = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] });

/** A message with one Adaptive Card, for a webhook of Workflows in Teams. */
const teams = (notice: Notice): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [...linesOf(notice).map(paragraph), paragraph(notice.title)],
        ...(notice.runUrl !== undefined && {
          actions: [{ type: 'Action.OpenUrl', title: 'The run, with its reports', url: notice.runUrl }],
        }),
      },
    },
  ],
});

const json = ({ report, title, items, note, runUrl }: Notice): object => ({
  format: 1,
  ...report,
  title,
  news: items.map(({ text, tone: _, ...item }) => ({ ...item, text })),
  ...(note !== '' && { note }),
  ...(runUrl !== undefined && { runUrl }),
});

const payloads: Readonly<Record<NoticeKind, (notice: Notice) => object>> = { slack, teams, json };

export const payloadOf = (kind: NoticeKind, notice: Notice): string => JSON.stringify(payloads[kind](notice));
