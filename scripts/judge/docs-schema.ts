import type { Body } from '../model/exchange.ts';
import type { SchemaError } from '../model/finding.ts';
import { isObject, valueAt } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { assertionCheck, breaks, holds } from './assertion-check.ts';
import { bodyIsComparable, notComparable } from './documented-status.ts';
import { inWords, type Mismatch } from './findings.ts';

export const docsSchema = assertionCheck('docs/schema', ({ schema }, { status, body }, subject, validate) => {
  if (!bodyIsComparable(subject, status)) return { kind: 'not-judged', why: notComparable };
  if (body.kind !== 'json') return breaks({ at: '', expected: 'a JSON body', actual: notJson(body) });
  const [first, ...rest] = onePerPointer(validate(schema, body.json)).map((error) => mismatch(error, body.json));
  return first === undefined ? holds : breaks(first, ...rest);
});

export const notJson = (body: Exclude<Body, { kind: 'json' }>): string =>
  body.kind === 'empty' ? 'an empty body' : `a body that is ${body.why}`;

/** A wrong type explains every other error at its pointer. */
const onePerPointer = (errors: readonly SchemaError[]): readonly SchemaError[] => {
  const byPointer = new Map<string, SchemaError>();
  for (const error of errors) if (!byPointer.has(error.at) || error.keyword === 'type') byPointer.set(error.at, error);
  return [...byPointer.values()];
};

function mismatch({ at, keyword, expected }: SchemaError, root: Json): Mismatch {
  if (keyword !== 'required') return { at, expected, actual: inWords(valueAt(root, at)) };
  const members = isObject(root) ? Object.keys(root).slice(0, 20) : [];
  return { at, expected, actual: members.length === 0 ? 'missing' : `missing; the body has ${members.join(', ')}` };
}
