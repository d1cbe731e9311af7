import type { Citation } from './finding.ts';

/** `heuristic`: a rule of this project, where the RFC leaves it open. */
export type RfcLevel = 'MUST' | 'SHOULD' | 'heuristic';

/** What a report needs to know of a rule to write about it. */
export interface RuleText {
  readonly words: string;
  /** Of a row of the RFC verdict. */
  readonly level?: RfcLevel;
  readonly source?: Citation;
}

/** The text of every rule by its id. The rules are in judge/. The texts are passed to the reports, because stages do not import each other. */
export type RuleBook = Readonly<Record<string, RuleText>>;
