import { createHash } from 'node:crypto';
import { citationOf } from '../model/citation.ts';
import { type Body, evidenceOf } from '../model/exchange.ts';
import type { Citation, Finding, Judgement, Severity, Subject } from '../model/finding.ts';
import { beginsWithMark, maskedNumber } from '../model/mask.ts';
import { isObject } from '../model/pointer.ts';
import type { Json, Pointer, Provider, Source } from '../model/provider.ts';
import { matterOf, receivedKind } from './causes.ts';
import type { Mismatch } from './row.ts';
import type { Rule } from './rules.ts';

export const held = (rule: Rule, subject: Subject): Judgement => ({
  rule,
  outcome: 'held',
  evidence: evidenceOf(subject.exchange),
});
export const notJudged = (rule: Rule, why: string): Judgement => ({ rule, outcome: 'not-judged', why });

/** A pointer with array indices as `*`. */
export const placeOf = (at: Pointer): string => at.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/** `matter` is empty for a finding of the provider as a whole. Then it does not matter which case shows it. */
export const fingerprintOf = (providerId: string, matter: string, rule: Rule, at: Pointer, about?: string): string =>
  createHash('sha256')
    .update(JSON.stringify([providerId, matter, rule, placeOf(at), ...(about === undefined ? [] : [about])]))
    .digest('hex')
    .slice(0, 12);

export const changeOf = ({ provider, case: one }: Subject, rule: Rule, at: Pointer, about = ''): string =>
  [provider.id, matterOf(one, rule), placeOf(at), about].filter((part) => part !== '').join(' ');

export function findingOf(
  rule: Rule,
  severity: Severity,
  subject: Subject,
  { about, kind, keyword, ...mismatch }: Mismatch,
  source?: Source | Citation,
): Finding {
  const { provider, case: one } = subject;
  return {
    rule,
    // An observed case never fails a run.
    severity: one.basis === 'observed' && severity === 'error' ? 'warning' : severity,
    provider: provider.id,
    case: one.id,
    ...mismatch,
    ...(source && { source: 'doc' in source ? citationOf(provider, source) : source }),
    fingerprint: fingerprintOf(
      provider.id,
      matterOf(one, rule),
      rule,
      mismatch.at,
      [kind ?? about ?? '', keyword ?? '', receivedKind(mismatch.actual)].join(' '),
    ),
    was: [fingerprintOf(provider.id, one.id, rule, mismatch.at, kind ?? about)],
    change: changeOf(subject, rule, mismatch.at, about),
  };
}

/** A finding of the provider as a whole, not of one case. */
export const providerFindingOf = (
  rule: Rule,
  severity: Severity,
  { id }: Provider,
  { about = '', kind = about, ...mismatch }: Mismatch,
): Finding => ({
  rule,
  severity,
  provider: id,
  ...mismatch,
  fingerprint: fingerprintOf(id, '', rule, mismatch.at, kind),
  change: [id, rule, placeOf(mismatch.at), about].filter((part) => part !== '').join(' '),
});

/** `held` when there is nothing to report. */
export function judgementOf(rule: Rule, subject: Subject, findings: readonly Finding[]): Judgement {
  const [first, ...rest] = findings;
  return first === undefined ? held(rule, subject) : { rule, outcome: 'broken', findings: [first, ...rest] };
}

/** The type of a value and the value itself, e.g. `string "Bearer"`. Of objects and arrays, the type alone. */
export function valueInWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'string' && maskedNumber(value) !== undefined) return value;
  return typeof value === 'string'
    ? `string ${beginsWithMark(value) ? value : JSON.stringify(value)}`
    : `${typeof value} ${JSON.stringify(value)}`;
}

export const notJson = (body: Exclude<Body, { kind: 'json' }>): string =>
  body.kind === 'empty' ? 'an empty body' : `a body that is ${body.why}`;
