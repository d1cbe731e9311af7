import { type RfcRule, rfcRules } from '../judge/rules.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import type { ProviderReport } from '../model/report.ts';
import type { RfcLevel } from '../model/rule.ts';

/** A row of the rfc verdict as a reader sees it, e.g. `token_type must be present`, `RFC 6749 §5.1`, `MUST`. */
interface CardRow {
  readonly rule: RfcRule;
  readonly words: string;
  readonly section: string;
  readonly url: string | undefined;
  readonly level: RfcLevel;
}

export interface BrokenRow extends CardRow {
  readonly findings: readonly [Finding, ...Finding[]];
  /** What the provider's documentation says of it: documented by the provider, not conforming. */
  readonly documented: NonNullable<Finding['deviation']> | undefined;
  /** Seen in an answer that the mock assumed: it says nothing of the provider. */
  readonly onAssumption: boolean;
}

/** What the RFCs say of one provider, in the order of the table. */
export interface ConformanceCard {
  /** All of them: held, broken and not judged. */
  readonly rows: number;
  readonly held: number;
  readonly heldOnAssumption: number;
  readonly broken: readonly BrokenRow[];
  readonly notJudged: readonly (CardRow & { readonly why: string })[];
}

const isRfcRule = (rule: string): rule is RfcRule => Object.hasOwn(rfcRules, rule);

function rowOf(rule: RfcRule): CardRow {
  const { words, level, source } = rfcRules[rule];
  return { rule, words, level, section: [source.title, source.at].join(' '), url: source.url };
}

/** Computed from the provider-wide judgements; `undefined` where the rfc verdict was not asked. */
export function conformanceOf({ cases, judgements }: ProviderReport): ConformanceCard | undefined {
  const rows = judgements.flatMap((judgement): readonly { row: CardRow; judgement: Judgement }[] =>
    isRfcRule(judgement.rule) ? [{ row: rowOf(judgement.rule), judgement }] : [],
  );
  if (rows.length === 0) return undefined;
  const assumed = new Set(
    cases.flatMap((one) => {
      const last = one.exchange.attempts.at(-1);
      return last?.kind === 'answered' && last.answer.mockBasis === 'assumed' ? [one.case.id] : [];
    }),
  );
  const held = rows.flatMap(({ judgement }) => (judgement.outcome === 'held' ? [judgement.evidence] : []));
  return {
    rows: rows.length,
    held: held.length,
    heldOnAssumption: held.filter((evidence) => evidence === 'mock-assumed').length,
    broken: rows.flatMap(({ row, judgement }): readonly BrokenRow[] => {
      if (judgement.outcome !== 'broken') return [];
      const { findings } = judgement;
      return [
        {
          ...row,
          findings,
          documented: findings.find(({ deviation }) => deviation !== undefined)?.deviation,
          onAssumption: findings.every((finding) => finding.case !== undefined && assumed.has(finding.case)),
        },
      ];
    }),
    notJudged: rows.flatMap(({ row, judgement }) =>
      judgement.outcome === 'not-judged' ? [{ ...row, why: judgement.why }] : [],
    ),
  };
}

/** e.g. `17 of 24 rows held (5 on assumptions of the mock), 3 broken (2 as documented by the provider), 4 not judged` */
export function cardInWords({ rows, held, heldOnAssumption, broken, notJudged }: ConformanceCard): string {
  const documented = broken.filter((row) => row.documented !== undefined).length;
  const assumptions = heldOnAssumption === 0 ? '' : ` (${heldOnAssumption} on assumptions of the mock)`;
  return [
    `${held} of ${rows} rows held${assumptions}`,
    ...(broken.length === 0
      ? []
      : [`${broken.length} broken${documented === 0 ? '' : ` (${documented} as documented by the provider)`}`]),
    ...(notJudged.length === 0 ? [] : [`${notJudged.length} not judged`]),
  ].join(', ');
}

/** Why a broken row may be no news; empty where nothing excuses it. */
export const excuseOf = ({ documented, onAssumption }: BrokenRow): string =>
  documented !== undefined
    ? 'documented by the provider, not conforming'
    : onAssumption
      ? 'on an assumption of the mock'
      : '';
