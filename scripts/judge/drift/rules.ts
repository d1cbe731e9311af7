import type { Severity } from '../../model/finding.ts';
import { idsOf, type RuleRow } from '../row.ts';

export type Accepts = 'adds' | 'relaxes' | 'replaces' | 'removes' | 'tightens' | 'widens';

interface BaselineRow extends RuleRow {
  /** `error`: a client that works today may break. `warning`: it likely works. `info`: it works. */
  readonly grade: Severity;
  /** What accepting it does to the baseline. */
  readonly accepts: Accepts;
}

const error = (words: string, accepts: Accepts): BaselineRow => ({ words, grade: 'error', accepts });
const warning = (words: string, accepts: Accepts): BaselineRow => ({ words, grade: 'warning', accepts });
const info = (words: string, accepts: Accepts): BaselineRow => ({ words, grade: 'info', accepts });

/** Every way in which an answer can differ from the accepted one, in the order of the report. */
export const baselineRules = {
  'baseline/refusal-granted': error('a request that was refused is granted now', 'replaces'),
  'baseline/redirect': error('the endpoint redirects now', 'replaces'),
  'baseline/success-status': error('the status of success changed', 'replaces'),
  'baseline/refusal-changed': error('the status or the code of a refusal changed', 'replaces'),
  'baseline/media-type': error('the body is not what it was: JSON or its media type', 'replaces'),
  'baseline/token-unusable': error('there is no usable token in its place any more', 'replaces'),
  'baseline/token-repeated': error('different requests get the same token now', 'replaces'),
  'baseline/member-moved': error('a member moved to another level', 'replaces'),
  'baseline/member-renamed': error('a member was renamed', 'replaces'),
  'baseline/member-removed': error('a member is gone', 'relaxes'),
  'baseline/member-optional': error('a member is in some answers now and not in others', 'relaxes'),
  'baseline/number-form': error('a number is written in another form', 'replaces'),
  'baseline/nullable': error('a value can be null now', 'relaxes'),
  'baseline/type-changed': error('the type of a value changed', 'replaces'),
  'baseline/lifetime-shorter': error('tokens live shorter than accepted', 'widens'),
  'baseline/constant': error('a constant changed', 'replaces'),
  'baseline/scope-shrank': error('less scope is granted', 'removes'),
  'baseline/header-lost': error('a header that clients and caches rely on is gone', 'removes'),
  'baseline/lifetime-longer': warning('tokens live longer than accepted', 'widens'),
  'baseline/constant-case': warning('a constant changed its letter case', 'replaces'),
  'baseline/scope-grew': warning('more scope is granted', 'adds'),
  'baseline/token-form': warning('tokens are of another form', 'replaces'),
  'baseline/optional-member-removed': warning('an optional member is gone', 'relaxes'),
  'baseline/value-added': warning('a code that was not there before', 'adds'),
  'baseline/value-removed': info('a code is gone', 'removes'),
  'baseline/claim-added': info('tokens have more claims', 'adds'),
  'baseline/member-added': info('a member is new', 'adds'),
  'baseline/member-required': info('a member that was optional is always there', 'tightens'),
  'baseline/not-nullable': info('a value is not null any more', 'adds'),
  'baseline/type-narrowed': info('a value has fewer types', 'tightens'),
  'baseline/header-added': info('a header is new', 'adds'),
  'baseline/media-type-parameter': info('a parameter of the media type changed', 'replaces'),
} as const satisfies Readonly<Record<`baseline/${string}`, BaselineRow>>;

export type BaselineRule = keyof typeof baselineRules;
export const everyBaselineRule: readonly BaselineRule[] = idsOf(baselineRules);

export const isOfLifetime = (rule: BaselineRule): boolean =>
  rule === 'baseline/lifetime-shorter' || rule === 'baseline/lifetime-longer';

/** Judged of a case that shows no change, or that cannot be compared. */
export const unchangedRules = {
  'baseline/unchanged': { words: 'the answer is not the accepted one' },
} as const satisfies Readonly<Record<`baseline/${string}`, RuleRow>>;
