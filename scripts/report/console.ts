import { styleText } from 'node:util';
import type { Attempt, Exchange } from '../model/exchange.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import { cardLines } from './console-card.ts';
import { groupLines, type Paint } from './console-findings.ts';
import { caseStates, outcomes } from './outcomes.ts';
import { printable } from './printable.ts';
import {
  answerInWords,
  countedFindings,
  counts,
  countsOf,
  providerFindings,
  restsOnAssumption,
  stateOf,
} from './reading.ts';
import type { RenderOptions, Reporter } from './reporter.ts';
import { assumptionNote, budgetInWords, evidences, notSentReasons, onAssumptions, plural } from './wording.ts';

export const consoleReporter: Reporter = {
  name: 'console',
  render(report, options) {
    // The caller decides about colours. Without this option styleText would look at the process's own streams.
    const paint: Paint = options.colors
      ? (format, text) => styleText(format, text, { validateStream: false })
      : (_, text) => text;
    const safe = printable(report);
    return [
      ...safe.providers.flatMap((provider) => [...providerLines(provider, safe, paint, options), '']),
      ...closingLines(safe, paint, options),
      '',
    ].join('\n');
  },
};

function providerLines(
  provider: ProviderReport,
  report: Report,
  paint: Paint,
  { rules, verbose }: RenderOptions,
): readonly string[] {
  const { sentence, color } = outcomes[provider.outcome];
  const reason = provider.reason === undefined ? '' : ` (${provider.reason})`;
  const shown = provider.cases.filter((one) => verbose || !isLeftOut(one));
  const width = Math.max(0, ...shown.map((one) => one.case.id.length));
  return [
    `${paint('bold', provider.name)}: ${paint(color, sentence)}${reason}`,
    ...whereLines(provider, report, paint),
    ...(provider.hints ?? []).map((hint) => `  ${paint('yellow', 'this may be why:')} ${hint}`),
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
    ...quirkLines(provider, paint),
  ];
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

/** Where a live run sent its requests, and the budget that kept it from sending more. */
function whereLines({ origin, proxy, budget }: ProviderReport, { target }: Report, paint: Paint): readonly string[] {
  if (target === 'mock' || origin === undefined) return [];
  return [
    paint('gray', `  asked at ${origin}${proxy === undefined ? '' : ` through the proxy ${proxy}`}`),
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

function quirkLines({ quirks }: ProviderReport, paint: Paint): readonly string[] {
  const settled = quirks.filter(({ observed }) => observed !== null);
  if (settled.length === 0) return [];
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

function closingLines(report: Report, paint: Paint, { out }: RenderOptions): readonly string[] {
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
    ...outcomeLines(report, paint),
    ...(report.missing ?? []).map((problem) => paint('red', `Not whole: ${problem}`)),
    `Report: ${out}/report.html`,
  ];
}

/** A line for each outcome, with the ids of its providers. */
function outcomeLines(report: Report, paint: Paint): readonly string[] {
  const named = (provider: ProviderReport): string => {
    const note =
      provider.outcome === 'broken'
        ? plural(countedFindings(provider, report).filter((finding) => counts(finding, report)).length, 'finding')
        : provider.reason;
    return note === undefined ? provider.id : `${provider.id} (${note})`;
  };
  return [...new Set(report.providers.map(({ outcome }) => outcome))]
    .flatMap((outcome) => {
      const { closing, color } = outcomes[outcome];
      return closing === undefined ? [] : [{ outcome, ...closing, color }];
    })
    .toSorted((a, b) => a.place - b.place)
    .map(({ outcome, title, color }) => {
      const providers = report.providers.filter((one) => one.outcome === outcome);
      return paint(color, `${title}: ${providers.map(named).join(', ')}`);
    });
}
