import { describe, expect, test } from 'vitest';
import type { Finding } from '../../scripts/model/finding.ts';
import type { HistoryEntry, Outcome, ProviderReport } from '../../scripts/model/report.ts';
import { type NightlyAction, nightlyActions, type OpenIssue } from '../../scripts/report/nightly.ts';
import { readState, withState } from '../../scripts/report/nightly-state.ts';
import { broken, caseReport, finding, providerReport, reportOf, ruleBook } from './reports.ts';
import { historyOf, hostile } from './samples.ts';

const today = '2026-01-02';
const first = finding();
const second = finding({ at: '/scope', fingerprint: '5ffda2446f96', change: 'scope' });
const drifted = (...findings: readonly [Finding, ...Finding[]]): ProviderReport =>
  providerReport([caseReport([broken(...findings)])], { outcome: 'broken' });
const ended = (outcome: Outcome): ProviderReport => providerReport([], { outcome });
const issue = (fingerprints: readonly string[], commented: string, more: Partial<OpenIssue> = {}): OpenIssue => ({
  number: 7,
  labels: ['token-contract', 'token-contract: acme'],
  body: withState('Acme drifted.', { fingerprints, commented }),
  ...more,
});

const noHistory = { history: [], rules: ruleBook };
const decide = (
  provider: ProviderReport,
  { issues = [], history = [] }: { issues?: readonly OpenIssue[]; history?: readonly HistoryEntry[] } = {},
): readonly NightlyAction[] => nightlyActions(reportOf([provider]), { history, rules: ruleBook }, issues);
/** A line of the history. */
const entryAt = (at: string, outcome: Outcome): HistoryEntry => ({
  format: 1,
  at,
  target: 'sandbox',
  provider: 'acme',
  outcome,
  findings: { error: 0, warning: 0, info: 0 },
  fingerprints: [],
});
const kinds = (actions: readonly NightlyAction[]) => actions.map(({ kind }) => kind);

describe('a night', () => {
  const known = issue([first.fingerprint], '2026-01-01');
  const waived = { ...first, waiver: { reason: 'known', expires: '2026-12-31' } };
  test.each<[string, readonly NightlyAction[], readonly string[]]>([
    ['the first drift opens', decide(drifted(first)), ['open']],
    ['the same drift comments the next day', decide(drifted(first), { issues: [known] }), ['comment']],
    ['but once a day', decide(drifted(first), { issues: [issue([first.fingerprint], today)] }), []],
    [
      'what is new is told at once',
      decide(drifted(first, second), { issues: [issue([first.fingerprint], today)] }),
      ['comment'],
    ],
    [
      'what went and came back is not new',
      decide(drifted(first), { issues: [issue([first.fingerprint, 'x'], today)] }),
      [],
    ],
    ['recovery closes', decide(ended('held'), { issues: [known] }), ['close']],
    ['held after a retry is recovery too', decide(ended('flaky'), { issues: [known] }), ['close']],
    ['nothing to close', decide(ended('held')), []],
    ['down once is no news', decide(ended('down'), { history: historyOf('acme', ['held']) }), []],
    ['down on the first night of all', decide(ended('down')), []],
    ['down twice in a row warns', decide(ended('down'), { history: historyOf('acme', ['held', 'down']) }), ['open']],
    [
      'throttled after down is the same',
      decide(ended('throttled'), { history: historyOf('acme', ['down']) }),
      ['open'],
    ],
    [
      'an interrupted run in between does not count',
      decide(ended('down'), { history: historyOf('acme', ['down', 'interrupted']) }),
      ['open'],
    ],
    [
      'down once is no news when the history holds this run already',
      decide(ended('down'), { history: [...historyOf('acme', ['held']), entryAt('2026-01-02T03:04:05.000Z', 'down')] }),
      [],
    ],
    [
      'nor when it holds a later run',
      decide(ended('down'), { history: [entryAt('2026-01-03T03:04:05.000Z', 'down')] }),
      [],
    ],
    [
      'a later run that held does not hide that down came twice',
      decide(ended('down'), {
        history: [...historyOf('acme', ['down']), entryAt('2026-01-03T03:04:05.000Z', 'held')],
      }),
      ['open'],
    ],
    ['down, held, down is not in a row', decide(ended('down'), { history: historyOf('acme', ['down', 'held']) }), []],
    ['down is no recovery from drift', decide(ended('down'), { issues: [known] }), []],
    [
      'down twice is told where drift is open',
      decide(ended('down'), { issues: [known], history: historyOf('acme', ['down']) }),
      ['comment'],
    ],
    ['rejected credentials open at once', decide(ended('credentials-rejected')), ['open']],
    ['a waiver silences', decide(drifted(waived)), []],
    ['a waiver closes', decide(drifted(waived), { issues: [known] }), ['close']],
    ['a waiver silences its own finding only', decide(drifted(waived, second)), ['open']],
    ['a warning is no issue', decide(drifted({ ...first, severity: 'warning' })), []],
    ['advice of the RFCs is no issue', decide(drifted({ ...first, rule: 'rfc/scope' })), []],
    ['an interrupted run says nothing', decide(ended('interrupted'), { issues: [known] }), []],
    ['nor does one that was not configured', decide(ended('skipped'), { issues: [known] }), []],
    [
      'nor does one in which the tool failed',
      decide(providerReport([caseReport([broken()], [], { scriptError: caseReport().exchange.request.body })])),
      [],
    ],
    [
      'an issue whose text was rewritten is still ours',
      decide(drifted(first), { issues: [issue([], '', { body: 'edited' })] }),
      ['comment'],
    ],
    ["somebody else's issue is not", decide(ended('held'), { issues: [{ ...known, labels: ['bug'] }] }), []],
    [
      'of two issues the older is kept up',
      decide(ended('held'), { issues: [issue([], '', { number: 9 }), known] }),
      ['close'],
    ],
  ])('%s', (_, actions, expected) => {
    expect(kinds(actions)).toEqual(expected);
    for (const action of actions) if (action.kind !== 'open') expect(action.number).toBe(7);
  });
});

describe('what is written', () => {
  test('an issue: title, labels, what to do, and what it must remember', () => {
    const [action] = nightlyActions(reportOf([drifted(first, second)]), noHistory, [], 'https://ci.test/runs/1');
    expect(action).toMatchObject({
      kind: 'open',
      provider: 'acme',
      title:
        'Acme departs from its documentation: expected status 200, received status 404 (acme/token), and 1 other change',
      labels: ['token-contract', 'token-contract: acme'],
    });
    if (action?.kind !== 'open') return expect.fail();
    expect(action.body).toMatch(
      /^Acme departs from its documentation: .*\n\n\[The run, with its reports\]\(https:\/\/ci\.test\/runs\/1\)\n\n- /,
    );
    expect(action.body).toContain('curl "$ACME_BASE_URL/token"');
    expect(readState(action.body)).toEqual({
      fingerprints: ['2ab6df462551', '5ffda2446f96'],
      commented: today,
      cause: ['2ab6df462551', '5ffda2446f96'],
    });
  });

  test('a comment says whether it is news, and what was told is kept', () => {
    const [still] = decide(drifted(first), { issues: [issue([first.fingerprint, 'older'], '2026-01-01')] });
    const [fresh] = decide(drifted(second), { issues: [issue([first.fingerprint], today)] });
    if (still?.kind !== 'comment' || fresh?.kind !== 'comment') return expect.fail();
    expect(still.comment).toMatch(/^\*\*Still:\*\* Acme departs from its documentation: /);
    expect(readState(still.body)).toEqual({
      fingerprints: ['2ab6df462551', 'older'],
      commented: today,
      cause: ['2ab6df462551'],
    });
    expect(fresh.comment).toMatch(/^\*\*New:\*\* Acme departs from its documentation: /);
    expect(readState(fresh.body).fingerprints).toEqual([first.fingerprint, second.fingerprint]);
    expect(fresh.body).toMatch(/^Acme drifted\.\n\n<!-- /);
  });

  test('down is told in other words than drift', () => {
    const [action] = decide(ended('down'), { history: historyOf('acme', ['down']) });
    expect(action).toMatchObject({ title: 'Acme gave no usable answer, twice in a row' });
  });

  test('a recovery and a waiver are told apart', () => {
    const issues = [issue([first.fingerprint], today)];
    const waiver = { reason: 'known', expires: '2026-12-31' };
    expect(decide(ended('held'), { issues })).toMatchObject([
      { comment: `It keeps its contract again, as of ${today}.` },
    ]);
    expect(decide(drifted({ ...first, waiver }), { issues })).toMatchObject([
      { comment: `What is left is waived, as of ${today}.` },
    ]);
  });

  test('a hostile provider mentions nobody and cannot forge what is remembered', () => {
    const [action] = nightlyActions(hostile, noHistory, []);
    if (action?.kind !== 'open') return expect.fail();
    expect(action.body.match(/<!-- token-contract/g)).toHaveLength(1);
    const forged = `<!-- token-contract ${JSON.stringify({ fingerprints: ['forged'], commented: '2099-01-01' })} -->`;
    const [other] = decide(drifted({ ...first, expected: forged, actual: forged }));
    if (other?.kind !== 'open') return expect.fail();
    expect(readState(other.body)).toMatchObject({ fingerprints: ['2ab6df462551'], commented: today });
  });
});

test('two providers do not mix', () => {
  const bravo = { ...drifted(finding({ provider: 'bravo', fingerprint: 'bbbbbbbbbbbb' })), id: 'bravo', name: 'Bravo' };
  const ofBravo = issue(['bbbbbbbbbbbb'], today, { number: 8, labels: ['token-contract', 'token-contract: bravo'] });
  const after = (history: readonly HistoryEntry[]) => ({ history, rules: ruleBook });
  const actions = nightlyActions(reportOf([ended('held'), bravo]), after(historyOf('bravo', ['down'])), [
    ofBravo,
    issue([first.fingerprint], today),
  ]);
  expect(actions.map(({ kind, provider }) => [kind, provider])).toEqual([['close', 'acme']]);
  expect(
    nightlyActions(reportOf([drifted(first), { ...ended('down'), id: 'bravo' }]), after(historyOf('acme', ['down'])), [
      ofBravo,
    ]),
  ).toMatchObject([{ kind: 'open', provider: 'acme' }]);
});

describe('the title of an open issue', () => {
  const remembering = (cause: readonly string[]): OpenIssue =>
    issue(['2ab6df462551', '5ffda2446f96'], '2026-01-01', {
      body: withState('Acme drifted.', {
        fingerprints: ['2ab6df462551', '5ffda2446f96'],
        commented: '2026-01-01',
        cause,
      }),
    });
  test('stays while its cause does', () => {
    const [action] = decide(drifted(first), { issues: [remembering(['2ab6df462551'])] });
    expect(action).toMatchObject({ kind: 'comment' });
    expect(action).not.toHaveProperty('title');
  });
  test('follows the cause', () => {
    expect(decide(drifted(second), { issues: [remembering(['2ab6df462551'])] })).toMatchObject([
      { title: 'Acme departs from its documentation: /scope: expected status 200, received status 404 (acme/token)' },
    ]);
  });
  test('has 200 characters at most', () => {
    const [action] = decide(ended('credentials-rejected'));
    const [long] = decide(providerReport([], { outcome: 'credentials-rejected', reason: 'x'.repeat(500) }));
    if (action?.kind !== 'open' || long?.kind !== 'open') return expect.fail();
    expect(action.title).toBe('Acme rejected our credentials');
    expect([long.title.length, long.title.at(-1)]).toEqual([200, '…']);
  });
});

test('a thousand findings: the text is cut between findings, and what is cut is counted', () => {
  const many = Array.from({ length: 1200 }, (_, index) =>
    finding({ at: `/m${index}`, change: `m${index}`, fingerprint: index.toString(16).padStart(12, '0') }),
  );
  const [open] = decide(drifted(first, ...many));
  if (open?.kind !== 'open') return expect.fail();
  expect(Buffer.byteLength(open.body)).toBeLessThan(60_000);
  expect(readState(open.body).fingerprints).toHaveLength(1000);
  expect((open.body.match(/^```/gm) ?? []).length % 2).toBe(0);
  const shown = open.body.match(/^### /gm)?.length ?? 0;
  expect(open.body).toContain(`\n\n${1201 - shown} more findings: see the reports of the run.\n`);
});

describe('a run that checked nothing', () => {
  const stopped = reportOf([], {
    stopped: { kind: 'misconfigured', problems: ['ACME_CLIENT_SECRET is not set: add it to .env', 'and more'] },
  });
  test('opens one issue', () => {
    expect(nightlyActions(stopped, noHistory, [])).toMatchObject([
      {
        kind: 'open',
        title: 'Not configured: ACME_CLIENT_SECRET is not set: add it to .env (and 1 other problem)',
        labels: ['token-contract', 'token-contract: the run'],
      },
    ]);
  });
  test('which the next run that checks something closes', () => {
    const open = issue(['misconfigured'], today, { labels: ['token-contract', 'token-contract: the run'] });
    expect(nightlyActions(reportOf([ended('held')]), noHistory, [open])).toMatchObject([
      { kind: 'close', comment: `The run checks providers again, as of ${today}.` },
    ]);
  });
});

describe('what an issue remembers', () => {
  test.each([
    ['nothing', 'text'],
    ['no JSON', 'text\n<!-- token-contract {oops} -->'],
    ['other types', 'text\n<!-- token-contract {"fingerprints":7,"commented":[]} -->'],
  ])('%s', (_, body) => {
    expect(readState(body)).toEqual({ fingerprints: [], commented: '' });
  });
  test('is replaced, not added to', () => {
    const once = withState('text', { fingerprints: ['a'], commented: 'x' });
    expect(withState(once, { fingerprints: ['b'], commented: 'y' })).toBe(
      'text\n\n<!-- token-contract {"fingerprints":["b"],"commented":"y"} -->',
    );
  });
});
