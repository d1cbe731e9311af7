import type { Outcome, Target } from '../model/report.ts';
import type { CaseState } from './reading.ts';

/** How serious something is. Each format shows it in its way: a colour, a sign. */
export type Tone = 'bad' | 'care' | 'good' | 'idle';

/** A colour of the console. */
export type Color = 'green' | 'red' | 'yellow' | 'gray';

/** How the reports speak of a provider's outcome. */
interface OutcomeWording {
  /** On the console, after the provider's name and the address that was asked. */
  readonly sentence: string;
  readonly color: Color;
  /** The closing line on the console that names the providers: its title, and its place among these lines. `undefined`: no line. */
  readonly closing: { readonly place: number; readonly title: string } | undefined;
  /** On a badge, and in the title of an issue. */
  readonly label: string;
  /** After a number of providers, e.g. `2 with rejected credentials`. */
  readonly counted: string;
  /** Replaces `label` and `counted` in a run against the mock host. */
  readonly onMock?: { readonly label: string; readonly counted: string };
  /** A run in a timeline, e.g. `2 held after a retry`. */
  readonly run: string;
  readonly tone: Tone;
  /** An SVG path in a square of 16 by 16, so that a timeline can be read without colours. */
  readonly sign: string;
  /**
   * What the run learnt about the provider. `contract`: whether its contract holds; `rejected`: it rejects our credentials;
   * `unreachable`: it could not be asked.
   */
  readonly learnt: 'contract' | 'rejected' | 'unreachable' | 'nothing';
}

/** The order of the keys is the order in which the summary of a run counts the outcomes. */
export const outcomes: Readonly<Record<Outcome, OutcomeWording>> = {
  broken: {
    sentence: 'the contract is broken',
    color: 'red',
    closing: { place: 1, title: 'Broken' },
    label: 'Drifted',
    counted: 'drifted',
    onMock: { label: 'Broken', counted: 'broken' },
    run: 'drifted',
    tone: 'bad',
    sign: 'M5 5l6 6M11 5l-6 6',
    learnt: 'contract',
  },
  down: {
    sentence: 'the endpoint is down',
    color: 'yellow',
    closing: { place: 2, title: 'Down' },
    label: 'Down',
    counted: 'down',
    run: 'down',
    tone: 'care',
    sign: 'M8 4v8M5 9l3 3 3-3',
    learnt: 'unreachable',
  },
  'credentials-rejected': {
    sentence: 'the credentials were rejected',
    color: 'yellow',
    closing: { place: 4, title: 'Credentials rejected' },
    label: 'Credentials rejected',
    counted: 'with rejected credentials',
    run: 'credentials rejected',
    tone: 'care',
    sign: 'M8 4v5M8 11.8v.2',
    learnt: 'rejected',
  },
  'grant-not-allowed': {
    sentence: 'the client may not use this grant',
    color: 'yellow',
    closing: { place: 5, title: 'Grant not allowed' },
    label: 'Grant not allowed',
    counted: 'with a client that may not use the grant',
    run: 'grant not allowed',
    tone: 'care',
    sign: 'M8 4v5M8 11.8v.2',
    learnt: 'rejected',
  },
  throttled: {
    sentence: 'the host throttles us',
    color: 'yellow',
    closing: { place: 3, title: 'Throttled' },
    label: 'Throttled',
    counted: 'throttled',
    run: 'throttled',
    tone: 'care',
    sign: 'M6 5v6M10 5v6',
    learnt: 'unreachable',
  },
  interrupted: {
    sentence: 'interrupted',
    color: 'yellow',
    closing: { place: 7, title: 'Interrupted' },
    label: 'Interrupted',
    counted: 'interrupted',
    run: 'interrupted',
    tone: 'idle',
    sign: 'M5 8h6',
    learnt: 'nothing',
  },
  misconfigured: {
    sentence: 'is configured wrongly: nothing was sent',
    color: 'yellow',
    closing: { place: 8, title: 'Misconfigured' },
    label: 'Misconfigured',
    counted: 'misconfigured',
    run: 'misconfigured',
    tone: 'care',
    sign: 'M5 5h6M5 11h6',
    learnt: 'nothing',
  },
  flaky: {
    sentence: 'the contract holds, but only after a retry',
    color: 'yellow',
    closing: { place: 6, title: 'Flaky' },
    label: 'Flaky',
    counted: 'flaky',
    run: 'held after a retry',
    tone: 'care',
    sign: 'M5 11l6-6',
    learnt: 'contract',
  },
  held: {
    sentence: 'the contract holds',
    color: 'green',
    closing: undefined,
    label: 'Held',
    counted: 'held',
    run: 'held',
    tone: 'good',
    sign: 'M4.5 8.5l2.5 2.5 4.5-5.5',
    learnt: 'contract',
  },
  skipped: {
    sentence: 'skipped',
    color: 'yellow',
    closing: { place: 8, title: 'Skipped' },
    label: 'Not run',
    counted: 'not run',
    run: 'not run',
    tone: 'idle',
    sign: 'M8 8h.01',
    learnt: 'nothing',
  },
};

/** The words of an outcome that depend on the target of the run. */
export function labelsOf(outcome: Outcome, target: Target): Pick<OutcomeWording, 'label' | 'counted'> {
  const wording = outcomes[outcome];
  return target === 'mock' && wording.onMock !== undefined ? wording.onMock : wording;
}

/** How the reports show a case. */
interface CaseWording {
  readonly console: {
    readonly mark: string;
    readonly color: Color;
    /** After the status of the answer. Empty: there is no answer to speak of. */
    readonly words: string;
    /** Replaces `words` in a case of basis `observed`. */
    readonly ofObserved?: string;
  };
  readonly html: { readonly mark: string; readonly tone: Tone; readonly words: string };
}

export const caseStates: Readonly<Record<CaseState, CaseWording>> = {
  held: {
    console: { mark: '✓', color: 'green', words: 'held' },
    html: { mark: '✓', tone: 'good', words: 'held' },
  },
  broken: {
    console: { mark: '✗', color: 'red', words: 'broken' },
    html: { mark: '✗', tone: 'bad', words: 'broken' },
  },
  warned: {
    console: { mark: '!', color: 'yellow', words: 'held, with a warning', ofObserved: 'observed, with a warning' },
    html: { mark: '!', tone: 'care', words: 'held, with a warning' },
  },
  observed: {
    console: { mark: '·', color: 'gray', words: 'observed' },
    html: { mark: '·', tone: 'idle', words: 'observed' },
  },
  'no-answer': {
    console: { mark: '?', color: 'yellow', words: '' },
    html: { mark: '?', tone: 'care', words: 'no answer' },
  },
  'not-judged': {
    console: { mark: '?', color: 'yellow', words: 'not judged' },
    html: { mark: '?', tone: 'idle', words: 'not judged' },
  },
  'not-sent': {
    console: { mark: '-', color: 'gray', words: '' },
    html: { mark: '–', tone: 'idle', words: 'not sent' },
  },
};
