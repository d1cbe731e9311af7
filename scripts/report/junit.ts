import type { Attempt } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { CaseReport, ProviderReport, Report } from '../model/report.ts';
import type { RuleBook } from '../model/rule.ts';
import { ruleInWords } from './changes.ts';
import { printable } from './printable.ts';
import { counts, errorsOf, findingsOf } from './reading.ts';
import type { Reporter } from './reporter.ts';
import { citationInOneLine, lastSentInWords, notSentReasons, placeInWords } from './wording.ts';
import { cdata, element, text } from './xml.ts';

/** JUnit XML as Jenkins and GitLab read it: a suite per provider, a test case per case. */
export const junit: Reporter = {
  name: 'junit',
  file: 'junit.xml',
  render(report, { rules }) {
    const safe = printable(report);
    const suites = safe.providers.map((provider) => suite(provider, safe, rules));
    const sum = (of: (counted: Suite) => number): number => suites.reduce((total, one) => total + of(one), 0);
    const attributes = {
      name: safe.tool,
      tests: sum(({ tests }) => tests),
      failures: sum(({ failures }) => failures),
      errors: sum(({ errors }) => errors),
      time: seconds(safe.ms),
    };
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
      'testsuites',
      attributes,
      suites.map(({ xml }) => xml),
    )}\n`;
  },
};

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
  | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly text: string }
  | { readonly kind: 'skipped'; readonly message: string };

interface Test {
  readonly name: string;
  readonly ms: number;
  readonly result: Result;
  readonly log: string;
}

function suite(provider: ProviderReport, report: Report, rules: RuleBook): Suite {
  const tests = testsOf(provider, report, rules);
  const count = (kind: Result['kind']): number => tests.filter(({ result }) => result.kind === kind).length;
  const counted = { tests: tests.length, failures: count('failure'), errors: count('error') };
  const attributes = {
    name: provider.name,
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
      tests.map((one) => testcase(one, provider.id)),
    ),
  };
}

function testsOf(provider: ProviderReport, report: Report, rules: RuleBook): readonly Test[] {
  const cases = provider.cases.map(
    (one): Test => ({
      name: one.case.id,
      ms: one.exchange.attempts.reduce((total, { ms }) => total + ms, 0),
      result: resultOf(one, provider, report, rules),
      log: one.exchange.attempts.length > 1 ? one.exchange.attempts.map(attemptInWords).join('\n') : '',
    }),
  );
  const whole = errorsOf({ ...provider, cases: [] }, report);
  const wide: readonly Test[] =
    whole.length > 0
      ? [{ name: `${provider.id} (all cases together)`, ms: 0, result: failureOf(whole, rules), log: '' }]
      : provider.cases.length === 0
        ? [
            {
              name: provider.id,
              ms: 0,
              result: { kind: 'skipped', message: provider.reason ?? provider.outcome },
              log: '',
            },
          ]
        : [];
  return [...cases, ...wide];
}

function resultOf(one: CaseReport, provider: ProviderReport, report: Report, rules: RuleBook): Result {
  const { attempts, notSent, scriptError, inconclusive } = one.exchange;
  if (scriptError !== undefined)
    return { kind: 'error', type: 'script', message: 'a script of the collection threw', text: scriptError };
  const findings = findingsOf(one);
  const errors = findings.filter((finding) => finding.severity === 'error' && counts(finding, report));
  if (errors.length > 0) return failureOf(errors, rules);
  const last = attempts.at(-1);
  if (last === undefined)
    return {
      kind: 'skipped',
      message: `not sent: ${notSent === undefined ? provider.outcome : `${notSentReasons[notSent]}${lastSentInWords(one)}`}`,
    };
  if (inconclusive === 'interrupted') return { kind: 'skipped', message: 'interrupted' };
  if (inconclusive !== undefined || last.kind === 'failed')
    return {
      kind: 'error',
      type: inconclusive ?? (last.kind === 'failed' ? last.failure : 'down'),
      message: `${inconclusive ?? 'no answer'}: not drift`,
      text: attempts.map(attemptInWords).join('\n'),
    };
  const waived = findings.find(({ severity, waiver }) => severity === 'error' && waiver !== undefined);
  return waived?.waiver === undefined
    ? { kind: 'passed' }
    : { kind: 'skipped', message: `waived until ${waived.waiver.expires}: ${waived.waiver.reason}` };
}

function failureOf(findings: readonly Finding[], rules: RuleBook): Result {
  const [first] = findings;
  return {
    kind: 'failure',
    type: first?.rule ?? '',
    message: findings.map((finding) => `${finding.rule}: ${ruleInWords(finding, rules)}`).join('; '),
    text: findings.map(findingInWords).join('\n\n'),
  };
}

function findingInWords({ rule, at, expected, actual, source, fingerprint }: Finding): string {
  return [
    rule,
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

function testcase({ name, ms, result, log }: Test, classname: string): string {
  const inner =
    result.kind === 'passed'
      ? []
      : result.kind === 'skipped'
        ? [element('skipped', { message: result.message }, [])]
        : [element(result.kind, { type: result.type, message: result.message }, [cdata(result.text)])];
  return element('testcase', { name, classname, time: seconds(ms) }, [
    ...inner,
    ...(log === '' ? [] : [element('system-out', {}, [text(log)])]),
  ]);
}
