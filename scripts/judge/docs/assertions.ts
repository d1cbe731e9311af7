import { isDeepStrictEqual } from 'node:util';
import type { Assertion } from '../../model/case.ts';
import { type Answer, answerOf, whyNoAnswer } from '../../model/exchange.ts';
import type { Citation, SchemaError, Subject, Validate } from '../../model/finding.ts';
import { isObject, valueAt } from '../../model/pointer.ts';
import type { Json, Pointer, Source } from '../../model/provider.ts';
import { faultNamed } from '../../oauth/faults.ts';
import { isTokenResponse, numberSaid, tokensIn } from '../../oauth/token-response.ts';
import { notJson, valueInWords } from '../findings.ts';
import { lifetimeSpokenFor } from '../lifetime.ts';
import { type CaseRow, type GradedMismatch, type Mismatch, type Shown, section } from '../row.ts';
import { isComparable, notComparable } from './comparable.ts';

type AssertionOf<R> = Extract<Assertion, { rule: R }>;

interface AssertionRow<R> extends CaseRow {
  readonly rule: R;
  /** Interprets one assertion as its pm.test does inside the sandbox; `undefined`: it is of another rule. */
  readonly evaluate: (assertion: Assertion, answer: Answer, subject: Subject, validate: Validate) => Shown | undefined;
}

/** The rule of one kind of assertion. All of a case's assertions of that kind make one judgement. */
function asserted<R extends Assertion['rule']>(
  rule: R,
  words: string,
  evaluateMine: (assertion: AssertionOf<R>, answer: Answer, subject: Subject, validate: Validate) => Shown,
): AssertionRow<R> {
  const isMine = (assertion: Assertion): assertion is AssertionOf<R> => assertion.rule === rule;
  return {
    rule,
    words,
    evaluate: (assertion, answer, subject, validate) =>
      isMine(assertion) ? evaluateMine(assertion, answer, subject, validate) : undefined,
    show(subject, validate) {
      const { case: one, exchange } = subject;
      const assertions = one.assertions.filter(isMine);
      if (assertions.length === 0) return undefined;
      const answer = answerOf(exchange);
      if (answer === undefined) return whyNoAnswer(exchange);
      const shown = assertions.map((assertion) => ({
        assertion,
        what: evaluateMine(assertion, answer, subject, validate),
      }));
      const mismatches = shown.flatMap(({ assertion, what }): readonly GradedMismatch[] => {
        const source = 'source' in assertion ? assertion.source : claimOf(subject);
        return typeof what === 'string'
          ? []
          : what.map((mismatch) => ({ ...mismatch, severity: assertion.level, source }));
      });
      const why = shown.map(({ what }) => what).find((what) => typeof what === 'string');
      return mismatches.length === 0 && why !== undefined ? why : mismatches;
    },
  };
}

/** What an assertion of a case rests on: the documented response, or the RFC where the documentation is silent. */
const claimOf = ({ provider, case: { basis, fault, response, source } }: Subject): Source | Citation =>
  basis === 'required' && fault !== undefined
    ? section(6749, faultNamed(fault.name).rfc(fault.of, provider)?.section ?? '5.2')
    : (response?.source ?? source);

/** The range is that of a lifetime. Where another rule speaks of the lifetime, this one would repeat it. */
const unlessSpokenFor = <R>(row: AssertionRow<R>): AssertionRow<R> => ({
  ...row,
  show(subject, validate, context) {
    const shown = row.show(subject, validate, context);
    return shown === undefined ? undefined : (lifetimeSpokenFor(subject, context) ?? shown);
  },
});

/** The rules that interpret the assertions of a case, in the order in which their findings are read. */
export const assertionRules = {
  'docs/refused': asserted(
    'docs/refused',
    'a request that must be refused was not refused',
    // No correct endpoint may grant it, so every token counts, wherever it stands and whatever the status is.
    (_, answer) => {
      const [expected, status] = ['a refusal without any token', `status ${answer.status}`];
      const tokens = tokensIn(answer);
      if (!isTokenResponse({ status: answer.status, tokens })) return [];
      const [token] = tokens;
      if (token === undefined) return [{ at: '', expected, actual: status }];
      const where = token.at.startsWith('/') ? token.at : `the ${token.at}`;
      return [{ at: pointerOf(token.at), expected, actual: `${status} with a token at ${where}` }];
    },
  ),
  'docs/status': asserted('docs/status', 'the status is not the documented one', ({ oneOf }, { status }) =>
    oneOf.includes(status) ? [] : [{ at: '', expected: `status ${oneOf.join(' or ')}`, actual: `status ${status}` }],
  ),
  'docs/media-type': asserted(
    'docs/media-type',
    'the media type is not the documented one',
    ({ is }, answer, subject) => {
      if (!isComparable(subject, answer.status)) return notComparable;
      if (answer.body.kind !== 'json') return 'the body is not JSON: see docs/schema';
      const sent = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
      const actual = sent === undefined ? 'no Content-Type' : `Content-Type ${sent}`;
      return sent?.split(';')[0]?.trim().toLowerCase() === is
        ? []
        : [{ at: '', expected: `Content-Type ${is}`, actual }];
    },
  ),
  'docs/schema': asserted(
    'docs/schema',
    'the body does not match the documented shape',
    ({ schema }, { status, body }, subject, validate) => {
      if (!isComparable(subject, status)) return notComparable;
      if (body.kind !== 'json') return [{ at: '', expected: 'a JSON body', actual: notJson(body) }];
      return onePerPointer(validate(schema, body.json)).map((error) => schemaMismatch(error, body.json));
    },
  ),
  'docs/value': asserted(
    'docs/value',
    'a documented value differs',
    ({ at, equals }, { status, body }, subject, validate) => {
      if (!isComparable(subject, status)) return notComparable;
      if (body.kind !== 'json') return 'the body is not JSON: see docs/schema';
      const schema = subject.case.response?.schema;
      if (schema !== undefined && validate(schema, body.json).some((error) => error.at === at))
        return 'its shape is wrong: see docs/schema';
      const actual = valueAt(body.json, at);
      return isDeepStrictEqual(actual, equals)
        ? []
        : [{ at, expected: JSON.stringify(equals), actual: valueInWords(actual) }];
    },
  ),
  /** The number is optional: only one that is there can be implausible. */
  'docs/range': unlessSpokenFor(
    asserted(
      'docs/range',
      'a value is implausible for what the documentation says',
      ({ at, minimum, maximum }, answer, { provider }) => {
        const value = answer.body.kind === 'json' ? valueAt(answer.body.json, at) : undefined;
        const isDigits = typeof valueAt(provider.responses.token.example, at) === 'string';
        const actual = isDigits ? numberSaid(answer, at) : value;
        if (typeof actual !== 'number') return `there is no number at ${at}`;
        return actual >= minimum && actual <= maximum
          ? []
          : [{ at, expected: `from ${minimum} to ${maximum}`, actual: valueInWords(actual) }];
      },
    ),
  ),
} as const satisfies { readonly [R in Assertion['rule']]: AssertionRow<R> };

/** What one assertion shows of an answer, outside the sandbox. */
export const evaluated = (assertion: Assertion, answer: Answer, subject: Subject, validate: Validate): Shown =>
  assertionRules[assertion.rule].evaluate(assertion, answer, subject, validate) ?? [];

const pointerOf = (at: string): Pointer => (at.startsWith('/') ? `/${at.slice(1)}` : '');

/** A wrong type explains every other error at its pointer. */
const onePerPointer = (errors: readonly SchemaError[]): readonly SchemaError[] => {
  const byPointer = new Map<string, SchemaError>();
  for (const error of errors) if (!byPointer.has(error.at) || error.keyword === 'type') byPointer.set(error.at, error);
  return [...byPointer.values()];
};

function schemaMismatch({ at, keyword, expected }: SchemaError, root: Json): Mismatch {
  if (keyword !== 'required') return { at, expected, keyword, actual: valueInWords(valueAt(root, at)) };
  const members = isObject(root) ? Object.keys(root).slice(0, 20) : [];
  const actual = members.length === 0 ? 'missing' : `missing; the body has ${members.join(', ')}`;
  return { at, expected, keyword, actual };
}
