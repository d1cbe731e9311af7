import { certificateDays } from '../../model/exchange.ts';
import type { Judgement, Subject } from '../../model/finding.ts';
import type { RfcMode } from '../../model/report.ts';
import { notJudged, providerFindingOf } from '../findings.ts';
import type { RuleRow } from '../row.ts';

/** Days. */
const renewalIsDue = 30;
const renewalIsUrgent = 7;

export const certificateRules = {
  'run/certificate': { words: 'the certificate of the host ends soon' },
} as const satisfies Readonly<Record<`run/${string}`, RuleRow>>;

/** Judges the certificate of the first TLS connection of a provider. No RFC asks for days, so it is an error only under `enforce`. */
export function judgeCertificate(subjects: readonly Subject[], mode: RfcMode): readonly Judgement[] {
  const rule = 'run/certificate';
  const [first] = subjects;
  if (first === undefined) return [];
  const attempts = subjects.flatMap(({ exchange }) => exchange.attempts);
  const attempt = attempts.find((one) => certificateDays(one) !== undefined);
  const days = attempt && certificateDays(attempt);
  if (days === undefined) return [notJudged(rule, 'no certificate was seen: no request was answered over TLS')];
  if (days >= renewalIsDue) return [{ rule, outcome: 'held', evidence: 'provider' }];
  const severity = days < renewalIsUrgent && mode === 'enforce' ? 'error' : 'warning';
  const on = attempt?.connection?.certificateEnds?.slice(0, 10) ?? '';
  const finding = providerFindingOf(rule, severity, first.provider, {
    at: '',
    expected: `at least ${renewalIsDue} days until the certificate ends`,
    actual: `it ends in ${days} ${days === 1 ? 'day' : 'days'}, on ${on}`,
  });
  return [{ rule, outcome: 'broken', findings: [finding] }];
}
