import { join } from 'node:path';
import { postmanFiles } from '../postman/index.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { readSchemas } from '../store/schemas.ts';
import { readIfPresent } from '../store/text-file.ts';
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
  const readme = await readIfPresent(join(root, 'README.md'));
  return [
    ...providers.map(contractsWith(await readSchemas(root))).flatMap(postmanFiles),
    { path: '.env.example', text: envExample(providers) },
    ...(readme === undefined ? [] : [{ path: 'README.md', text: withProviderTable(readme, providers) }]),
  ];
}

/** `npm run build`: writes the generated files, or with `check` names those that are stale. Returns the exit code. */
export async function build({ check }: BuildFlags, io: Io, project: Project): Promise<ExitCode> {
  for (const warning of missingSecondOpinions(project)) io.stderr.write(`warning: ${warning}\n`);
  const files = await generatedFiles(project);
  const current = await Promise.all(files.map(({ path }) => readIfPresent(join(project.root, path))));
  const stale = files.filter(({ text }, index) => text !== current[index]);
  if (check) {
    for (const { path } of stale) io.stderr.write(`stale: ${path}\n`);
    io.stdout.write(stale.length === 0 ? `${files.length} generated files are up to date\n` : '');
    if (stale.length > 0) io.stderr.write('run npm run build\n');
    return stale.length === 0 ? exitCodes.done : exitCodes.stale;
  }
  for (const { path, text } of stale) await project.writeWhole(join(project.root, path), text);
  for (const { path } of stale) io.stdout.write(`wrote ${path}\n`);
  io.stdout.write(`${files.length} generated files, ${stale.length} changed\n`);
  return exitCodes.done;
}
