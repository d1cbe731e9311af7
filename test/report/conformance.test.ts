import { describe, expect, test } from 'vitest';
import type { Finding, Judgement } from '../../scripts/model/finding.ts';
import type { DraftText } from '../../scripts/model/rule.ts';
import { cardInWords, conformanceOf, excuseOf } from '../../scripts/report/conformance.ts';
import { cardLines } from '../../scripts/report/console-card.ts';
import { exitCodeOf } from '../../scripts/report/exit-code.ts';
import { rfcCard } from '../../scripts/report/html/rfc.ts';
import { countedFindings } from '../../scripts/report/reading.ts';
import { answered, answerWith } from '../support/exchanges.ts';
import { broken, caseReport, finding, held, providerReport, reportOf, ruleBook, unjudged } from './reports.ts';

const deviation = { title: 'Acme: Tokens', what: 'It is called type.' };
const rfcFinding = (more: Partial<Finding> = {}): Finding =>
  finding({
    rule: 'rfc/token-type',
    severity: 'info',
    at: '/token_type',
    expected: 'the type',
    actual: 'nothing',
    source: { title: 'RFC 6749', at: '§5.1', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1' },
    ...more,
  });
const judgements: readonly Judgement[] = [
  held('rfc/success-status'),
  held('rfc/access-token', 'mock-assumed'),
  held('rfc/top-level', 'mock-documented'),
  broken(rfcFinding({ deviation })),
  broken(rfcFinding({ rule: 'rfc/pragma', at: '' }), rfcFinding({ rule: 'rfc/pragma', at: '/b' })),
  unjudged('every token is opaque', 'rfc/jwt-alg'),
];
const provider = providerReport([caseReport()], { judgements });
const onAssumption = providerReport([caseReport([held()], [answered(answerWith({ mockBasis: 'assumed' }))])], {
  judgements,
});

describe('the card', () => {
  test('counts every row, and says why', () => {
    const row = (rule: string, words: string, section: string, url: string) => ({
      rule,
      words,
      section,
      url: `https://www.rfc-editor.org/rfc/${url}`,
      level: 'MUST',
      oauth21: '',
    });
    expect(conformanceOf(provider, ruleBook)).toEqual({
      rows: 6,
      held: 3,
      heldOnAssumption: 1,
      broken: [
        {
          ...row('rfc/token-type', 'token_type must be present', 'RFC 6749 §5.1', 'rfc6749#section-5.1'),
          findings: [rfcFinding({ deviation })],
          documented: deviation,
          onAssumption: false,
        },
        {
          ...row('rfc/pragma', 'a token response must have Pragma: no-cache', 'RFC 6749 §5.1', 'rfc6749#section-5.1'),
          findings: [rfcFinding({ rule: 'rfc/pragma', at: '' }), rfcFinding({ rule: 'rfc/pragma', at: '/b' })],
          documented: undefined,
          onAssumption: false,
        },
      ],
      notJudged: [
        {
          ...row('rfc/jwt-alg', 'a JWT must not have alg none', 'RFC 8725 §3.1', 'rfc8725#section-3.1'),
          why: 'every token is opaque',
        },
      ],
    });
  });

  test('has its rows in the order of the judgements, not of the rules', () => {
    const unknown = (['rfc/pragma', 'rfc/token-type', 'rfc/jwt-alg'] as const).map((rule) => unjudged('down', rule));
    const orderOf = (all: readonly Judgement[]) =>
      conformanceOf({ ...provider, judgements: all }, ruleBook)?.notJudged.map(({ rule }) => rule);
    expect(orderOf(unknown)).toEqual(['rfc/pragma', 'rfc/token-type', 'rfc/jwt-alg']);
    expect(orderOf(unknown.toReversed())).toEqual(['rfc/jwt-alg', 'rfc/token-type', 'rfc/pragma']);
  });

  test('is not there where the RFCs were not asked', () => {
    expect(
      conformanceOf(providerReport([caseReport()], { judgements: [held('run/redirect')] }), ruleBook),
    ).toBeUndefined();
    expect(cardLines(providerReport(), ruleBook, true)).toEqual([]);
  });

  test.each([
    [provider, ['documented by the provider, not conforming', '']],
    [onAssumption, ['documented by the provider, not conforming', 'on an assumption of the mock']],
  ])('says what may excuse a broken row', (one, excuses) => {
    expect(conformanceOf(one, ruleBook)?.broken.map(excuseOf)).toEqual(excuses);
  });

  test.each<[readonly Judgement[], string]>([
    [
      judgements,
      '3 of 6 rows held (1 on assumptions of the mock), 2 broken (1 as documented by the provider), 1 not judged',
    ],
    [[held('rfc/pragma')], '1 of 1 rows held'],
    [[broken(rfcFinding())], '0 of 1 rows held, 1 broken'],
  ])('in words', (all, words) => {
    const card = conformanceOf({ ...provider, judgements: all }, ruleBook);
    expect(card && cardInWords(card)).toBe(words);
  });
});

const lines = [
  '  RFC: 3 of 6 rows held (1 on assumptions of the mock), 2 broken (1 as documented by the provider), 1 not judged',
  '    ! token_type must be present (RFC 6749 §5.1, MUST): expected the type, received nothing; documented by the provider, not conforming',
  '    ! a token response must have Pragma: no-cache (RFC 6749 §5.1, MUST): expected the type, received nothing (and 1 more)',
];

test('the console has one line, and when asked one for each row that is broken or was not judged', () => {
  expect(cardLines(provider, ruleBook, false)).toEqual([
    '  RFC: 3 of 6 rows held (1 on assumptions of the mock), 2 broken (1 as documented by the provider), 1 not judged; --verbose lists them',
  ]);
  expect(cardLines(provider, ruleBook, true)).toEqual([
    ...lines,
    '    ? a JWT must not have alg none (RFC 8725 §3.1): not judged: every token is opaque',
  ]);
});

test('what the draft of OAuth 2.1 makes of a row', () => {
  const pragma = ruleBook['rfc/pragma'] ?? expect.fail();
  const withDraft = (oauth21: DraftText) => ({ ...ruleBook, 'rfc/pragma': { ...pragma, oauth21 } });
  const said = (oauth21: DraftText) => {
    const rules = withDraft(oauth21);
    const row = conformanceOf(provider, rules)?.broken.find(({ rule }) => rule === 'rfc/pragma');
    return [row?.oauth21, cardLines(provider, rules, true).at(-2)?.split('(and 1 more)')[1]];
  };
  expect(said({ change: 'dropped', section: '§3.2.3' })).toEqual([
    'drops it (§3.2.3)',
    '; OAuth 2.1 drops it (§3.2.3)',
  ]);
  expect(said({ change: 'kept', section: '§3.2' })).toEqual(['keeps it (§3.2)', '']);
  expect(said({ change: 'changed', section: '§2.4.1', instead: 'Basic may be supported' })).toEqual([
    'changes it (§2.4.1): Basic may be supported',
    '; OAuth 2.1 changes it (§2.4.1): Basic may be supported',
  ]);
  const page = String(rfcCard(provider, withDraft({ change: 'dropped', section: '§3.2.3' }), 'advise'));
  expect(page).toContain('OAuth 2.1 is draft-ietf-oauth-v2-1-16');
  expect(page).toContain('<td class="quiet">drops it (§3.2.3)</td>');
  expect(page).toContain('<td class="quiet">says nothing of it</td>');
});

test('a provider of which nothing is known has no list of reasons', () => {
  expect(cardLines({ ...provider, judgements: [unjudged('down', 'rfc/pragma')] }, ruleBook, true)).toEqual([
    '  RFC: no row could be judged',
  ]);
});

describe('what counts', () => {
  const severe = (['error', 'warning', 'info'] as const).map((severity, index) =>
    broken(rfcFinding({ severity, fingerprint: `00000000000${index}` })),
  );
  const one = providerReport([caseReport()], { judgements: severe });

  test.each(['error', 'warning', 'info'] as const)('under advise nothing of the RFCs, with --fail-on %s', (failOn) => {
    const report = reportOf([one], { rfc: 'advise' });
    expect(exitCodeOf(report, failOn)).toBe(0);
    expect(countedFindings(one, report)).toEqual([]);
  });

  test.each([
    ['error', 'error', 1],
    ['warning', 'error', 0],
    ['warning', 'warning', 1],
    ['info', 'warning', 0],
    ['info', 'info', 1],
  ] as const)('under enforce an %s, with --fail-on %s, makes %i', (severity, failOn, exitCode) => {
    const judged = providerReport([caseReport()], { judgements: [broken(rfcFinding({ severity }))] });
    expect(exitCodeOf(reportOf([judged], { rfc: 'enforce' }), failOn)).toBe(exitCode);
  });

  test('under enforce errors and warnings are shown one by one', () => {
    expect(countedFindings(one, reportOf([one], { rfc: 'enforce' })).map(({ severity }) => severity)).toEqual([
      'error',
      'warning',
    ]);
  });

  test('what others say counts under both', () => {
    const docs = providerReport([caseReport([broken(finding({ severity: 'info' }))])]);
    expect(countedFindings(docs, reportOf([docs]))).toHaveLength(1);
  });
});
