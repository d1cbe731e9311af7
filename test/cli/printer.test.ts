import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printed, printedPlainly } from '../../scripts/cli/printer.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

test.each([
  ['::add-mask::x', ': :add-mask::x'],
  ['a\n  ::stop-commands::x', 'a\n  : :stop-commands::x'],
  ['a ::b', 'a ::b'],
  ['x ##vso[task.setvariable variable=a]b', 'x # #vso[task.setvariable variable=a]b'],
  ["##teamcity[buildStatus text='x']", "# #teamcity[buildStatus text='x']"],
  ['##VSO[x]', '# #VSO[x]'],
  ['##[set-env name=a]b', '# #[set-env name=a]b'],
  ['## Heading', '## Heading'],
  ['\u001b[31mred\u001b[39m', '\u001b[31mred\u001b[39m'],
  ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['\u001b[2J', '\\u001b[2J'],
])('no CI system and no terminal obeys what is printed: %j', (text, expected) => {
  expect(printed(text)).toBe(expected);
});

test('a message that quotes others has no colours', () => {
  expect(printedPlainly('\u001b[8mhidden')).toBe('\\u001b[8mhidden');
});

test('names in files of a pull request are not obeyed', async () => {
  const root = await temporaryFolder();
  const evil = '\u001b[2J\u001b]0;x\u0007\n::add-mask::canary ##vso[task.x]';
  await writeFile(join(root, 'waivers.json'), JSON.stringify([{ [evil]: 1 }]));
  const { stderr, exitCode } = await runInProcess(['verify', '--provider', 'optty', '--case', evil], {
    project: { ...testProject, root },
  });
  expect(stderr).not.toMatch(/(?!\n)\p{Cc}|^\s*::|##vso/mu);
  expect(exitCode).toBe(2);
  for (const name of ['schemas', 'collections', 'baselines'])
    await symlink(join(thisProject.root, name), join(root, name));
  const read = await runInProcess(['verify', '--provider', 'optty', '--case', 'optty/token'], {
    project: { ...testProject, root },
  });
  expect(read.stderr).toContain('waivers.json');
  expect(read.stderr).toContain('\\u001b[2J');
  expect(read.stderr).not.toMatch(/(?!\n)\p{Cc}|^\s*::|##vso/mu);
  expect(read.exitCode).toBe(2);
});
