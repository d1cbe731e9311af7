import type { Case, CaseId } from '../../model/case.ts';
import { nearest } from '../nearest.ts';

const special = /[\\^$.|+()[\]]/g;

const wildcards = (escaped: string): string =>
  escaped.replaceAll(/\*\*|\*|\?|\{([^{}]*)\}/g, (token: string, choices: string | undefined) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `(?:${(choices ?? '').split(',').map(wildcards).join('|')})`;
  });

/** `*` and `?` do not match a slash, `**` does, `{a,b}` matches either. */
const toRegExp = (glob: string): RegExp => new RegExp(`^${wildcards(glob.replace(special, '\\$&'))}$`, 'i');

/** The names that `--case` accepts for a case: its id, and its id with the folder. */
const namesOf = ({ id, folder }: Case): readonly string[] => [id, id.replace('/', `/${folder}/`)];

export const matches = (glob: string, one: Case): boolean => namesOf(one).some((name) => toRegExp(glob).test(name));

/** Whether a case is named exactly, not only matched by a pattern. */
export const isNamed = (globs: readonly string[], one: Case): boolean =>
  globs.some((glob) => namesOf(one).some((name) => name.toLowerCase() === glob.toLowerCase()));

/** The problem of a glob that matches none of these cases. */
export function matchesNothing(flag: string, glob: string, cases: readonly Case[]): string {
  const slip = nearest(
    glob,
    cases.flatMap((one) => namesOf(one)),
  );
  if (slip !== undefined) return `--${flag} ${glob}: matches nothing (did you mean ${slip}?)`;
  const near = nearMatches(glob, cases);
  return `--${flag} ${glob}: matches nothing${near.length === 0 ? '; --list shows the cases' : `; near: ${near.join(', ')}`}`;
}

/** Up to five ids that share the most words with a glob, best first. */
export function nearMatches(glob: string, cases: readonly Case[]): readonly CaseId[] {
  const wanted = glob
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 2);
  const score = ({ id }: Case): number => wanted.filter((part) => id.includes(part)).length;
  return cases
    .map((one) => ({ id: one.id, score: score(one) }))
    .filter((one) => one.score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 5)
    .map(({ id }) => id);
}
