import { createHash } from 'node:crypto';
import { citationOf } from '../model/citation.ts';
import type { Answer, Exchange } from '../model/exchange.ts';
import type { Evidence, Finding, Judgement, Severity, Subject } from '../model/finding.ts';
import { isObject } from '../model/pointer.ts';
import type { Json, Pointer, Provider, Source } from '../model/provider.ts';
import type { KnownRule } from './rules.ts';

/** One thing that is not as it must be, before it is a finding. */
export interface Mismatch {
  readonly at: Pointer;
  /** What it is of, where the pointer does not say it: a header, a waiver. Findings of one rule and pointer differ in this. */
  readonly about?: string;
  /** Which of several things that one change may bring at one place: a waiver of one is none of another. */
  readonly kind?: string;
  readonly expected: string;
  readonly actual: string;
}

/** The answer that is judged: that of the last attempt, unless it says nothing of the contract. */
export function answerOf(exchange: Exchange): Answer | undefined {
  if (exchange.inconclusive !== undefined) return undefined;
  const last = exchange.attempts.at(-1);
  return last?.kind === 'answered' ? last.answer : undefined;
}

/** Why there is no answer to judge. */
export function whyNoAnswer(exchange: Exchange): string {
  const last = exchange.attempts.at(-1);
  if (exchange.inconclusive !== undefined) return exchange.lost ?? exchange.inconclusive;
  if (exchange.notSent !== undefined) return `not sent: ${exchange.notSent}`;
  return last?.kind === 'failed' ? `no answer: ${last.failure}` : 'not sent';
}

export const evidenceOf = ({ exchange }: Subject): Evidence => {
  const basis = answerOf(exchange)?.mockBasis;
  return basis === undefined ? 'provider' : `mock-${basis}`;
};

export const held = (rule: KnownRule, subject: Subject): Judgement => ({
  rule,
  outcome: 'held',
  evidence: evidenceOf(subject),
});
export const notJudged = (rule: KnownRule, why: string): Judgement => ({ rule, outcome: 'not-judged', why });

/** A pointer with array indices as `*`. */
export const placeOf = (at: Pointer): string => at.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/** `caseId` is empty where the finding is the provider's, whichever case shows it. */
export const fingerprintOf = (
  providerId: string,
  caseId: string,
  rule: KnownRule,
  at: Pointer,
  about?: string,
): string =>
  createHash('sha256')
    .update(JSON.stringify([providerId, caseId, rule, placeOf(at), ...(about === undefined ? [] : [about])]))
    .digest('hex')
    .slice(0, 12);

export const changeOf = ({ provider, case: one }: Subject, at: Pointer, about = ''): string =>
  [provider.id, one.response?.name ?? one.id, placeOf(at), about].filter((part) => part !== '').join(' ');

export function findingOf(
  rule: KnownRule,
  severity: Severity,
  subject: Subject,
  { about, kind, ...mismatch }: Mismatch,
  source?: Source,
): Finding {
  const { provider, case: one } = subject;
  return {
    rule,
    // What is only observed is never failed on.
    severity: one.basis === 'observed' && severity === 'error' ? 'warning' : severity,
    provider: provider.id,
    case: one.id,
    ...mismatch,
    ...(source && { source: citationOf(provider, source) }),
    fingerprint: fingerprintOf(provider.id, one.id, rule, mismatch.at, kind ?? about),
    change: changeOf(subject, mismatch.at, about),
  };
}

/** A finding of the provider as a whole, whatever its cases say. */
export const providerFindingOf = (
  rule: KnownRule,
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
export function judgementOf(rule: KnownRule, subject: Subject, findings: readonly Finding[]): Judgement {
  const [first, ...rest] = findings;
  return first === undefined ? held(rule, subject) : { rule, outcome: 'broken', findings: [first, ...rest] };
}

/** A value in words: its type, and itself where it is short. */
export function inWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'string'
    ? `string ${value.startsWith('‹') ? value : JSON.stringify(value)}`
    : `${typeof value} ${JSON.stringify(value)}`;
}
