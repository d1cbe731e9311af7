import { styleText } from 'node:util';
import { isCanonical } from '../model/case.ts';
import type { Attempt, Exchange } from '../model/exchange.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import { changesOf } from './changes.ts';
import { cardLines } from './console-card.ts';
import { groupLines, type Paint } from './console-findings.ts';
import { type Headline, headlineOf, paragraphOf, worstFirst } from './headline.ts';
import { caseStates, outcomes } from './outcomes.ts';
import { printable } from './printable.ts';
import {
  answerInWords,
  countedFindings,
  counts,
  countsOf,
  errorsOf,
  hasScriptError,
  providerFindings,
  restsOnAssumption,
  stateOf,
} from './reading.ts';
import type { Background, RenderOptions, Reporter } from './reporter.ts';
import { assumptionNote, budgetInWords, capital, evidences, notSentReasons, onAssumptions, plural } from './wording.ts';
import { wrapped } from './wrapped.ts';

export const consoleReporter: Reporter = {
  name: 'console',
  render(report, options) {
    // The caller decides about colours. Without this option styleText would look at the process's own streams.
    const paint: Paint = options.colors
      ? (format, text) => styleText(format, text, { validateStream: false })
      : (_, text) => text;
    const safe = printable(report);
    const lines = [
      ...worstFirst(safe, options).flatMap((one) => [...providerLines(one, safe, paint, options), '']),
      ...closingLines(safe, paint, options),
      '',
    ];
    return (options.columns === undefined ? lines : wrapped(lines, options.columns)).join('\n');
  },
};

const toolFailed = { sentence: 'the tool failed', color: 'red' } as const;

function providerLines(
  { provider, headline }: { readonly provider: ProviderReport; readonly headline: Headline },
  report: Report,
  paint: Paint,
  { rules, verbose }: RenderOptions,
): readonly string[] {
  const { sentence, color } = provider.cases.some(hasScriptError) ? toolFailed : outcomes[provider.outcome];
  // Of what was not run there is no more to say than the reason.
  const said = provider.outcome === 'skipped' ? '' : paragraphOf(headline);
  // The headline of most outcomes quotes the reason.
  const reason = provider.reason === undefined || said.includes(provider.reason) ? '' : ` (${provider.reason})`;
  const shown = provider.cases.filter((one) => verbose || !isLeftOut(one));
  const width = Math.max(0, ...shown.map((one) => one.case.id.length));
  return [
    `${paint('bold', provider.name)}${askedInWords(provider, report)}: ${paint(color, sentence)}${reason}`,
    ...(said === '' ? [] : [`  ${said}`, ...nextLines(provider, headline, report)]),
    ...whereLines(provider, report, paint),
    ...shown.flatMap((one) => [
      caseLine(one, width, paint),
      ...(verbose ? exchangeLines(one.exchange).map((line) => paint('gray', `      ${line}`)) : []),
    ]),
    ...leftOutLines(
      provider.cases.filter((one) => !shown.includes(one)),
      paint,
    ),
    ...groupLines(countedFindings(provider, report), rules, paint),
    ...cardLines(provider, rules, verbose),
    ...quirkLines(provider, paint, verbose),
  ];
}

/** What was asked, e.g. ` on https://auth.acme.test/token`. Empty: nothing was. */
function askedInWords({ cases, origin }: ProviderReport, { target }: Report): string {
  const sent = cases.filter(({ exchange }) => exchange.attempts.length > 0);
  if (target === 'mock') return ' on the built-in mock';
  const asked = sent.find((one) => isCanonical(one.case)) ?? sent[0];
  const url = asked?.exchange.request.url.split('?')[0] ?? origin;
  return url === undefined ? '' : ` on ${url}`;
}

function nextLines(provider: ProviderReport, { next }: Headline, report: Report): readonly string[] {
  if (next.length === 0) return [];
  return ['  What to do:', ...next.map((step) => `    - ${onConsole(step, provider, report)}`)];
}

/** A step of the HTML report, whose page has curl lines and a timeline. The console says where they are. */
function onConsole(step: string, provider: ProviderReport, report: Report): string {
  const ofFinding = errorsOf(provider, report).find((one) => one.case !== undefined)?.case;
  const id = ofFinding ?? provider.cases.find(({ exchange }) => exchange.attempts.length > 0)?.case.id;
  const curl =
    id === undefined ? 'the curl line in report.html' : `the curl line that \`npm run verify -- --curl ${id}\` prints`;
  return step
    .replace(/(?:the|a) curl line below/, curl)
    .replace(/The curl line below/, capital(curl))
    .replace('the timeline', 'the timeline in report.html');
}

/** Cases that no live run sends, or none without `--observe`: they are counted instead of listed. */
const isLeftOut = ({ exchange: { notSent } }: CaseReport): boolean =>
  notSent === 'not-asked' || notSent === 'mock-only';

function leftOutLines(cases: readonly CaseReport[], paint: Paint): readonly string[] {
  const reasons = new Set(cases.flatMap(({ exchange: { notSent } }) => (notSent === undefined ? [] : [notSent])));
  return [...reasons].map((reason) => {
    const count = cases.filter(({ exchange }) => exchange.notSent === reason).length;
    return paint('gray', `  - ${plural(count, 'case')} not sent: ${notSentReasons[reason]}`);
  });
}

/** The proxy that a live run went through, and the budget that kept it from sending more. */
function whereLines({ origin, proxy, budget }: ProviderReport, { target }: Report, paint: Paint): readonly string[] {
  if (target === 'mock' || origin === undefined) return [];
  return [
    ...(proxy === undefined ? [] : [paint('gray', `  through the proxy ${proxy}`)]),
    ...(budget === undefined ? [] : [paint('gray', `  ${budgetInWords(budget)}`)]),
  ];
}

function caseLine(one: CaseReport, width: number, paint: Paint): string {
  const state = stateOf(one);
  const { mark, color, words, ofObserved } = caseStates[state].console;
  const said = (one.case.basis === 'observed' ? ofObserved : undefined) ?? words;
  const note = state === 'held' && restsOnAssumption(one) ? `, ${assumptionNote}` : '';
  const attempts = one.exchange.attempts.length > 1 ? `, at attempt ${one.exchange.attempts.length}` : '';
  const verdict = said === '' ? '' : `  ${said}${state === 'observed' ? '' : `${note}${attempts}`}`;
  return `  ${paint(color, mark)} ${one.case.id.padEnd(width)}  ${paint('gray', answerInWords(one))}${verdict}`;
}

function quirkLines({ quirks }: ProviderReport, paint: Paint, verbose: boolean): readonly string[] {
  const settled = quirks.filter(({ observed }) => observed !== null);
  if (settled.length === 0) return [];
  if (!verbose)
    return [
      `  What the documentation leaves open: ${plural(settled.length, 'question')} answered; --verbose lists them`,
    ];
  return [
    '  What the documentation leaves open:',
    ...settled.map(
      ({ question, observed, evidence = 'mock-assumed' }) =>
        `    ${question} ${observed} ${paint('gray', `(${evidences[evidence].console})`)}`,
    ),
  ];
}

function exchangeLines({ request, attempts }: Exchange): readonly string[] {
  return [
    `> ${request.method} ${request.url}`,
    ...request.headers.map(([name, value]) => `> ${name}: ${value}`),
    ...(request.body === '' ? [] : [`> ${request.body}`]),
    ...attempts.flatMap(attemptLines),
  ];
}

function attemptLines(attempt: Attempt): readonly string[] {
  if (attempt.kind === 'failed') return [`< ${attempt.failure} after ${attempt.ms} ms: ${attempt.detail}`];
  const { status, statusText, headers, body } = attempt.answer;
  const text = body.kind === 'json' ? JSON.stringify(body.json) : body.kind === 'text' ? body.excerpt : '(empty)';
  return [
    `< ${status} ${statusText} in ${attempt.ms} ms`,
    ...headers.map(([name, value]) => `< ${name}: ${value}`),
    `< ${text}`,
  ];
}

function closingLines(report: Report, paint: Paint, options: RenderOptions): readonly string[] {
  const totals = countsOf(report);
  const waived = report.providers.flatMap(providerFindings).filter(({ waiver }) => waiver !== undefined).length;
  const ran = report.providers.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'misconfigured');
  const evidence =
    report.target === 'mock'
      ? `: ${totals.held - totals.heldOnAssumption} as documented, ${onAssumptions(totals.heldOnAssumption)}`
      : '';
  const extras = [
    totals.observed > 0 ? `${totals.observed} observed` : '',
    totals.unanswered > 0 ? `${totals.unanswered} without an answer` : '',
    totals.notSent > 0 ? `${totals.notSent} not sent` : '',
    waived > 0 ? `${plural(waived, 'finding')} waived` : '',
  ].filter((part) => part !== '');
  return [
    `${paint('bold', `${totals.held} of ${plural(totals.asserted, 'asserted case')} of ${plural(ran.length, 'provider')} held`)}${evidence}.${extras.length > 0 ? ` ${extras.join(', ')}.` : ''}`,
    ...outcomeLines(report, paint, options),
    ...(report.missing ?? []).map((problem) => paint('red', `Not whole: ${problem}`)),
    `Report: ${options.out}/report.html`,
  ];
}

/** A line for each outcome, with the ids of its providers; what is broken is said once more. */
function outcomeLines(report: Report, paint: Paint, background: Background): readonly string[] {
  const named = (provider: ProviderReport): string => {
    const note =
      provider.outcome === 'broken'
        ? plural(
            changesOf(provider, report).flatMap(({ findings }) => findings.filter((one) => counts(one, report))).length,
            'finding',
          )
        : provider.reason;
    return note === undefined ? provider.id : `${provider.id} (${note})`;
  };
  return [...new Set(report.providers.map(({ outcome }) => outcome))]
    .flatMap((outcome) => {
      const { closing, color } = outcomes[outcome];
      return closing === undefined ? [] : [{ outcome, ...closing, color }];
    })
    .toSorted((a, b) => a.place - b.place)
    .flatMap(({ outcome, title, color }) => {
      const providers = report.providers.filter((one) => one.outcome === outcome);
      return [
        paint(color, `${title}: ${providers.map(named).join(', ')}`),
        ...(outcome === 'broken' ? providers.map((one) => `  ${headlineOf(one, report, background).sentence}`) : []),
      ];
    });
}
