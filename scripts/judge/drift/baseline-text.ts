import type { Baseline } from '../../model/shape.ts';

/** The order of the known names. All others (pointers and ids) are sorted by their characters. */
const order: readonly string[] = [
  'format',
  'provider',
  'origin',
  'tokens',
  'cases',
  'firstSeen',
  'lastSeen',
  'observations',
  'shape',
  'status',
  'mediaType',
  'parameters',
  'headers',
  'body',
  'why',
  'members',
  'types',
  'optional',
  'formats',
  'numbers',
  'constant',
  'codes',
  'scope',
  'lifetime',
  'min',
  'max',
  'seen',
  'left',
  'instant',
  'jwt',
  'alg',
  'enc',
  'iss',
  'header',
  'claims',
  'alphabet',
  'tokenLength',
  'least',
  'most',
  'beyond',
];
/** Baseline, cases, case, shape, members. Deeper objects stand on one line. */
const levels = 5;

function rank(name: string): number {
  const at = order.indexOf(name);
  return at === -1 ? order.length : at;
}

const sorted = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));

function written(value: unknown, level: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => written(item, level)).join(', ')}]`;
  const entries = sorted(value).map(([name, inner]) => `${JSON.stringify(name)}: ${written(inner, level + 1)}`);
  if (entries.length === 0) return '{}';
  const indent = '  '.repeat(level + 1);
  return level >= levels
    ? `{ ${entries.join(', ')} }`
    : `{\n${indent}${entries.join(`,\n${indent}`)}\n${'  '.repeat(level)}}`;
}

/** The text of a baseline's file. The order is fixed and each member has its own line, so that a diff shows what changed. */
export const baselineText = (baseline: Baseline): string => `${written(baseline, 0)}\n`;
