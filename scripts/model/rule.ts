import type { Citation } from './finding.ts';

/** `heuristic`: a rule of this project, where the RFC leaves it open. */
export type RfcLevel = 'MUST' | 'SHOULD' | 'heuristic';

/**
 * What OAuth 2.1 makes of a row of the RFC verdict, by draft-ietf-oauth-v2-1-16. `section`: where the draft says so; of a dropped row,
 * where RFC 6749 says it and the draft no longer does.
 */
export interface DraftText {
  readonly change: 'kept' | 'changed' | 'dropped';
  readonly section: string;
  /** Of a changed row: what the draft says instead. */
  readonly instead?: string;
}

/** What a report needs to know of a rule to write about it. */
export interface RuleText {
  readonly words: string;
  /** Of a row of the RFC verdict. */
  readonly level?: RfcLevel;
  readonly source?: Citation;
  /** Absent: the draft says nothing of it. */
  readonly oauth21?: DraftText;
}

/** The text of every rule by its id. The rules are in judge/. The texts are passed to the reports, because stages do not import each other. */
export type RuleBook = Readonly<Record<string, RuleText>>;
