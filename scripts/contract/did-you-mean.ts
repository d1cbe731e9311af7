/** `; did you mean X?` for the name that is nearest, or the known names. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = known
    .map((one) => ({ one, edits: editsBetween(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, edits }) => edits <= Math.ceil(Math.max(name.length, one.length) / 3))
    .toSorted((a, b) => a.edits - b.edits)[0];
  if (near !== undefined) return `; did you mean ${near.one}?`;
  return known.length === 0 ? '; there are none' : `; known: ${known.join(', ')}`;
}

/** Longer names are not compared letter by letter. */
const longest = 60;

/** Insertions, deletions and replacements that turn one name into the other. */
function editsBetween(one: string, other: string): number {
  if (Math.max(one.length, other.length) > longest) return one === other ? 0 : longest;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1)
      next.push(
        Math.min(
          (row[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (row[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}
