import { tokensOf } from '../../model/pointer.ts';
import type { Pointer } from '../../model/provider.ts';
import type { MemberShape, Shape } from '../../model/shape.ts';
import { type ShapeChange, shapeChange, without } from './shape-change.ts';

/** Only the items of a list show several values in one answer. Elsewhere a value that is missing once means nothing. */
export const isInItems = (at: Pointer): boolean => tokensOf(at).includes('*');

const isNumeric = ({ types, formats = [] }: MemberShape): boolean =>
  types.every((type) => type === 'integer' || type === 'number' || (type === 'string' && formats.join() === 'digits'));

export const typesInWords = ({ types, formats = [] }: MemberShape): string =>
  types
    .map((type) => {
      if (type === 'string' && formats.includes('digits')) return 'string of digits';
      if (type === 'string' && formats.includes('empty')) return 'empty string';
      return type === 'number' ? 'number with a fraction' : type;
    })
    .join(' or ');

/** What changed in the types at one place. */
export function typeChange(
  at: Pointer,
  accepted: MemberShape,
  observed: MemberShape,
  before: Shape,
): ShapeChange | undefined {
  const [expected, actual] = [typesInWords(accepted), typesInWords(observed)];
  const added = without(observed.types, accepted.types);
  const isToken = before.tokens.includes(at);
  if (isToken && (!observed.types.includes('string') || observed.formats?.join() === 'empty'))
    return shapeChange('baseline/token-unusable', at, 'a token', actual);
  if (added.length === 0) {
    const lost = without(accepted.types, observed.types);
    if (lost.length === 0 || !isInItems(at)) return undefined;
    return shapeChange(
      lost.includes('null') ? 'baseline/not-nullable' : 'baseline/type-narrowed',
      at,
      expected,
      actual,
    );
  }
  if (accepted.types.join() === 'null') return shapeChange('baseline/not-nullable', at, expected, actual);
  if (added.join() === 'null') return shapeChange('baseline/nullable', at, expected, actual);
  const rule = isNumeric(accepted) && isNumeric(observed) ? 'baseline/number-form' : 'baseline/type-changed';
  return shapeChange(rule, at, expected, actual);
}
