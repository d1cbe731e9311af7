import { copyFile, cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { credentials, handler } from '../servers/optty.ts';
import { serve } from '../servers/serve.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

/** The commands in the `sh` blocks of a page, in order. */
const commandsIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
    .flatMap(([, block = '']) => block.split(/\n|&&/))
    .map((command) => command.trim())
    .filter((command) => command !== '');

const readme = await readFile(join(thisProject.root, 'README.md'), 'utf8');

/** They need a registry, or are run by test/e2e/package.test.ts. */
const elsewhere = ['npm ci', 'npm install --save-dev token-endpoint-contracts', 'npx token-endpoint-contracts init'];

/** In the order of the README. The live ones ask a server on the loopback. */
const commands: readonly (readonly [command: string, says: string])[] = [
  ['npm run verify -- --provider optty', 'asserted cases of 1 provider held'],
  ['npm run verify', 'asserted cases of 5 providers held'],
  ['npm run doctor', 'Nothing was sent.'],
  ['npm run verify -- --target sandbox --list', 'optty/token  '],
  ['npm run verify -- --target sandbox', 'asserted cases of 1 provider held'],
  ['npm run accept -- --provider optty', 'baselines/optty.json'],
];

test('every command of the README is run', () => {
  const copied = 'cp .env.example .env';
  expect(commandsIn(readme).filter((command) => command !== copied && !elsewhere.includes(command))).toEqual(
    commands.map(([command]) => command),
  );
  expect(commandsIn('```sh\na && b\n```\n\n1. c\n\n   ```sh\n   d\n   ```\n```\ne\n```\n')).toEqual(['a', 'b', 'd']);
});

test('the commands of the README do what it says, one after another', async () => {
  const root = await temporaryFolder();
  for (const folder of ['collections', 'schemas'])
    await cp(join(thisProject.root, folder), join(root, folder), { recursive: true });
  await copyFile(join(thisProject.root, '.env.example'), join(root, '.env'));
  const server = await serve(handler);
  onTestFinished(() => server.close());
  const env = {
    OPTTY_BASE_URL: server.url,
    OPTTY_CLIENT_ID: credentials.id,
    OPTTY_CLIENT_SECRET: credentials.secret,
  };
  for (const [command, says] of commands) {
    const [, name = '', typed = ''] = /^npm run (\S+)(?: -- (.*))?$/.exec(command) ?? [];
    const argv = [name, ...typed.split(' ').filter((word) => word !== '')];
    const project = { ...testProject, root };
    const ask = async () => 'y';
    const { exitCode, stdout, stderr } = await runInProcess(argv, { env, project, outIsGiven: true, ask });
    expect([command, exitCode, stderr]).toEqual([command, 0, '']);
    expect(stdout).toContain(says);
  }
  expect(await readdir(join(root, 'baselines'))).toEqual(['optty.json']);
});
