import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { dist, root, stateOf } from './current.mjs';
import { licencesOf } from './licences.mjs';

const require = createRequire(import.meta.url);
const requireOfNewman = createRequire(require.resolve('newman'));
const requireOfRuntime = createRequire(requireOfNewman.resolve('postman-runtime'));
const requireOfSandbox = createRequire(requireOfRuntime.resolve('postman-sandbox'));

const jsoncParser = dirname(require.resolve('jsonc-parser/package.json'));
const jiti = dirname(require.resolve('jiti/package.json'));

/** Source files that the bundle holds in another form, by the end of their path. */
const replaced = [
  {
    file: 'scripts/engine/newman-packages.ts',
    with: () => `
      export const loadPackages = () => ({
        newman: require(${JSON.stringify(require.resolve('newman'))}),
        settingsFile: require(${JSON.stringify(require.resolve('newman/lib/config/rc-file'))}),
        runtime: require(${JSON.stringify(requireOfNewman.resolve('postman-runtime'))}),
        sandbox: require(${JSON.stringify(requireOfRuntime.resolve('postman-sandbox'))}),
      });`,
  },
  // The code of the sandbox, two megabytes, is a file of its own.
  {
    file: 'postman-sandbox/.cache/bootcode.js',
    with: () =>
      "module.exports = (done) => done(null, require('node:fs').readFileSync(require('node:path').join(__dirname, 'sandbox.txt'), 'utf8'));",
  },
  {
    file: 'uvm/lib/bridge.js',
    with: (/** @type {string} */ source) =>
      swap(source, 'vm.runInContext(code, context, {', 'compileCached(code).runInContext(context, {'),
  },
  // What reads TypeScript is a file of its own too: most runs find the code that it made the time before.
  { file: 'jiti/dist/babel.cjs', with: () => "module.exports = require('./typescript.cjs');" },
  // newman loads its reporters, a template engine among them. None is used.
  ...['cli/index', 'json/index', 'junit/index', 'progress', 'emojitrain'].map((name) => ({
    file: `newman/lib/reporters/${name}.js`,
    with: () => 'module.exports = class {};',
  })),
];

/** @param {string} source @param {string} from @param {string} to */
function swap(source, from, to) {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`expected once, found ${parts.length - 1} times: ${from}`);
  return parts.join(to);
}

/** @returns {import('esbuild').Plugin} */
const replacements = (/** @type {Set<string>} */ done, /** @type {string} */ validator) => ({
  name: 'replacements',
  setup(build) {
    build.onLoad({ filter: /\.c?[jt]s$/ }, ({ path }) => {
      const posix = path.replaceAll('\\', '/');
      if (posix.endsWith('/scripts/contract/provider-validator.ts'))
        return { contents: validator, loader: 'js', resolveDir: dirname(path) };
      const found = replaced.find(({ file }) => posix.endsWith(`/${file}`));
      if (found === undefined) return undefined;
      done.add(found.file);
      return { contents: found.with(readFileSync(path, 'utf8')), loader: 'js', resolveDir: dirname(path) };
    });
    // Our files find others from where they stand in the repository: scripts/ is two folders deep, dist/ is one.
    build.onLoad({ filter: /[\\/]scripts[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const place = JSON.stringify(relative(root, path).replaceAll('\\', '/'));
      return { contents: text.replaceAll('import.meta.url', `sourceUrl(${place})`), loader: 'ts' };
    });
    // Their other builds have requires that no bundler can follow.
    build.onResolve({ filter: /^jsonc-parser$/ }, () => ({ path: join(jsoncParser, 'lib/esm/main.js') }));
    build.onResolve({ filter: /^jiti$/ }, () => ({ path: join(jiti, 'lib/jiti.cjs') }));
    build.onResolve({ filter: /^\.\/typescript\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
});

const banner =
  "const sourceUrl = (path) => require('node:url').pathToFileURL(require('node:path').join(__dirname, '..', path)).href;";

/** Builds dist/ from the sources. Each file is replaced whole. */
export async function build() {
  const { build: bundle } = await import('esbuild');
  const used = new Set();
  const options = {
    absWorkingDir: root,
    bundle: true,
    write: /** @type {const} */ (false),
    platform: /** @type {const} */ ('node'),
    format: /** @type {const} */ ('cjs'),
    target: 'node20.19',
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    minifySyntax: true,
    minifyWhitespace: true,
    // Node prints the line of an error that nobody caught.
    lineLimit: 120,
    legalComments: /** @type {const} */ ('none'),
    metafile: /** @type {const} */ (true),
    plugins: [replacements(used, await providerValidator(bundle))],
    logLevel: /** @type {const} */ ('error'),
  };
  const loaded = await bundle({
    ...options,
    entryPoints: { main: 'scripts/dist/main.ts', worker: 'scripts/dist/worker.ts' },
    sourcemap: 'linked',
    sourcesContent: false,
    // postman-sandbox loads terser to build the code that it brings built; ws works without the other two.
    external: ['terser', 'bufferutil', 'utf-8-validate'],
    banner: { js: banner },
  });
  const unused = replaced.filter(({ file }) => !used.has(file)).map(({ file }) => file);
  if (unused.length > 0) throw new Error(`these files are not loaded any more: ${unused.join(', ')}`);
  /** @type {(done: (error: unknown, code: string) => void) => void} */
  const bootcode = requireOfSandbox('./.cache/bootcode.js');
  const files = new Map(loaded.outputFiles.map(({ path, contents }) => [relative(dist, path), contents]));
  bootcode((_, code) => files.set('sandbox.txt', Buffer.from(code)));
  files.set('typescript.cjs', readFileSync(join(jiti, 'dist/babel.cjs')));
  const hash = createHash('sha256');
  for (const contents of files.values()) hash.update(contents);
  const started = await bundle({
    ...options,
    entryPoints: {
      cli: 'scripts/dist/start.ts',
      library: 'scripts/dist/library.ts',
      'worker-start': 'scripts/dist/worker-start.ts',
    },
    define: { BUILD: JSON.stringify(hash.digest('hex').slice(0, 32)) },
    banner: { js: '#!/usr/bin/env node' },
  });
  for (const { path, contents } of started.outputFiles) files.set(relative(dist, path), contents);
  const inputs = [...Object.keys(loaded.metafile.inputs), ...Object.keys(started.metafile.inputs)];
  files.set('licences.txt', Buffer.from(licencesOf(inputs.map((path) => join(root, path)))));
  files.set('sources.json', Buffer.from(JSON.stringify(stateOf(ownSources(inputs)))));
  mkdirSync(dist, { recursive: true });
  for (const [name, contents] of files) {
    const path = join(dist, name);
    writeFileSync(`${path}.${process.pid}.tmp`, contents, { mode: name === 'cli.cjs' ? 0o755 : 0o644 });
    renameSync(`${path}.${process.pid}.tmp`, path);
  }
}

/**
 * The code that Ajv makes of the schema of provider files.
 * @param {typeof import('esbuild').build} bundle
 */
async function providerValidator(bundle) {
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: ['scripts/contract/provider-validator.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['ajv'],
    logLevel: 'error',
  });
  const module = { exports: /** @type {any} */ ({}) };
  new Function('module', 'require', outputFiles[0]?.text ?? '')(module, require);
  const { providerSchema, validatorOptions } = module.exports;
  const ajv = new Ajv({ ...validatorOptions, code: { source: true, esm: true } });
  const code = standalone.default(ajv, ajv.compile(providerSchema));
  return `${code}\nexport const validateProvider = validate;`;
}

/** Our files. Those of packages change with the lock file. @param {readonly string[]} inputs */
const ownSources = (inputs) => [
  ...new Set([
    ...inputs.filter((path) => !path.includes('node_modules')),
    'package.json',
    'package-lock.json',
    'scripts/contract/provider-validator.ts',
    'scripts/contract/provider-schema.ts',
    'scripts/dist/build.mjs',
    'scripts/dist/current.mjs',
    'scripts/dist/licences.mjs',
  ]),
];
