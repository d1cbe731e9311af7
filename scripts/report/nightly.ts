import type { HistoryEntry, ProviderReport, Report } from '../model/report.ts';
import { headlineOf } from './headline.ts';
import { providerText } from './markdown.ts';
import { plain } from './markdown-text.ts';
import { type IssueState, readState, withState } from './nightly-state.ts';
import { outcomes } from './outcomes.ts';
import { printable } from './printable.ts';
import { errorsOf, hasScriptError } from './reading.ts';
import type { Background } from './reporter.ts';

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
    };

/** The label of every issue that a nightly run opens. */
export const nightlyLabel = 'token-contract';
const providerLabel = (providerId: string): string => `${nightlyLabel}: ${providerId}`;

/** The fingerprint of a finding, or an outcome, and the names by which an issue of an earlier version may know it. */
interface Signal {
  readonly name: string;
  readonly was?: readonly string[] | undefined;
}

type Standing =
  | { readonly kind: 'trouble'; readonly signals: readonly Signal[] }
  | { readonly kind: 'clear'; readonly waived: boolean }
  /** The run learnt nothing of the provider: it opens no issue and closes none. */
  | { readonly kind: 'unknown' };

function standingOf(provider: ProviderReport, report: Report, history: readonly HistoryEntry[]): Standing {
  const { learnt } = outcomes[provider.outcome];
  if (learnt === 'nothing' || provider.cases.some(hasScriptError)) return { kind: 'unknown' };
  if (learnt === 'rejected') return { kind: 'trouble', signals: [{ name: provider.outcome }] };
  if (learnt === 'unreachable') {
    // A host that is down opens an issue only after two runs in a row. The history may hold this run already, and later ones.
    const before = history.findLast(
      (entry) =>
        entry.provider === provider.id &&
        entry.target === report.target &&
        Date.parse(entry.at) < Date.parse(report.startedAt) &&
        outcomes[entry.outcome].learnt !== 'nothing',
    );
    const again = before !== undefined && outcomes[before.outcome].learnt === 'unreachable';
    return again ? { kind: 'trouble', signals: [{ name: 'down' }] } : { kind: 'unknown' };
  }
  const signals = errorsOf(provider, report).map(({ fingerprint, was }): Signal => ({ name: fingerprint, was }));
  if (signals.length > 0) return { kind: 'trouble', signals };
  const waived = [...provider.cases, provider].some(({ judgements }) =>
    judgements.some((one) => one.outcome === 'broken' && one.findings.some(({ waiver }) => waiver !== undefined)),
  );
  return { kind: 'clear', waived };
}

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
  return safe.providers.flatMap((provider): readonly NightlyAction[] => {
    const issue = oldestFirst.find(({ labels }) => labels.includes(providerLabel(provider.id)));
    const standing = standingOf(provider, safe, background.history);
    if (standing.kind === 'unknown') return [];
    const night: Night = { provider, report: safe, background, day: safe.startedAt.slice(0, 10), runUrl };
    if (standing.kind === 'trouble')
      return issue === undefined ? [opened(night, standing.signals)] : commented(night, standing.signals, issue);
    return issue === undefined ? [] : [closed(night, standing.waived, issue)];
  });
}

interface Night {
  readonly provider: ProviderReport;
  readonly report: Report;
  readonly background: Background;
  /** The day of the run, e.g. `2026-03-31`. */
  readonly day: string;
  readonly runUrl: string | undefined;
}

/** In characters. GitHub takes 65536, and links and state are added to the text. */
const longest = 60_000;
const cut = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…\n\nThe rest is in the reports of the run.`;

function account({ provider, report, background, runUrl }: Night): string {
  const { sentence } = headlineOf(provider, report, background);
  const where = runUrl === undefined ? [] : [`[The run, with its reports](${runUrl})`];
  return cut([plain(sentence), ...where, ...providerText(provider, report, background).slice(1)].join('\n\n'));
}

const troubleInWords = (signals: readonly Signal[], label: string): string =>
  signals.some(({ name }) => name === 'down') ? 'could not be asked, twice in a row' : label.toLowerCase();

function opened(night: Night, signals: readonly Signal[]): NightlyAction {
  const { provider, report, background, day } = night;
  const { label } = headlineOf(provider, report, background);
  return {
    kind: 'open',
    provider: provider.id,
    title: `${provider.name}: ${troubleInWords(signals, label)}`,
    labels: [nightlyLabel, providerLabel(provider.id)],
    body: withState(account(night), { fingerprints: signals.map(({ name }) => name), commented: day }),
  };
}

function commented(night: Night, signals: readonly Signal[], issue: OpenIssue): readonly NightlyAction[] {
  const { provider, report, background, day } = night;
  const state = readState(issue.body);
  const isKnown = (name: string): boolean => state.fingerprints.includes(name);
  const fresh = signals.filter(({ name, was = [] }) => !isKnown(name) && !was.some(isKnown));
  if (fresh.length === 0 && state.commented === day) return [];
  const { label } = headlineOf(provider, report, background);
  const what = fresh.length > 0 ? 'New' : 'Still';
  const next: IssueState = {
    fingerprints: [...new Set([...state.fingerprints, ...signals.map(({ name }) => name)])],
    commented: day,
  };
  return [
    {
      kind: 'comment',
      provider: provider.id,
      number: issue.number,
      comment: `**${what}: ${troubleInWords(signals, label)}.**\n\n${account(night)}`,
      body: withState(issue.body, next),
    },
  ];
}

function closed({ provider, day, runUrl }: Night, waived: boolean, issue: OpenIssue): NightlyAction {
  const link = runUrl === undefined ? '' : ` [The run](${runUrl})`;
  return {
    kind: 'close',
    provider: provider.id,
    number: issue.number,
    comment: `${waived ? 'What is left is waived' : 'It keeps its contract again'}, as of ${day}.${link}`,
    body: issue.body,
  };
}
