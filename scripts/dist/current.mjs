import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const dist = join(root, 'dist');

/** What shows that a file changed, by its path. @param {readonly string[]} paths */
export const stateOf = (paths) =>
  Object.fromEntries(
    paths.map((path) => {
      const { mtimeMs, size } = statSync(join(root, path));
      return [path, `${mtimeMs} ${size}`];
    }),
  );

/** Whether dist/ was made from the sources as they are. */
export function isCurrent() {
  try {
    const before = JSON.parse(readFileSync(join(dist, 'sources.json'), 'utf8'));
    const now = stateOf(Object.keys(before));
    return Object.keys(before).every((path) => before[path] === now[path]);
  } catch {
    return false;
  }
}
