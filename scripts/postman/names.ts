/**
 * Names that are file names too: Postman's folder format saves each request under its name. Without `/ \\ : * ? " < > |`, and
 * unique without regard to case.
 */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = fileName(name);
    let unique = plain;
    for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${plain} ${count}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

const fileName = (name: string): string =>
  name
    .replaceAll(/\s*:\s+/g, ', ')
    .replaceAll(/["?*<>]/g, '')
    .replaceAll(/[/\\:|]/g, '-')
    .trim();
