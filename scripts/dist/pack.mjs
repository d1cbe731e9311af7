// Makes what the package holds: dist/ from the sources as they are, and the types of the library.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { dist, root } from './current.mjs';

await build();

const declarations = mkdtempSync(join(tmpdir(), 'contracts-types-'));
try {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const settings = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: root,
      outDir: declarations,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [join(root, 'scripts/dist/library.ts')],
    include: [],
  };
  writeFileSync(join(declarations, 'tsconfig.json'), JSON.stringify(settings));
  const { status } = spawnSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', declarations], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the types of the library could not be made');
  rmSync(join(dist, 'types'), { recursive: true, force: true });
  const entry = 'scripts/dist/library';
  writeFileSync(join(dist, 'library.d.cts'), `export * from './types/${entry}.cjs';\n`);
  copyTypes(entry, new Set());
} finally {
  rmSync(declarations, { recursive: true });
}

/**
 * Copies a declaration file and those that it imports, as CommonJS, which is what dist/ holds.
 * @param {string} file without its ending @param {Set<string>} done
 */
function copyTypes(file, done) {
  if (done.has(file)) return;
  done.add(file);
  const text = readFileSync(join(declarations, `${file}.d.ts`), 'utf8');
  const imports = [...text.matchAll(/(?:from |import\()["']([^"']+)["']/g)].map(([, path = '']) => path);
  const outside = imports.filter((path) => !path.startsWith('.'));
  if (outside.length > 0) throw new Error(`the types of ${file} need ${outside.join(', ')}, which no consumer has`);
  const target = join(dist, 'types', `${file}.d.cts`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text.replaceAll(/((?:from |import\()["']\.[^"']+)\.ts(["'])/g, '$1.cjs$2'));
  for (const path of imports) copyTypes(join(dirname(file), path.replace(/\.ts$/, '')), done);
}
