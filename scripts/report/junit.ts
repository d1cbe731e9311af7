import type { Attempt } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { type ChangeGroup, ruleInWords } from './changes.ts';
import { bytesOf, fitted, type Part } from './fitted.ts';
import { changeSentence, type Headline, weightyChanges, worstFirst } from './headline.ts';
import { outcomes } from './outcomes.ts';
import { printable } from './printable.ts';
import { counts, errorsOf, findingsOf, hasScriptError } from './reading.ts';
import type { Background, Reporter } from './reporter.ts';
import { runProblems, stoppedHeadline } from './stopped.ts';
import { citationInOneLine, cutTo, lastSentInWords, notSentReasons, placeInWords } from './wording.ts';
import { cdata, element, text } from './xml.ts';

/** The size of the file, in bytes. GitLab reads no report that is larger than 10 MB. */
const most = 9_500_000;
/** What one test may say, in bytes; less if the file would become too large. */
const longestText = 64_000;
const longestMessage = 500;

/**
 * JUnit XML as Jenkins and GitLab read it: a suite per provider, a test case per case. Jenkins shows the `message` of a result,
 * GitLab its text: what happened stands first in both.
 */
export const junit: Reporter = {
  name: 'junit',
  file: 'junit.xml',
  render(report, background) {
    const safe = printable(report);
    const groups = groupsOf(safe, background);
    let textSize = longestText;
    let xml = render(safe, groups, textSize);
    while (bytesOf(xml) > most && textSize > 1) {
      textSize = Math.floor(textSize / 2);
      xml = render(safe, groups, textSize);
    }
    return xml;
  },
};

/** The tests of one suite. */
interface Group {
  readonly id: string;
  readonly name: string;
  readonly tests: readonly Test[];
}

function groupsOf(report: Report, background: Background): readonly Group[] {
  const stopped = stoppedHeadline(report);
  const ofRun = stopped && { id: 'run', name: report.tool, tests: [stoppedTest(report, stopped)] };
  const ofProviders = worstFirst(report, background).map(({ provider, headline }) => ({
    id: provider.id,
    name: provider.name,
    tests: withUniqueNames(testsOf(provider, headline, report, background.rules)),
  }));
  return [...(ofRun === undefined ? [] : [ofRun]), ...ofProviders];
}

function render(report: Report, groups: readonly Group[], textSize: number): string {
  const suites = groups.map((group) => suiteOf(group, report, textSize));
  const sum = (of: (counted: Suite) => number): number => suites.reduce((total, one) => total + of(one), 0);
  const attributes = {
    name: report.tool,
    tests: sum(({ tests }) => tests),
    failures: sum(({ failures }) => failures),
    errors: sum(({ errors }) => errors),
    time: seconds(report.ms),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'testsuites',
    attributes,
    suites.map(({ xml }) => xml),
  )}\n`;
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Each test case has exactly one result. With two, a reader of the file could pick the milder one. */
type Result =
  | { readonly kind: 'passed' }
  | {
      readonly kind: 'failure' | 'error' | 'skipped';
      readonly type: string;
      readonly message: string;
      /** Follows the message in the text. */
      readonly details: readonly Part[];
    };

interface Test {
  readonly name: string;
  readonly ms: number;
  readonly result: Result;
  readonly log: string;
}

function suiteOf({ id, name, tests }: Group, report: Report, textSize: number): Suite {
  const count = (kind: Result['kind']): number => tests.filter(({ result }) => result.kind === kind).length;
  const counted = { tests: tests.length, failures: count('failure'), errors: count('error') };
  const attributes = {
    name,
    ...counted,
    skipped: count('skipped'),
    time: seconds(tests.reduce((total, { ms }) => total + ms, 0)),
    timestamp: report.startedAt.slice(0, 19),
  };
  return {
    ...counted,
    xml: element(
      'testsuite',
      attributes,
      tests.map((one) => testcase(one, id, textSize)),
    ),
  };
}

/** GitLab drops a test that has the name of another one. */
function withUniqueNames(tests: readonly Test[]): readonly Test[] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const nth = (seen.get(test.name) ?? 0) + 1;
    seen.set(test.name, nth);
    return nth === 1 ? test : { ...test, name: `${test.name} (${nth})` };
  });
}

const stoppedTest = (report: Report, { sentence }: Headline): Test => ({
  name: 'run',
  ms: report.ms,
  result: {
    kind: 'error',
    type: report.stopped?.kind ?? 'missing-shards',
    message: sentence,
    details: runProblems(report).map((text) => ({ text, findings: 0 })),
  },
  log: '',
});

const skippedBecause = (message: string): Result => ({ kind: 'skipped', type: 'skipped', message, details: [] });

function testsOf(provider: ProviderReport, headline: Headline, report: Report, rules: RuleBook): readonly Test[] {
  const changes = weightyChanges(provider, report);
  const changeOf = new Map(
    changes.flatMap((change) => change.findings.map(({ fingerprint }) => [fingerprint, change] as const)),
  );
  const about: About = { provider, headline, report, rules, changes, changeOf };
  const cases = provider.cases.map(
    (one): Test => ({
      name: one.case.id,
      ms: one.exchange.attempts.reduce((total, { ms }) => total + ms, 0),
      result: resultOf(one, about),
      log: one.exchange.attempts.length > 1 ? one.exchange.attempts.map(attemptInWords).join('\n') : '',
    }),
  );
  const whole = errorsOf({ ...provider, cases: [] }, report);
  const wide: readonly Test[] =
    whole.length > 0
      ? [{ name: `${provider.id} (all cases together)`, ms: 0, result: failureOf(whole, about), log: '' }]
      : provider.cases.length === 0
        ? [{ name: provider.id, ms: 0, result: skippedBecause(headline.sentence), log: '' }]
        : [];
  return [...cases, ...wide];
}

/** What it takes to write about one case of a provider. */
interface About {
  readonly provider: ProviderReport;
  readonly headline: Headline;
  readonly report: Report;
  readonly rules: RuleBook;
  /** Those that make the run fail. */
  readonly changes: readonly ChangeGroup[];
  /** By fingerprint. */
  readonly changeOf: ReadonlyMap<string, ChangeGroup>;
}

function resultOf(one: CaseReport, about: About): Result {
  const { provider, headline, report } = about;
  const { attempts, notSent, scriptError, inconclusive } = one.exchange;
  if (scriptError !== undefined)
    return { kind: 'error', type: 'script', message: headline.sentence, details: [{ text: scriptError, findings: 0 }] };
  const findings = findingsOf(one);
  const errors = findings.filter((finding) => finding.severity === 'error' && counts(finding, report));
  if (errors.length > 0) return failureOf(errors, about);
  const last = attempts.at(-1);
  if (last === undefined)
    return skippedBecause(
      `not sent: ${notSent === undefined ? provider.outcome : `${notSentReasons[notSent]}${lastSentInWords(one)}`}`,
    );
  if (inconclusive === 'interrupted') return skippedBecause(headline.sentence);
  if (inconclusive !== undefined || last.kind === 'failed') {
    const isOfProvider =
      outcomes[provider.outcome].learnt === 'rejected' || outcomes[provider.outcome].learnt === 'unreachable';
    return {
      kind: 'error',
      type: inconclusive ?? (last.kind === 'failed' ? last.failure : 'down'),
      message: isOfProvider
        ? headline.sentence
        : `${provider.name}: ${inconclusive ?? 'no answer'}, which is not drift.`,
      details: [{ text: attempts.map(attemptInWords).join('\n'), findings: 0 }],
    };
  }
  const waived = findings.find(({ severity, waiver }) => severity === 'error' && waiver !== undefined);
  if (waived?.waiver !== undefined)
    return skippedBecause(`waived until ${waived.waiver.expires}: ${waived.waiver.reason}`);
  return one.case.basis === 'observed' ? skippedBecause('recorded, not judged') : { kind: 'passed' };
}

/** The sentence about the provider where it is about one of these findings, otherwise one about the first of them. */
function failureOf(findings: readonly Finding[], { provider, headline, rules, changes, changeOf }: About): Result {
  const [first] = findings;
  const own = findings.flatMap(({ fingerprint }) => changeOf.get(fingerprint) ?? []);
  const [lead] = changes;
  const change = lead !== undefined && own.includes(lead) ? lead : own[0];
  const isHeadline = provider.outcome === 'broken' && !provider.cases.some(hasScriptError) && change === lead;
  return {
    kind: 'failure',
    type: first?.rule ?? '',
    message: isHeadline || change === undefined ? headline.sentence : changeSentence(provider.name, change, rules),
    details: findings.map((finding) => ({ text: findingInWords(finding, rules), findings: 1 })),
  };
}

function findingInWords(finding: Finding, rules: RuleBook): string {
  const { rule, at, expected, actual, source, fingerprint } = finding;
  return [
    `${rule}: ${ruleInWords(finding, rules)}`,
    `  where     ${placeInWords(at)}`,
    `  expected  ${expected}`,
    `  received  ${actual}`,
    ...(source === undefined ? [] : [`  says      ${citationInOneLine(source)}`]),
    `  finding   ${fingerprint}`,
  ].join('\n');
}

const attemptInWords = (attempt: Attempt, index: number): string =>
  `attempt ${index + 1}, ${attempt.ms} ms: ${
    attempt.kind === 'failed' ? `${attempt.failure}: ${attempt.detail}` : `status ${attempt.answer.status}`
  }`;

function testcase({ name, ms, result, log }: Test, classname: string, textSize: number): string {
  return element('testcase', { name, classname, time: seconds(ms) }, [
    ...(result.kind === 'passed' ? [] : [resultElement(result, textSize)]),
    ...(log === '' ? [] : [element('system-out', {}, [text(cutTo(textSize, log))])]),
  ]);
}

function resultElement({ kind, type, message: whole, details }: Exclude<Result, { kind: 'passed' }>, textSize: number) {
  const message = cutTo(Math.min(longestMessage, textSize), whole);
  const said = fitted([{ text: message, findings: 0 }, ...details], textSize, '\n\n', 'report.html');
  return element(kind, kind === 'skipped' ? { message } : { type, message }, [cdata(said)]);
}
