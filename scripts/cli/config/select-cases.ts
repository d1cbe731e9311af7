import type { Case, CaseId } from '../../model/case.ts';

const special = /[\\^$.|+()[\]]/g;

const wildcards = (escaped: string): string =>
  escaped.replaceAll(/\*\*|\*|\?|\{([^{}]*)\}/g, (token: string, choices: string | undefined) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `(?:${(choices ?? '').split(',').map(wildcards).join('|')})`;
  });

/** `*` and `?` stop at a slash, `**` does not, `{a,b}` chooses. */
const toRegExp = (glob: string): RegExp => new RegExp(`^${wildcards(glob.replace(special, '\\$&'))}$`, 'i');

/** A case under the names that `--case` knows it by: with its folder and without. */
const namesOf = ({ id, folder }: Case): readonly string[] => [id, id.replace('/', `/${folder}/`)];

export const matches = (glob: string, one: Case): boolean => namesOf(one).some((name) => toRegExp(glob).test(name));

/** Asked for by its name, not by a pattern that happens to fit. */
export const isNamed = (globs: readonly string[], one: Case): boolean =>
  globs.some((glob) => namesOf(one).some((name) => name.toLowerCase() === glob.toLowerCase()));

/** What to say of a glob that matches none of these cases. */
export function matchesNothing(flag: string, glob: string, cases: readonly Case[]): string {
  const near = nearMatches(glob, cases);
  return `--${flag} ${glob}: matches nothing${near.length === 0 ? '; --list shows the cases' : `; near: ${near.join(', ')}`}`;
}

/** Ids that look like a glob which matched nothing. */
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
