import { styleText } from 'node:util';
import type { Attempt, Exchange } from '../model/exchange.ts';
import type { CaseReport, Outcome, ProviderReport, Report } from '../model/report.ts';
import { cardLines } from './console-card.ts';
import { type Format, groupLines, type Paint } from './console-findings.ts';
import { notSentInWords } from './not-sent.ts';
import { printable } from './printable.ts';
import {
  answerInWords,
  type CaseState,
  countedFindings,
  counts,
  countsOf,
  providerFindings,
  restsOnAssumption,
  stateOf,
} from './reading.ts';
import type { RenderOptions, Reporter } from './reporter.ts';

const marks: Readonly<Record<CaseState, { readonly mark: string; readonly format: Format }>> = {
  held: { mark: '✓', format: 'green' },
  broken: { mark: '✗', format: 'red' },
  warned: { mark: '!', format: 'yellow' },
  observed: { mark: '·', format: 'gray' },
  'no-answer': { mark: '?', format: 'yellow' },
  'not-judged': { mark: '?', format: 'yellow' },
  'not-sent': { mark: '-', format: 'gray' },
};

const outcomeWords: Readonly<Record<Outcome, string>> = {
  held: 'the contract holds',
  broken: 'the contract is broken',
  flaky: 'the contract holds, but only after a retry',
  down: 'the endpoint is down: nothing is known of its contract',
  throttled: 'the host throttles us: the run was ended',
  'credentials-rejected': 'the credentials were rejected: not drift',
  skipped: 'skipped',
  interrupted: 'interrupted',
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const consoleReporter: Reporter = {
  name: 'console',
  render(report, options) {
    // Whether there are colours is told, not found out from the stream that this process happens to have.
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
  const format: Format = provider.outcome === 'held' ? 'green' : provider.outcome === 'broken' ? 'red' : 'yellow';
  const reason = provider.reason === undefined ? '' : ` (${provider.reason})`;
  const shown = provider.cases.filter((one) => verbose || !isLeftOut(one));
  const width = Math.max(0, ...shown.map((one) => one.case.id.length));
  return [
    `${paint('bold', provider.name)}: ${paint(format, outcomeWords[provider.outcome])}${reason}`,
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
    ...quirkLines(provider, paint),
  ];
}

/** What no run of this kind would send says nothing of this run. */
const isLeftOut = ({ exchange: { notSent } }: CaseReport): boolean =>
  notSent === 'not-asked' || notSent === 'mock-only';

function leftOutLines(cases: readonly CaseReport[], paint: Paint): readonly string[] {
  const reasons = new Set(cases.flatMap(({ exchange: { notSent } }) => (notSent === undefined ? [] : [notSent])));
  return [...reasons].map((reason) => {
    const count = cases.filter(({ exchange }) => exchange.notSent === reason).length;
    return paint('gray', `  - ${plural(count, 'case')} not sent: ${notSentInWords[reason]}`);
  });
}

/** Whom a live run has asked. */
function whereLines({ origin, proxy }: ProviderReport, { target }: Report, paint: Paint): readonly string[] {
  if (target === 'mock' || origin === undefined) return [];
  return [paint('gray', `  asked at ${origin}${proxy === undefined ? '' : ` through the proxy ${proxy}`}`)];
}

function caseLine(one: CaseReport, width: number, paint: Paint): string {
  const state = stateOf(one);
  const { mark, format } = marks[state];
  const note = state === 'held' && restsOnAssumption(one) ? ', on an assumption of the mock' : '';
  const attempts = one.exchange.attempts.length > 1 ? `, at attempt ${one.exchange.attempts.length}` : '';
  const claim = one.case.basis === 'observed' ? 'observed' : 'held';
  const words =
    state === 'observed'
      ? 'observed'
      : state === 'not-sent' || state === 'no-answer'
        ? ''
        : `${state === 'warned' ? `${claim}, with a warning` : state}${note}${attempts}`;
  return `  ${paint(format, mark)} ${one.case.id.padEnd(width)}  ${paint('gray', answerInWords(one))}${words && `  ${words}`}`;
}

function quirkLines({ quirks }: ProviderReport, paint: Paint): readonly string[] {
  const settled = quirks.filter(({ observed }) => observed !== null);
  if (settled.length === 0) return [];
  return [
    '  What the documentation leaves open:',
    ...settled.map(({ question, observed, evidence }) => {
      const whose =
        evidence === 'provider' ? 'observed' : evidence === 'mock-documented' ? 'the mock' : 'assumed by the mock';
      return `    ${question} ${observed} ${paint('gray', `(${whose})`)}`;
    }),
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
  const ran = report.providers.filter(({ outcome }) => outcome !== 'skipped');
  const evidence =
    report.target === 'mock'
      ? `: ${totals.held - totals.heldOnAssumption} as documented, ${totals.heldOnAssumption} on assumptions of the mock`
      : '';
  const named = (outcome: Outcome): string =>
    report.providers
      .filter((one) => one.outcome === outcome)
      .map(({ id, reason }) => (reason === undefined ? id : `${id} (${reason})`))
      .join(', ');
  const broken = report.providers
    .filter((one) => one.outcome === 'broken')
    .map(
      (one) =>
        `${one.id} (${plural(countedFindings(one, report).filter((finding) => counts(finding, report)).length, 'finding')})`,
    );
  const others = (['down', 'throttled', 'credentials-rejected', 'flaky', 'interrupted', 'skipped'] as const).filter(
    (outcome) => named(outcome) !== '',
  );
  const extras = [
    totals.observed > 0 ? `${totals.observed} observed` : '',
    totals.unanswered > 0 ? `${totals.unanswered} without an answer` : '',
    totals.notSent > 0 ? `${totals.notSent} not sent` : '',
    waived > 0 ? `${plural(waived, 'finding')} waived` : '',
  ].filter((part) => part !== '');
  return [
    `${paint('bold', `${totals.held} of ${plural(totals.asserted, 'asserted case')} of ${plural(ran.length, 'provider')} held`)}${evidence}.${extras.length > 0 ? ` ${extras.join(', ')}.` : ''}`,
    ...(broken.length > 0 ? [paint('red', `Broken: ${broken.join(', ')}`)] : []),
    ...others.map((outcome) => paint('yellow', `${outcome[0]?.toUpperCase()}${outcome.slice(1)}: ${named(outcome)}`)),
    `Report: ${out}/report.html`,
  ];
}
