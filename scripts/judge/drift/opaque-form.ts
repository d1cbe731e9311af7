import type { TokenAlphabet } from '../../model/exchange.ts';
import type { Pointer } from '../../model/provider.ts';
import type { MemberShape } from '../../model/shape.ts';
import { type ShapeChange, shapeChange } from './shape-change.ts';

interface Alphabet {
  readonly words: string;
  /** How many characters it has. */
  readonly size: number;
  /** The alphabets whose characters it has too. */
  readonly holds: readonly TokenAlphabet[];
}

const hex = ['digits', 'hex-lower', 'hex-upper'] as const;
const base = [...hex, 'alphanumeric'] as const;
const alphabets: Readonly<Record<TokenAlphabet, Alphabet>> = {
  digits: { words: 'digits', size: 10, holds: [] },
  'hex-lower': { words: 'hex digits', size: 16, holds: ['digits'] },
  'hex-upper': { words: 'hex digits in capitals', size: 16, holds: ['digits'] },
  uuid: { words: 'a UUID', size: 17, holds: [] },
  alphanumeric: { words: 'letters and digits', size: 62, holds: hex },
  base64url: { words: 'base64url', size: 64, holds: base },
  base64: { words: 'base64', size: 64, holds: base },
  b64token: { words: 'b64token characters', size: 68, holds: [...base, 'base64url', 'base64'] },
  other: { words: 'other characters', size: 95, holds: [...base, 'base64url', 'base64', 'b64token'] },
};

/** A token looks as if it had a smaller alphabet by chance: below this chance, the alphabet is another one. */
const leastChance = 1e-6;

/** `length` is that of the token with the smaller alphabet. */
const mayLook = (small: TokenAlphabet, large: TokenAlphabet, length: number): boolean =>
  alphabets[large].holds.includes(small) && (alphabets[small].size / alphabets[large].size) ** length >= leastChance;

/** Columns and patterns of clients are made for a length: up to this share more or less is no change. */
const tolerance = 0.25;

type Lengths = NonNullable<MemberShape['tokenLength']>;

const isBeyond = (accepted: Lengths, observed: Lengths): boolean =>
  observed.most > accepted.most * (1 + tolerance) || observed.least < accepted.least * (1 - tolerance);

const lengthsInWords = ({ least, most }: Lengths): string =>
  least === most ? `${least} characters` : `${least} to ${most} characters`;

/** What changed in the text of opaque tokens at one place: their characters, or their lengths. */
export function opaqueChange(at: Pointer, before: MemberShape, after: MemberShape): readonly ShapeChange[] {
  const [was, is, accepted, observed] = [before.alphabet, after.alphabet, before.tokenLength, after.tokenLength];
  if (was === undefined || is === undefined || accepted === undefined || observed === undefined) return [];
  const isOther = was !== is && !mayLook(is, was, observed.least) && !mayLook(was, is, accepted.least);
  if (!isOther && !isBeyond(accepted, observed)) return [];
  const inWords = (alphabet: TokenAlphabet, lengths: Lengths): string =>
    `an opaque token of ${lengthsInWords(lengths)}, ${alphabets[alphabet].words}`;
  const accepts = isOther ? 'replaces' : 'adds';
  return [shapeChange('baseline/token-form', at, inWords(was, accepted), inWords(is, observed), { accepts })];
}

/** The alphabet and the lengths that fit the tokens of both places. */
export function bothOpaque(
  one: MemberShape,
  other: MemberShape,
): Pick<MemberShape, 'alphabet' | 'tokenLength'> | undefined {
  if (one.alphabet === undefined || other.alphabet === undefined) return undefined;
  if (one.tokenLength === undefined || other.tokenLength === undefined) return undefined;
  const isLarger = alphabets[one.alphabet].holds.includes(other.alphabet);
  return {
    alphabet: isLarger ? one.alphabet : other.alphabet,
    tokenLength: {
      least: Math.min(one.tokenLength.least, other.tokenLength.least),
      most: Math.max(one.tokenLength.most, other.tokenLength.most),
    },
  };
}
