import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { junit } from '../../scripts/report/junit.ts';
import { answered, answerWith, failed, jsonAnswer, observedCase, refusalCase } from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf } from './reports.ts';
import { everything, hostile, hostileText, plainOptions, unprintable } from './samples.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Throws for XML 1.0 that is not well-formed. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const path: Element[] = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const element: Element = { name, attributes, children: [], text: '' };
    path.at(-1)?.children.push(element);
    path.push(element);
  });
  parser.on('closetag', () => void path.pop());
  const addText = (text: string): void => {
    const open = path.at(-1);
    if (open !== undefined) open.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(xml).close();
  return root.children[0] ?? expect.fail('no element');
}

const int = /^\d+$/;
const decimal = /^\d+\.\d{3}$/;
const any = /^/;
interface Rule {
  readonly attributes: Readonly<Record<string, RegExp>>;
  readonly children: readonly string[];
}
/** The elements and attributes that Jenkins (its junit-10.xsd) and GitLab both read. All that are listed are required. */
const schema: Readonly<Record<string, Rule>> = {
  testsuites: {
    attributes: { name: any, tests: int, failures: int, errors: int, time: decimal },
    children: ['testsuite'],
  },
  testsuite: {
    attributes: {
      name: any,
      tests: int,
      failures: int,
      errors: int,
      skipped: int,
      time: decimal,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
    },
    children: ['testcase'],
  },
  testcase: {
    attributes: { name: /./, classname: /./, time: decimal },
    children: ['failure', 'error', 'skipped', 'system-out'],
  },
  failure: { attributes: { type: /./, message: /./ }, children: [] },
  error: { attributes: { type: /./, message: /./ }, children: [] },
  skipped: { attributes: { message: /./ }, children: [] },
  'system-out': { attributes: {}, children: [] },
};

function problemsOf(element: Element): readonly string[] {
  const rule = schema[element.name];
  if (rule === undefined) return [`unknown element ${element.name}`];
  const { attributes, children } = element;
  return [
    ...Object.entries(rule.attributes).flatMap(([name, pattern]) =>
      pattern.test(attributes[name] ?? '\u0000') ? [] : [`${element.name}/@${name} is ${attributes[name]}`],
    ),
    ...Object.keys(attributes)
      .filter((name) => rule.attributes[name] === undefined)
      .map((name) => `${element.name} has @${name}`),
    ...children.filter(({ name }) => !rule.children.includes(name)).map(({ name }) => `${name} in ${element.name}`),
    ...children.flatMap(problemsOf),
  ];
}

const render = (report: Report): Element => parse(junit.render(report, plainOptions));
const testcases = (report: Report): readonly Element[] => render(report).children.flatMap(({ children }) => children);
const resultsOf = (report: Report) =>
  testcases(report).map(({ attributes, children }) => [attributes['name'], ...children.map(({ name }) => name)]);
const sum = (elements: readonly Element[], name: string): number =>
  elements.reduce((total, { attributes }) => total + Number(attributes[name]), 0);

test.each([
  ['everything', everything],
  ['a hostile provider', hostile],
  ['no provider', reportOf([])],
])('is what Jenkins and GitLab read: %s', (_, report) => {
  const root = render(report);
  expect(problemsOf(root)).toEqual([]);
  const results = root.children.flatMap(({ children }) => children).flatMap(({ children }) => children);
  for (const [attribute, name] of [
    ['failures', 'failure'],
    ['errors', 'error'],
  ] as const) {
    const count = results.filter((one) => one.name === name).length;
    expect([sum([root], attribute), sum(root.children, attribute)]).toEqual([count, count]);
  }
  expect(sum([root], 'tests')).toBe(root.children.flatMap(({ children }) => children).length);
});

test('one suite a provider, one case a case, one result a case', () => {
  expect(render(everything).children.map(({ attributes }) => attributes)).toMatchObject([
    { name: 'Acme', tests: '4', failures: '1', errors: '0', skipped: '2' },
    { name: 'Bravo', tests: '1', failures: '0', errors: '1', skipped: '0' },
    { name: 'Carol', tests: '1', failures: '0', errors: '0', skipped: '0' },
    { name: 'Delta', tests: '1', failures: '0', errors: '0', skipped: '1' },
  ]);
  expect(resultsOf(everything)).toEqual([
    ['acme/token', 'failure', 'system-out'],
    ['acme/unknown-client'],
    ['acme/missing-parameter-client-id', 'skipped'],
    ['acme/extra-parameter', 'skipped'],
    ['acme/token', 'error'],
    ['acme/token'],
    ['delta', 'skipped'],
  ]);
});

test('a failure says where, expected, received, who says so, and the fingerprint', () => {
  const [failure] = testcases(reportOf([providerReport([caseReport([broken()])])]))[0]?.children ?? [];
  expect(failure?.text).toBe(
    [
      'Acme departs from its documentation: expected status 200, received status 404 (acme/token).',
      '',
      'docs/status: the status is not the documented one',
      '  where     the whole answer',
      '  expected  status 200',
      '  received  status 404',
      '  says      Acme: Tokens, Response, https://docs.acme.test/tokens',
      '  finding   2ab6df462551',
    ].join('\n'),
  );
  expect(failure?.attributes).toEqual({
    type: 'docs/status',
    message: 'Acme departs from its documentation: expected status 200, received status 404 (acme/token).',
  });
});

describe('results', () => {
  const waiver = { reason: 'known', expires: '2026-12-31' };
  const inOneCase = (...args: Parameters<typeof caseReport>) =>
    resultsOf(reportOf([providerReport([caseReport(...args)])]))[0]?.slice(1);
  test.each<[string, readonly (string | undefined)[] | undefined, readonly string[]]>([
    ['held', inOneCase(), []],
    ['a warning', inOneCase([broken(finding({ severity: 'warning' }))]), []],
    ['a check that held after one that did not', inOneCase([broken(), held('docs/schema')]), ['failure']],
    [
      'a retry that was answered, and is wrong',
      inOneCase([broken()], [failed('reset'), answered()]),
      ['failure', 'system-out'],
    ],
    ['a retry that held', inOneCase([held()], [failed('reset'), answered()]), ['system-out']],
    ['an answer, then none', inOneCase([held()], [answered(), failed('reset')]), ['error', 'system-out']],
    ['no answer', inOneCase([], [failed('dns')]), ['error']],
    ['down', inOneCase([], [answered(jsonAnswer(503, {}))], { inconclusive: 'down' }), ['error']],
    ['rejected', inOneCase([], [answered(jsonAnswer(401, {}))], { inconclusive: 'credentials-rejected' }), ['error']],
    ['a bound that was passed', inOneCase([broken()], [failed('too-large')]), ['failure']],
    ['not sent', inOneCase([], [], { one: observedCase, notSent: 'not-asked' }), ['skipped']],
    ['waived', inOneCase([broken(finding({ waiver }))]), ['skipped']],
    ['waived, and something else', inOneCase([broken(finding({ waiver }), finding())]), ['failure']],
    ['advice of the RFCs', inOneCase([broken(finding({ rule: 'rfc/scope' }))]), []],
    ['a script that threw', inOneCase([], [answered()], { scriptError: answerWith().statusText }), ['error']],
  ])('%s', (_, results, expected) => {
    expect(results).toEqual(expected);
  });

  test('an error of the provider as a whole is a case of its own', () => {
    const report = reportOf([
      providerReport([caseReport([], [answered()], { one: refusalCase })], { judgements: [broken()] }),
    ]);
    expect(resultsOf(report)).toEqual([['acme/unknown-client'], ['acme (all cases together)', 'failure']]);
  });
});

test('a hostile provider: inert, and nothing of it lost but what XML cannot hold', () => {
  const xml = junit.render(hostile, plainOptions);
  expect(xml).not.toMatch(unprintable);
  expect(xml).not.toContain('\ufffe');
  const [failure] = testcases(hostile)[0]?.children ?? [];
  expect(failure?.text).toContain(hostileText.slice(0, hostileText.indexOf('\n')));
  expect(failure?.text).toContain(']]>');
  expect(failure?.text).toContain('\\u202eevil');
});

/** How GitLab reads a report: the text of an element only, and of two tests with the same class and name one is dropped. */
function asGitLab(report: Report) {
  const tests = render(report).children.flatMap(({ children }) => children);
  const byName = new Map(
    tests.map(({ attributes, children }) => {
      const { classname = '', name = '' } = attributes;
      const result = children.find((child) => child.name !== 'system-out');
      const status = { failure: 'failed', error: 'error', skipped: 'skipped' }[result?.name ?? ''] ?? 'success';
      return [`${classname} ${name}`, { suite: classname, name, status, output: result?.text.split('\n')[0] }] as const;
    }),
  );
  return { dropped: tests.length - byName.size, tests: [...byName.values()] };
}

/** How Jenkins reads it: the message. */
const asJenkins = (report: Report) =>
  testcases(report).map(({ attributes, children }) => {
    const result = children.find((child) => child.name !== 'system-out');
    return `${attributes['classname']} ${attributes['name']} ${result?.attributes['message'] ?? 'passed'}`;
  });

test('both readers show what happened', () => {
  const shown = [
    ['acme', 'acme/token', 'failed', /^Acme departs from its documentation: \/expires_in/],
    ['acme', 'acme/unknown-client', 'success', /^undefined$/],
    ['acme', 'acme/missing-parameter-client-id', 'skipped', /^waived until 2026-12-31: known HOSTILE$/],
    ['acme', 'acme/extra-parameter', 'skipped', /^not sent: only recorded, and only with --observe$/],
    ['bravo', 'acme/token', 'error', /^Bravo gave no usable answer \(refused: HOSTILE\)\.$/],
    ['carol', 'acme/token', 'success', /^undefined$/],
    ['delta', 'delta', 'skipped', /^Delta was not run \(not configured\)\.$/],
  ] as const;
  const { dropped, tests } = asGitLab(everything);
  expect(dropped).toBe(0);
  for (const [index, [suite, name, status, output]] of shown.entries()) {
    expect(tests[index]).toMatchObject({ suite, name, status });
    expect(String(tests[index]?.output)).toMatch(output);
    const message = status === 'success' ? 'passed' : tests[index]?.output;
    expect(asJenkins(everything)[index]).toBe(`${suite} ${name} ${message}`);
  }
});

test('an observed case is recorded, not judged', () => {
  const report = reportOf([providerReport([caseReport([held()], [answered()], { one: observedCase })])]);
  expect(asGitLab(report).tests).toMatchObject([{ status: 'skipped', output: 'recorded, not judged' }]);
});

test('two tests never share a name', () => {
  const report = reportOf([providerReport([caseReport(), caseReport()])]);
  expect(asGitLab(report)).toMatchObject({ dropped: 0, tests: [{ name: 'acme/token' }, { name: 'acme/token (2)' }] });
});

describe('never 10 MB', () => {
  const long = '<&>'.repeat(300);
  const many = Array.from({ length: 500 }, (_, index) =>
    broken(finding({ at: `/m${index}`, expected: long, actual: long, change: `m${index}` })),
  );

  test('500 findings of one case: cut between them, and counted', () => {
    const report = reportOf([providerReport([caseReport(many)], { outcome: 'broken' })]);
    const [failure] = testcases(report)[0]?.children ?? [];
    const shown = failure?.text.match(/^docs\/status: /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(10);
    expect(failure?.text.endsWith(`\n\n${500 - shown} more findings: see report.html.`)).toBe(true);
    expect(failure?.attributes['message']?.length).toBeLessThanOrEqual(500);
  });

  test('5000 cases with 2 findings each', () => {
    const cases = Array.from({ length: 5000 }, () => caseReport(many.slice(0, 2)));
    const report = reportOf([providerReport(cases, { outcome: 'broken' })]);
    const xml = junit.render(report, plainOptions);
    expect(Buffer.byteLength(xml)).toBeLessThan(10_000_000);
    expect(xml.match(/<testcase /g)).toHaveLength(5000);
  });
});
