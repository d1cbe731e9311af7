import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package that a file belongs to. @param {string} file */
function packageOf(file) {
  const match = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
  return match?.[1];
}

/**
 * The licences of the packages that these files belong to.
 * @param {readonly string[]} files absolute
 * @throws {Error} for a package without one
 */
export function licencesOf(files) {
  const folders = [...new Set(files.flatMap((file) => packageOf(file) ?? []))];
  const packages = folders.map((folder) => {
    const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const named =
      license?.type ?? license ?? licenses?.map((/** @type {{ type: string }} */ { type }) => type).join(' OR ');
    const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    if (typeof named !== 'string' && texts.length === 0) throw new Error(`${name} has no licence`);
    return {
      title: `${name} ${version} (${named ?? 'see its text'})`,
      text: texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()),
    };
  });
  const sorted = packages.toSorted((a, b) => (a.title < b.title ? -1 : 1));
  return [
    'This program contains the packages below. The code of the Postman sandbox (sandbox.txt) is built by Postman from',
    `postman-sandbox and these packages: ${sandboxModules(folders).join(', ')}.`,
    ...sorted.map(({ title, text }) =>
      [`\n${'='.repeat(80)}\n${title}\n`, ...(text.length > 0 ? text : ['The package has no licence text.'])].join(
        '\n',
      ),
    ),
    '',
  ].join('\n');
}

/** What the sandbox's code was built from: packages with their versions. @param {readonly string[]} folders */
function sandboxModules(folders) {
  const folder = folders.find((one) => one.endsWith('postman-sandbox'));
  if (folder === undefined) return [];
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const versions = { ...devDependencies, ...dependencies };
  const source = readFileSync(join(folder, 'lib/environment.js'), 'utf8');
  return Object.keys(versions)
    .filter((name) => new RegExp(`^ +'?${name}'?: \\{`, 'm').test(source))
    .map((name) => `${name} ${versions[name]}`);
}
