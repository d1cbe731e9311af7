/** One challenge of a WWW-Authenticate header. The scheme and the names of its parameters are in lower case. */
interface Challenge {
  readonly scheme: string;
  readonly parameters: readonly string[];
}

const token = "[\\w!#$%&'*+.^`|~-]+";
const parameter = new RegExp(`^(${token})\\s*=\\s*""$|^(${token})\\s*=\\s*${token}$`);
const beginning = new RegExp(`^(${token})(?:\\s+(.*))?$`);

/** Reads a WWW-Authenticate header (RFC 9110 §11.6.1), in which commas part challenges and parameters alike. */
export function challengesIn(header: string | undefined): readonly Challenge[] {
  const challenges: { scheme: string; parameters: string[] }[] = [];
  // A quoted text may hold commas and anything that looks like a challenge.
  for (const part of (header ?? '').replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').split(',')) {
    const text = part.trim();
    const alone = nameOf(text);
    if (alone !== undefined) {
      challenges.at(-1)?.parameters.push(alone);
      continue;
    }
    const [, scheme, rest = ''] = beginning.exec(text) ?? [];
    if (scheme === undefined) continue;
    const first = nameOf(rest);
    challenges.push({ scheme: scheme.toLowerCase(), parameters: first === undefined ? [] : [first] });
  }
  return challenges;
}

function nameOf(text: string): string | undefined {
  const [, quoted, plain] = parameter.exec(text) ?? [];
  return (quoted ?? plain)?.toLowerCase();
}
