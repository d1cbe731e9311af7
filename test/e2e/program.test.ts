import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as optty from '../servers/optty.ts';
import { changedToken, type Handler, type RunningServer, serve } from '../servers/serve.ts';
import { reportFiles } from '../support/cli.ts';
import { type Ended, start } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

const running: RunningServer[] = [];
afterAll(async () => {
  await Promise.all(running.map((server) => server.close()));
});

const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  start(argv, env).ended;

async function serving(handler: Handler): Promise<Readonly<Record<string, string>>> {
  const server = await serve(handler);
  running.push(server);
  return {
    OPTTY_BASE_URL: server.url,
    OPTTY_CLIENT_ID: optty.credentials.id,
    OPTTY_CLIENT_SECRET: optty.credentials.secret,
  };
}

const live = [
  'verify',
  '--provider',
  'optty',
  '--target',
  'sandbox',
  '--interval',
  '0',
  '--retries',
  '0',
  '--case',
  'optty/token',
];

// 3 has its run in proxy.test.ts, 130 in interrupt.test.ts.
describe('the program, once for each exit code', () => {
  test('0: the contract holds on the mock, and nothing but the reports is left', async () => {
    const folder = await temporaryFolder();
    const { status, stdout, stderr } = await run(['verify', '--provider', 'optty', '--out', folder]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(
      '4 of 4 asserted cases of 1 provider held: 1 as documented, 3 on assumptions of the mock.',
    );
    expect(await readdir(folder)).toEqual(reportFiles);
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      format: 1,
      target: 'mock',
    });
  });

  test('1: a documented member has another type', async () => {
    const env = await serving(changedToken(optty.handler, (body) => ({ ...body, expires_in: '86400' })));
    const { status, stdout } = await run([...live, '--out', await temporaryFolder()], env);
    expect(stdout).toMatch(
      /where +\/expires_in\n +expected +integer\n +received +string "86400"\n +says +Optty: Create Access Token, 200: OK Success, https:\/\/docs\.optty\.com\//,
    );
    expect(status).toBe(1);
  });

  test('2: a wrong flag', async () => {
    expect(await run(['verify', '--target', 'moon'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: --target moon: expected mock, sandbox\n',
    });
  });

  test('4: an error that nobody foresaw, with its stack', async () => {
    const folder = await temporaryFolder();
    const sabotage = join(folder, 'sabotage.cjs');
    await writeFile(
      sabotage,
      "require('node:fs/promises').readdir = async () => { throw new Error('nobody foresaw this'); }; require('node:module').syncBuiltinESMExports();",
    );
    const { status, stderr } = await run(['verify', '--provider', 'optty', '--out', folder], {
      NODE_OPTIONS: `--require=${sabotage}`,
    });
    expect(stderr).toMatch(/^the tool failed: Error: nobody foresaw this\n +at /);
    expect(status).toBe(4);
  });
});

describe('npm run mock', () => {
  test('prints a curl line for each provider and ends cleanly when its job does', async () => {
    const { status, stdout, stderr } = await start(['mock', '--port', '0'], {}, (text, program) => {
      if (text.includes('Ctrl-C')) program.interrupt('SIGTERM');
    }).ended;
    for (const { id } of thisProject.providers)
      expect(stdout).toMatch(
        new RegExp(`: http://127\\.0\\.0\\.1:\\d+/${id}\\n +curl -sS -i -X POST 'http://127\\.0\\.0\\.1:\\d+/${id}/`),
      );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
