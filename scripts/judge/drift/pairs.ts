import { tokensOf } from '../../model/pointer.ts';
import type { Pointer } from '../../model/provider.ts';
import type { MemberShape, Members } from '../../model/shape.ts';
import { isTokenKind } from '../../oauth/token-response.ts';

export interface Pair {
  readonly from: Pointer;
  readonly to: Pointer;
}

export const parentOf = (at: string): Pointer => toPointer(at.slice(0, at.lastIndexOf('/')));
export const toPointer = (at: string): Pointer => (at === '' ? '' : `/${at.slice(1)}`);
export const nameOf = (at: Pointer): string => tokensOf(at).at(-1) ?? '';
/** Whether `at` is the place `other` or inside it. */
export const isWithin = (at: string, other: string): boolean => at === other || at.startsWith(`${other}/`);

/** `access_token`, `accessToken` and `Access-Token` are the same words, `scope` and `scopes` too. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/s$/, ''));
const sameWords = (one: string, other: string): boolean => wordsOf(one).join(' ') === wordsOf(other).join(' ');
/** `type` and `token_type`, `expires` and `expires_in`. */
const partOf = (one: string, other: string): boolean => {
  const [short = [], long = []] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length);
  const text = long.join(' ');
  return short.length > 0 && (text.startsWith(`${short.join(' ')} `) || text.endsWith(` ${short.join(' ')}`));
};

const holdsToken = ({ formats = [] }: MemberShape): boolean => formats.some(isTokenKind);
const isNested = ({ types }: MemberShape): boolean => types.includes('object') || types.includes('array');
const alike = (one: MemberShape, other: MemberShape): boolean =>
  one.types.join() === other.types.join() && (one.formats ?? []).join() === (other.formats ?? []).join();

/** How likely it is that a member was renamed from one name to the other. 0: it was not. */
function likeness(from: Pointer, to: Pointer, accepted: MemberShape, observed: MemberShape, isOnly: boolean): number {
  if (sameWords(nameOf(from), nameOf(to))) return 4;
  if (holdsToken(accepted) && holdsToken(observed)) return 3;
  if (isNested(accepted) || isNested(observed) || holdsToken(accepted) || holdsToken(observed)) return 0;
  if (partOf(nameOf(from), nameOf(to))) return 2;
  // Two texts look alike whatever they mean.
  return isOnly && !observed.formats?.includes('text') && alike(accepted, observed) ? 1 : 0;
}

/** Pairs of lost and new members under the same parent. The likeliest pair is taken first, and each member once. */
export function renames(
  gone: readonly Pointer[],
  added: readonly Pointer[],
  accepted: Members,
  observed: Members,
): readonly Pair[] {
  const candidates = gone.flatMap((from) => {
    const beside = added.filter((to) => parentOf(to) === parentOf(from));
    const isOnly = beside.length === 1 && gone.filter((other) => parentOf(other) === parentOf(from)).length === 1;
    return beside.flatMap((to) => {
      const [before, after] = [accepted[from], observed[to]];
      const score = before === undefined || after === undefined ? 0 : likeness(from, to, before, after, isOnly);
      return score === 0 ? [] : [{ from, to, score }];
    });
  });
  const pairs: Pair[] = [];
  for (const { from, to } of candidates.toSorted((a, b) => b.score - a.score))
    if (!pairs.some((pair) => pair.from === from || pair.to === to)) pairs.push({ from, to });
  return pairs;
}

/** Lost members that stand on another level now, under the same name. A member that moved with its content is one pair. */
export function moves(
  gone: readonly Pointer[],
  added: readonly Pointer[],
  accepted: Members,
  observed: Members,
): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const from of gone) {
    if (pairs.some((pair) => from !== pair.from && isWithin(from, pair.from))) continue;
    const to = added.find(
      (one) =>
        parentOf(one) !== parentOf(from) &&
        sameWords(nameOf(one), nameOf(from)) &&
        accepted[from]?.types.some((type) => observed[one]?.types.includes(type)) === true &&
        !pairs.some((pair) => isWithin(one, pair.to)),
    );
    if (to !== undefined) pairs.push({ from, to });
  }
  return pairs;
}
