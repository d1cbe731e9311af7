import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Project } from '../../scripts/cli/project.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { runInProcess, testProject } from './cli.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { thisProject } from './this-project.ts';

/** A project of its own in a temporary folder, with these providers and schemas, built. It is gone after the test. */
export async function temporaryProject(
  providers: readonly Provider[],
  schemas: Readonly<Record<string, object>> = {},
): Promise<Project> {
  const root = await temporaryFolder();
  await cp(join(thisProject.root, 'schemas'), join(root, 'schemas'), { recursive: true });
  for (const [name, schema] of Object.entries(schemas)) {
    const path = join(root, 'schemas', `${name}.schema.json`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(schema));
  }
  const project: Project = { ...testProject, root, providers };
  const { exitCode, stderr } = await runInProcess(['build'], { project });
  if (exitCode !== 0) throw new Error(stderr);
  return project;
}
