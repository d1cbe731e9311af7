import type { CaseReport, HistoryEntry, ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { environmentName } from '../model/variables.ts';
import { tokensIn } from '../oauth/token-response.ts';
import { type ChangeGroup, changeInWords, changesOf, isWaived, lacksBaseline } from './changes.ts';
import { stepForThrottled, stepForUnreachable } from './failure-steps.ts';
import { nextSteps } from './next-steps.ts';
import { labelsOf, outcomes, type Tone } from './outcomes.ts';
import { counts, countsOf, hasScriptError, verdictOf } from './reading.ts';
import type { Background } from './reporter.ts';
import { stoppedInWords } from './stopped.ts';
import { cutTo, plural, verdictNames } from './wording.ts';

/** One provider in short: what happened, as a label and as a sentence, and what to do. */
export interface Headline {
  readonly tone: Tone;
  readonly label: string;
  /** What happened. It stands first wherever the provider is reported. */
  readonly sentence: string;
  /** Sentences that follow it where there is room. */
  readonly more: readonly string[];
  /** What to do, a step an item. Commands and names stand between backticks. */
  readonly next: readonly string[];
}

export function headlineOf(
  provider: ProviderReport,
  report: Pick<Report, 'rfc' | 'target'>,
  background: Background,
): Headline {
  const { id, name, outcome, reason } = provider;
  // A report of an earlier version does not hold them.
  const { clientId, clientSecret } = provider.variables ?? {
    clientId: environmentName(id, 'clientId'),
    clientSecret: environmentName(id, 'clientSecret'),
  };
  const why = reason === undefined ? '' : ` (${reason})`;
  const again = `Run it again: \`npm run verify -- --provider ${id}${report.target === 'mock' ? '' : ' --target sandbox'}\``;
  if (provider.cases.some(hasScriptError))
    return {
      tone: 'bad',
      label: 'Tool failed',
      sentence: `A script of the collection of ${name} threw.`,
      more: [`This is a fault of the tool and says nothing of ${name}.`],
      next: [`Run it in newman: \`npx newman run collections/${id}.postman_collection.json\``],
    };
  const { tone } = outcomes[outcome];
  const { label } = labelsOf(outcome, report.target);
  switch (outcome) {
    case 'held':
      return heldHeadline(provider, report);
    case 'flaky':
      return {
        tone,
        label,
        sentence: `${name} keeps its contract, but only after a retry.`,
        more: [],
        next: [`Look at the timeline: if it happens often, tell ${name} of it.`],
      };
    case 'broken':
      return brokenHeadline(provider, report, background);
    case 'down':
      return {
        tone,
        label,
        sentence: `${name} gave no usable answer${why}.`,
        more: ['Nothing is known of its contract; this is not drift.'],
        next: [
          ...(isIntercepted(provider)
            ? [
                `Open the address of the endpoint in a browser, or run the curl line below, to see who answers. Some firewalls turn clients away by their User-Agent.`,
              ]
            : []),
          stepForUnreachable(provider),
          again,
        ],
      };
    case 'throttled':
      return {
        tone,
        label,
        sentence: `${name} turned us away for asking too much or from here${why}, so the run was ended.`,
        more: ['This is not drift.'],
        next: [stepForThrottled(provider), again],
      };
    case 'credentials-rejected':
      return {
        tone,
        label,
        sentence: `${name} rejected our credentials${why}.`,
        more: ['This is not drift: they have expired, were revoked, or are set wrongly.'],
        next: [
          ...(provider.hints ?? []).map((hint) => `This may be why: ${hint}.`),
          `Renew \`${clientId}\` and \`${clientSecret}\`, in \`.env\` or among the secrets of the CI system.`,
          again,
        ],
      };
    case 'grant-not-allowed':
      return {
        tone,
        label,
        sentence: `${name} accepts our credentials, but not for the client credentials grant${why}.`,
        more: ['This is not drift: the setting of our client has changed, or was never made.'],
        next: [`Let ${name} allow this grant for the client in \`${clientId}\`.`, again],
      };
    case 'interrupted':
      return { tone, label, sentence: `The run of ${name} was interrupted.`, more: [], next: [again] };
    case 'misconfigured':
      return {
        tone,
        label,
        sentence: `${name} was not asked, because it is configured wrongly${why}.`,
        more: [],
        next: ['Mend this in `.env`, or among the secrets of the CI system.', again],
      };
    case 'skipped':
      return {
        tone,
        label,
        sentence: `${name} was not run${why}.`,
        more: [],
        next: reason === 'not configured' ? [`Set \`${clientId}\` and its like: see \`.env.example\`.`] : [],
      };
  }
}

function heldHeadline(provider: ProviderReport, report: Pick<Report, 'rfc' | 'target'>): Headline {
  const { asserted, held, heldOnAssumption } = countsOf({ providers: [provider] });
  const changes = changesOf(provider, report);
  const fresh = lacksBaseline(provider);
  const open = changes.filter((change) => !isWaived(change)).length;
  const waived = changes.length - open;
  const notes = [
    ...(open > 0 ? [`${plural(open, 'smaller difference')} did not break it`] : []),
    ...(waived > 0 ? [`${plural(waived, 'difference')} ${waived === 1 ? 'is' : 'are'} waived`] : []),
    ...(fresh ? ['no answer was accepted yet, so a change cannot be seen'] : []),
    ...(heldOnAssumption > 0 ? [`${heldOnAssumption} of them on assumptions of the mock host`] : []),
  ];
  return {
    tone: open > 0 ? 'care' : outcomes.held.tone,
    label: open > 0 ? 'Held, with warnings' : outcomes.held.label,
    sentence: `${provider.name} keeps its contract: ${held} of ${plural(asserted, 'asserted case')} held${notes.map((note) => `; ${note}`).join('')}.`,
    more: [],
    next: [
      ...(open > 0 ? ['Read the differences below before they become errors.'] : []),
      ...(fresh ? [`If these answers are as they should be: \`npm run accept -- --provider ${provider.id}\``] : []),
    ],
  };
}

function brokenHeadline(
  provider: ProviderReport,
  report: Pick<Report, 'rfc' | 'target'>,
  { history, rules }: Background,
): Headline {
  const { name } = provider;
  const weighty = weightyChanges(provider, report);
  const [first] = weighty;
  if (first === undefined)
    return {
      tone: 'care',
      label: 'Waived',
      sentence: `Everything that differs at ${name} is waived.`,
      more: [],
      next: [],
    };
  const { lead } = first;
  const before = lastHeld(provider, report, history);
  const more = weighty.length > 1 ? `, and ${plural(weighty.length - 1, 'other change')}` : '';
  const unsafe = lead.rule === 'docs/refused' && first.cases.some(grantsToken);
  const only = lead.rule === 'docs/status' ? onlyStatus(provider) : undefined;
  const gone = lead.rule === 'run/no-endpoint';
  return {
    tone: outcomes.broken.tone,
    label: unsafe ? 'Unsafe' : labelsOf('broken', report.target).label,
    sentence: unsafe
      ? `${name} granted what it must refuse (${first.cases.map((one) => one.case.title).join(', ')}): ${lead.actual}${more}.`
      : gone
        ? `${name} has no token endpoint here any more, or the address is wrong: ${lead.actual}.`
        : only !== undefined
          ? `${name} answers every request with status ${only}. Has the endpoint moved?`
          : changeSentence(name, first, rules, more),
    more: before === undefined ? [] : [`It last held on ${before.at.slice(0, 10)}.`],
    next: nextSteps(provider, first),
  };
}

/** The changes that make the run fail; the sentence about the provider is about the first. */
export const weightyChanges = (provider: ProviderReport, report: Pick<Report, 'rfc'>): readonly ChangeGroup[] =>
  changesOf(provider, report).filter(({ findings }) =>
    findings.some((finding) => finding.severity === 'error' && counts(finding, report)),
  );

/** What one change is, in a sentence. */
export function changeSentence(name: string, change: ChangeGroup, rules: RuleBook, more = ''): string {
  const { lead } = change;
  const where = lead.case === undefined ? '' : ` (${lead.case})`;
  return `${name} departs from ${verdictNames[verdictOf(lead)]}: ${changeInWords(change, rules)}${where}${more}.`;
}

/** The whole paragraph about a provider. */
export const paragraphOf = ({ sentence, more }: Headline): string => [sentence, ...more].join(' ');

/** What the title of an issue holds at most, in characters. */
const longestTitle = 200;
export const titleOf = ({ sentence }: Pick<Headline, 'sentence'>): string =>
  cutTo(longestTitle, sentence.replace(/\.$/, ''));

const toneOrder: readonly Tone[] = ['bad', 'care', 'good', 'idle'];

/** The providers of a report with their headlines, the worst first. */
export function worstFirst(
  report: Report,
  background: Background,
): readonly { readonly provider: ProviderReport; readonly headline: Headline }[] {
  return report.providers
    .map((provider) => ({ provider, headline: headlineOf(provider, report, background) }))
    .toSorted((a, b) => toneOrder.indexOf(a.headline.tone) - toneOrder.indexOf(b.headline.tone));
}

const isIntercepted = ({ cases }: ProviderReport): boolean =>
  cases.some(({ exchange }) => exchange.inconclusive === 'intercepted');

const grantsToken = ({ exchange }: CaseReport): boolean => {
  const last = exchange.attempts.at(-1);
  return last?.kind === 'answered' && tokensIn(last.answer).length > 0;
};

/** The status of all answers, if there are several and they have the same. */
function onlyStatus({ cases }: ProviderReport): number | undefined {
  const statuses = cases.flatMap(({ exchange }) => {
    const last = exchange.attempts.at(-1);
    return last?.kind === 'answered' ? [last.answer.status] : [];
  });
  return statuses.length > 1 && new Set(statuses).size === 1 ? statuses[0] : undefined;
}

const lastHeld = (
  { id }: ProviderReport,
  { target }: Pick<Report, 'target'>,
  history: readonly HistoryEntry[],
): HistoryEntry | undefined =>
  history.findLast((entry) => entry.provider === id && entry.target === target && entry.outcome === 'held');

const outcomeOrder: readonly string[] = Object.keys(outcomes);

/** The whole run in one line, e.g. `4 providers: 1 drifted, 1 down, 1 held, 1 not run`. */
export function runInWords({ providers, target, stopped, missing = [] }: Report): string {
  if (stopped !== undefined) return stoppedInWords(stopped);
  const seen = [...new Set(providers.map(({ outcome }) => outcome))].toSorted(
    (a, b) => outcomeOrder.indexOf(a) - outcomeOrder.indexOf(b),
  );
  const parts = seen.map(
    (outcome) => `${providers.filter((one) => one.outcome === outcome).length} ${labelsOf(outcome, target).counted}`,
  );
  const lost = missing.length === 0 ? '' : '; the report is not whole';
  return `${[plural(providers.length, 'provider'), parts.join(', ')].filter((part) => part !== '').join(': ')}${lost}`;
}
