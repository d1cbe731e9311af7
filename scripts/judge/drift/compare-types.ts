import type { NumberForm } from '../../model/exchange.ts';
import { tokensOf } from '../../model/pointer.ts';
import type { Pointer } from '../../model/provider.ts';
import type { MemberShape, Shape } from '../../model/shape.ts';
import type { Documented } from './documented.ts';
import { type ShapeChange, shapeChange, without } from './shape-change.ts';

/** Only the items of a list show several values in one answer. Elsewhere a value that is missing once means nothing. */
export const isInItems = (at: Pointer): boolean => tokensOf(at).includes('*');

const isNumeric = ({ types, formats = [] }: MemberShape): boolean =>
  types.every((type) => type === 'integer' || type === 'number' || (type === 'string' && formats.join() === 'digits'));

export const typesInWords = ({ types, formats = [], numbers = [] }: MemberShape): string =>
  types
    .map((type) => {
      if (type === 'string' && formats.includes('digits')) return 'string of digits';
      if (type === 'string' && formats.includes('empty')) return 'empty string';
      if (type === 'integer' && numbers.length > 0)
        return `integer ${numbers.map((form) => written[form]).join(' or ')}`;
      return type === 'number' ? 'number with a fraction' : type;
    })
    .join(' or ');

const written: Readonly<Record<NumberForm, string>> = {
  fraction: 'written with a fraction',
  exponent: 'written with an exponent',
  'negative-zero': 'written as -0',
};

/** Whether a number has a form now that strict clients do not read, and that it did not have. */
export function hasNewForm(accepted: MemberShape, observed: MemberShape): boolean {
  const formsOf = ({ types, numbers = [] }: MemberShape): readonly NumberForm[] =>
    types.includes('number') ? [...numbers, 'fraction'] : numbers;
  return [accepted, observed].every(isNumber) && without(formsOf(observed), formsOf(accepted)).length > 0;
}

const isNumber = ({ types }: MemberShape): boolean => types.every((type) => type === 'integer' || type === 'number');

/** What changed in the types at one place. */
export function typeChange(
  at: Pointer,
  accepted: MemberShape,
  observed: MemberShape,
  before: Shape,
  documented: Documented,
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
  // Where a number is documented, a value may have a fraction or none: its form alone changes (see valueChanges).
  if ([accepted, observed].every(isNumber) && documented.saysNumber(at)) return undefined;
  if (accepted.types.join() === 'null') return shapeChange('baseline/not-nullable', at, expected, actual);
  if (added.join() === 'null') return shapeChange('baseline/nullable', at, expected, actual);
  const rule = isNumeric(accepted) && isNumeric(observed) ? 'baseline/number-form' : 'baseline/type-changed';
  return shapeChange(rule, at, expected, actual);
}
