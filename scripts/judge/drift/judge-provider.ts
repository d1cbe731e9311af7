import { evidenceOf } from '../../model/exchange.ts';
import type { Judgement, Subject } from '../../model/finding.ts';
import type { Provider } from '../../model/provider.ts';
import { type Baseline, baselinePath } from '../../model/shape.ts';
import { findingOf, notJudged, providerFindingOf } from '../findings.ts';
import type { RuleRow } from '../row.ts';
import { tokenUse } from './token-use.ts';

/** Whether there is a baseline to compare with, and whether it is of the host that answered. */
export const baselineStateRules = {
  'run/no-baseline': { words: 'nothing was accepted yet, so no change can be seen' },
  'run/baseline-of-another-host': { words: 'what was accepted is of another host' },
} as const satisfies Readonly<Record<`run/${string}`, RuleRow>>;

/** The command that accepts a run as the baseline. */
export const acceptCommand = ({ id }: Pick<Provider, 'id'>): string => `npm run accept -- --provider ${id}`;

export const noBaseline = (provider: Provider): Judgement => ({
  rule: 'run/no-baseline',
  outcome: 'broken',
  findings: [
    providerFindingOf('run/no-baseline', 'warning', provider, {
      at: '',
      expected: `accepted answers in ${baselinePath(provider.id)}: if this report is as it should be, ${acceptCommand(provider)}`,
      actual: 'no such file',
    }),
  ],
});

export function anotherHost(provider: Provider, baseline: Baseline, origin: string): Judgement {
  const rule = 'run/baseline-of-another-host';
  if (baseline.origin === origin) return { rule, outcome: 'held', evidence: 'provider' };
  const finding = providerFindingOf(rule, 'warning', provider, {
    at: '',
    expected: `answers of ${baseline.origin}, as accepted in ${baselinePath(provider.id)}`,
    actual: `answers of ${origin}; what differs may be the host`,
  });
  return { rule, outcome: 'broken', findings: [finding] };
}

export function repeatedToken(subjects: readonly Subject[], baseline: Baseline): readonly Judgement[] {
  const rule = 'baseline/token-repeated';
  const { use, subject } = tokenUse(subjects);
  if (use === undefined) return [notJudged(rule, 'fewer than two requests got a token')];
  if (baseline.tokens === undefined) return [notJudged(rule, 'of fewer than two requests the token was accepted')];
  if (use === 'fresh' || baseline.tokens === 'repeated' || subject === undefined)
    return [
      { rule, outcome: 'held', evidence: subjects[0] === undefined ? 'provider' : evidenceOf(subjects[0].exchange) },
    ];
  const finding = findingOf(rule, 'error', subject, {
    at: subject.provider.token.accessToken,
    expected: 'a token of its own for each request',
    actual: 'the token that another request of this run got',
  });
  return [
    { rule, outcome: 'broken', findings: [{ ...finding, source: { title: baselinePath(subject.provider.id) } }] },
  ];
}
