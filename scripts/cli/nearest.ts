/** Up to this many wrong characters are a slip of the pen. */
const mostSlips = 2;

/** Letters and digits only, in small letters: `OPTTY_CLIENTID` and `OPTTY_CLIENT_ID` are the same. */
const bare = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * The known word that is nearly the same; `undefined` if none is, or if the first letters differ. commander has such a
 * search for flags, but does not export it.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = bare(word);
  const [best] = known
    .map((one) => ({ one, slips: slipsBetween(wanted, bare(one)), length: bare(one).length }))
    .filter(({ one, slips, length }) => bare(one)[0] === wanted[0] && slips <= mostSlips && slips * 3 <= length)
    .toSorted((a, b) => a.slips - b.slips);
  return best?.one;
}

/** Insertions, deletions, replacements and swaps of neighbours: the optimal string alignment distance. */
function slipsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (isSame ? 0 : 1),
          ...(isSwap ? [(before[j - 2] ?? 0) + 1] : []),
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
