import type { Finding, RuleId } from './finding.ts';

/** A finding that is accepted for a while: an entry of waivers.json. */
export interface Waiver {
  readonly fingerprint: string;
  /** The case of the finding, or the provider if it has none. A waiver without its finding counts only if that case ran. */
  readonly of: string;
  readonly reason: string;
  /** The last day, as in 2026-03-31. */
  readonly expires: string;
}

/** The most days that a waiver may have before it, counted from today. */
export const longestDays = 90;

/**
 * What nobody may accept for a while: a secret that came back, an address without an endpoint, a token for whoever asks. A waiver
 * that is wrong is corrected, not waived.
 */
const neverWaived: readonly RuleId[] = [
  'run/leak',
  'run/echoed-secret',
  'run/no-endpoint',
  'run/expired-waiver',
  'run/unmatched-waiver',
  'docs/refused',
  'baseline/refusal-granted',
];

export const canBeWaived = ({ rule }: Pick<Finding, 'rule'>): boolean => !neverWaived.includes(rule);

/** The command that waives a finding, where it makes a run fail and can be waived. */
export const waiveCommand = (finding: Finding): string | undefined =>
  finding.severity === 'error' && finding.waiver === undefined && canBeWaived(finding)
    ? `npm run waive -- ${finding.fingerprint} --reason TEXT --days 30`
    : undefined;
