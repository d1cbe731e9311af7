import { join, resolve } from 'node:path';
import { schemaProblems } from '../contract/schema-problems.ts';
import { UsageError } from '../model/usage-error.ts';
import { postmanFiles } from '../postman/index.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { readSchemas } from '../store/schemas.ts';
import { isSameText, readIfPresent } from '../store/text-file.ts';
import { envExample } from './config/index.ts';
import { contractsWith } from './contracts.ts';
import type { BuildFlags } from './flags.ts';
import type { Io, Project } from './project.ts';
import { withProviderTable } from './readme.ts';
import { missingSecondOpinions } from './second-opinions.ts';

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Everything that is generated from the providers' data. */
async function generatedFiles({ root, providers }: Project): Promise<readonly GeneratedFile[]> {
  const schemas = await readSchemas(root);
  const problems = schemaProblems(providers, schemas);
  if (problems.length > 0) throw new UsageError(problems);
  const readme = await readIfPresent(join(root, 'README.md'));
  return [
    ...providers.map(contractsWith(await readSchemas(root))).flatMap(postmanFiles),
    { path: '.env.example', text: envExample(providers) },
    ...(readme === undefined ? [] : [{ path: 'README.md', text: withProviderTable(readme, providers) }]),
  ];
}

/** Postman's folder format of every provider. Its YAML library is loaded for nothing else. */
async function v3FolderFiles({ root, providers }: Project): Promise<readonly GeneratedFile[]> {
  const { v3Files } = await import('../postman/v3.ts');
  const schemas = await readSchemas(root);
  const contractOf = contractsWith(schemas);
  return providers.flatMap((provider) => v3Files(provider, contractOf(provider).cases, schemas));
}

/**
 * `npm run build`: writes the generated files, or with `check` names those that are stale. With `v3` the files are those of
 * Postman's folder format, in that folder. Returns the exit code.
 */
export async function build({ check, v3 }: BuildFlags, io: Io, project: Project): Promise<ExitCode> {
  for (const warning of missingSecondOpinions(project)) io.stderr.write(`warning: ${warning}\n`);
  const files = v3 === undefined ? await generatedFiles(project) : await v3FolderFiles(project);
  const folder = v3 === undefined ? project.root : resolve(io.cwd, v3);
  const current = await Promise.all(files.map(({ path }) => readIfPresent(join(folder, path))));
  const stale = files.filter(({ text }, index) => !isSameText(text, current[index] ?? ''));
  if (check) {
    for (const { path } of stale) io.stderr.write(`stale: ${path}\n`);
    io.stdout.write(stale.length === 0 ? `${files.length} generated files are up to date\n` : '');
    if (stale.length > 0) io.stderr.write(`run npm run build${v3 === undefined ? '' : ` -- --v3 ${v3}`}\n`);
    return stale.length === 0 ? exitCodes.done : exitCodes.stale;
  }
  for (const { path, text } of stale) await project.writeWhole(join(folder, path), text);
  for (const { path } of stale) io.stdout.write(`wrote ${path}\n`);
  io.stdout.write(`${files.length} generated files, ${stale.length} changed\n`);
  return exitCodes.done;
}
