import { styleText } from 'node:util';
import type { Attempt, Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { CaseReport, Outcome, ProviderReport, Report } from '../model/report.ts';
import { rules } from '../protocol/rules.ts';
import { answerInWords, type CaseState, countsOf, providerFindings, restsOnAssumption, stateOf } from './reading.ts';
import type { RenderOptions, Reporter } from './reporter.ts';

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

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
    const paint: Paint = options.colors ? (format, text) => styleText(format, text) : (_, text) => text;
    return [
      ...report.providers.flatMap((provider) => [...providerLines(provider, paint, options), '']),
      ...closingLines(report, paint, options),
      '',
    ].join('\n');
  },
};

function providerLines(provider: ProviderReport, paint: Paint, { verbose }: RenderOptions): readonly string[] {
  const format: Format = provider.outcome === 'held' ? 'green' : provider.outcome === 'broken' ? 'red' : 'yellow';
  const reason = provider.reason === undefined ? '' : ` (${provider.reason})`;
  const width = Math.max(0, ...provider.cases.map((one) => one.case.id.length));
  return [
    `${paint('bold', provider.name)}: ${paint(format, outcomeWords[provider.outcome])}${reason}`,
    ...provider.cases.flatMap((one) => [
      caseLine(one, width, paint),
      ...(verbose ? exchangeLines(one.exchange).map((line) => paint('gray', `      ${line}`)) : []),
    ]),
    ...providerFindings(provider).flatMap((finding) => ['', ...findingLines(finding, paint)]),
    ...quirkLines(provider, paint),
  ];
}

function caseLine(one: CaseReport, width: number, paint: Paint): string {
  const state = stateOf(one);
  const { mark, format } = marks[state];
  const note = state === 'held' && restsOnAssumption(one) ? ', on an assumption of the mock' : '';
  const attempts = one.exchange.attempts.length > 1 ? `, at the ${one.exchange.attempts.length}th attempt` : '';
  const words =
    state === 'observed'
      ? 'observed'
      : state === 'not-sent' || state === 'no-answer'
        ? ''
        : `${state === 'warned' ? 'held, with a warning' : state}${note}${attempts}`;
  return `  ${paint(format, mark)} ${one.case.id.padEnd(width)}  ${paint('gray', answerInWords(one))}${words && `  ${words}`}`;
}

function findingLines(
  { rule, severity, at, case: id, expected, actual, source, fingerprint }: Finding,
  paint: Paint,
): readonly string[] {
  const says = source && [source.title, source.at, source.url].filter((part) => part !== undefined).join(', ');
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['case', id],
    ['where', at === '' ? 'the whole answer' : at],
    ['expected', expected],
    ['received', actual],
    ['says', says],
    ['finding', fingerprint],
  ];
  const words: Readonly<Record<string, string>> = rules;
  return [
    `  ${paint(severity === 'error' ? 'red' : 'yellow', `${severity} ${rule}`)}: ${words[rule] ?? rule}`,
    ...rows.flatMap(([name, value]) =>
      value === undefined ? [] : [`      ${paint('gray', name.padEnd(9))} ${value}`],
    ),
  ];
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
  const counts = countsOf(report);
  const ran = report.providers.filter(({ outcome }) => outcome !== 'skipped');
  const evidence =
    report.target === 'mock'
      ? `: ${counts.held - counts.heldOnAssumption} as documented, ${counts.heldOnAssumption} on assumptions of the mock`
      : '';
  const named = (outcome: Outcome): string =>
    report.providers
      .filter((one) => one.outcome === outcome)
      .map(({ id, reason }) => (reason === undefined ? id : `${id} (${reason})`))
      .join(', ');
  const broken = report.providers
    .filter((one) => one.outcome === 'broken')
    .map((one) => `${one.id} (${plural(providerFindings(one).length, 'finding')})`);
  const others = (['down', 'throttled', 'credentials-rejected', 'flaky', 'interrupted', 'skipped'] as const).filter(
    (outcome) => named(outcome) !== '',
  );
  const extras = [
    counts.observed > 0 ? `${counts.observed} observed` : '',
    counts.unanswered > 0 ? `${counts.unanswered} without an answer` : '',
    counts.notSent > 0 ? `${counts.notSent} not sent` : '',
  ].filter((part) => part !== '');
  return [
    `${paint('bold', `${counts.held} of ${plural(counts.asserted, 'asserted case')} of ${plural(ran.length, 'provider')} held`)}${evidence}.${extras.length > 0 ? ` ${extras.join(', ')}.` : ''}`,
    ...(broken.length > 0 ? [paint('red', `Broken: ${broken.join(', ')}`)] : []),
    ...others.map((outcome) => paint('yellow', `${outcome[0]?.toUpperCase()}${outcome.slice(1)}: ${named(outcome)}`)),
    `Report: ${out}/report.json`,
  ];
}
