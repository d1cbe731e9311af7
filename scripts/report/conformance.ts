import type { Finding, Judgement, RuleId } from '../model/finding.ts';
import type { ProviderReport } from '../model/report.ts';
import type { DraftText, RfcLevel, RuleBook } from '../model/rule.ts';
import { assumptionNote, onAssumptions } from './wording.ts';

/** A row of the RFC verdict for readers, e.g. `token_type must be present`, `RFC 6749 §5.1`, `MUST`. */
interface CardRow {
  readonly rule: RuleId;
  readonly words: string;
  readonly section: string;
  readonly url: string | undefined;
  readonly level: RfcLevel;
  /** What the draft of OAuth 2.1 makes of it, e.g. `drops it (§3.2.3)`. Empty: it says nothing of it. */
  readonly oauth21: string;
}

export interface BrokenRow extends CardRow {
  readonly findings: readonly [Finding, ...Finding[]];
  /** The place where the provider itself documents that it departs from the RFC. */
  readonly documented: NonNullable<Finding['deviation']> | undefined;
  /** Every finding is on an answer that the mock assumes: it tells you nothing about the provider. */
  readonly onAssumption: boolean;
}

/** What the RFCs say about one provider. The rows stand in the order of its judgements. */
export interface ConformanceCard {
  /** The number of all rows: held, broken and not judged. */
  readonly rows: number;
  readonly held: number;
  readonly heldOnAssumption: number;
  readonly broken: readonly BrokenRow[];
  readonly notJudged: readonly (CardRow & { readonly why: string })[];
}

/** `undefined`: the rule is no row of the card. */
function rowOf(rule: RuleId, rules: RuleBook): CardRow | undefined {
  const { words, level, source, oauth21 } = rules[rule] ?? {};
  if (words === undefined || level === undefined || source === undefined) return undefined;
  return {
    rule,
    words,
    level,
    section: [source.title, source.at].join(' '),
    url: source.url,
    oauth21: draftInWords(oauth21),
  };
}

/** The text that the column on OAuth 2.1 rests on. */
export const oauth21Draft = 'draft-ietf-oauth-v2-1-16';

function draftInWords(text: DraftText | undefined): string {
  if (text === undefined) return '';
  const { change, section, instead } = text;
  const verb = { kept: 'keeps it', changed: 'changes it', dropped: 'drops it' }[change];
  return `${verb} (${section})${instead === undefined ? '' : `: ${instead}`}`;
}

/** Computed from the provider-wide judgements. `undefined`: none of them is of the RFC verdict. */
export function conformanceOf({ cases, judgements }: ProviderReport, rules: RuleBook): ConformanceCard | undefined {
  const rows = judgements.flatMap((judgement): readonly { row: CardRow; judgement: Judgement }[] => {
    const row = rowOf(judgement.rule, rules);
    return row === undefined ? [] : [{ row, judgement }];
  });
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

/** The counts of a card, e.g. `17 of 24 rows held (5 on assumptions of the mock), 3 broken (2 as documented by the provider), 4 not judged` */
export function cardInWords({ rows, held, heldOnAssumption, broken, notJudged }: ConformanceCard): string {
  const documented = broken.filter((row) => row.documented !== undefined).length;
  const assumptions = heldOnAssumption === 0 ? '' : ` (${onAssumptions(heldOnAssumption)})`;
  return [
    `${held} of ${rows} rows held${assumptions}`,
    ...(broken.length === 0
      ? []
      : [`${broken.length} broken${documented === 0 ? '' : ` (${documented} as documented by the provider)`}`]),
    ...(notJudged.length === 0 ? [] : [`${notJudged.length} not judged`]),
  ].join(', ');
}

/** Why a broken row may be no news. Empty: nothing excuses it. */
export const excuseOf = ({ documented, onAssumption }: BrokenRow): string =>
  documented !== undefined ? 'documented by the provider, not conforming' : onAssumption ? assumptionNote : '';
