import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { spellings } from '../door/secret-spellings.ts';
import { reportFiles, runInProcess, testProject } from '../support/cli.ts';
import { environmentFor } from '../support/live.ts';
import { start } from '../support/program.ts';
import { answers, head, type RawAnswer, sends, startRaw } from '../support/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const secret = 'Canary7!x&y/z+<é>"Q-w0Vh93';
const token = 'tokn/Canary+8.fGh2-Zz4~q_T6';
const jwt = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"canary"}').toString('base64url')}.Kx0canarySignature_3-9`;
const canaries = [secret, token, jwt];

/** What may stand in a header or a status line. */
const inline = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
const bodyOf = (request: string): string => request.slice(request.indexOf('\r\n\r\n') + 4);
const everySpelling = (list: readonly string[]): readonly string[] =>
  list.flatMap((canary) => spellings.map(([, spell]) => spell(canary)));

/** Every place in which an answer can say something back. */
const echoes: readonly ((request: string) => RawAnswer)[] = [
  () =>
    answers(
      JSON.stringify({
        access_token: jwt,
        refresh_token: token,
        expires_in: 86_400,
        token_type: 'Bearer',
        scope: 'api-user',
      }),
    ),
  (request) =>
    answers(
      JSON.stringify({
        error: 'invalid_request',
        error_description: `${bodyOf(request)} ${secret} ${token} ${jwt}`,
        error_uri: `https://a.example/?x=${encodeURIComponent(request)}`,
        message: request,
        code: [secret, token],
        [secret]: 1,
        [`x-${token}`]: { [jwt]: secret },
        raw: [...Buffer.from(secret)],
        scope: request.split('\r\n'),
      }),
      {
        'X-Request': inline(bodyOf(request)),
        Server: inline(secret),
        'WWW-Authenticate': `Basic realm="${inline(token)}"`,
      },
      `400 ${inline(secret)}`,
    ),
  (request) =>
    answers(JSON.stringify({ message: everySpelling(canaries).slice(0, 60), request }), {}, '400 Bad Request'),
  () => answers(JSON.stringify({ type: everySpelling([secret]), status: everySpelling([jwt]) }), {}, '400 Bad Request'),
  () => answers(everySpelling(canaries).join('\n<br>\n').slice(0, 60_000), { 'Content-Type': 'text/html' }),
  () => answers(`{"access_token":"${token}","message":"${everySpelling([secret]).slice(0, 8).join(' ')}`),
  (request) =>
    answers(
      '',
      { Location: `https://${token.replaceAll(/\W/g, '')}.example/${secret}?${bodyOf(request)}#${jwt}` },
      '307 Temporary Redirect',
    ),
  () => answers('', { Location: `/relative?${encodeURIComponent(secret)}` }, '302 Found'),
  () => answers('x', { 'Content-Encoding': inline(secret) }),
  () => answers('x', { 'Content-Length': inline(token) }),
  () => sends(`HTTP/1.1 ${inline(secret)}\r\n\r\n`),
  () => sends(`${inline(jwt)}\r\n\r\n`),
  () => sends(head('101 Switching Protocols', { Upgrade: inline(token), Connection: 'upgrade' })),
  () => answers('{}', { [`X-${token.replaceAll(/\W/g, '')}`]: 'x', 'Set-Cookie': `s=${inline(secret)}; t=${jwt}` }),
];

/** By means of its own: no spelling of a canary, and no ten characters of one in a row. */
function canariesIn(text: string): readonly string[] {
  return canaries.flatMap((canary) => {
    const windows = Array.from({ length: canary.length - 9 }, (_, start) => canary.slice(start, start + 10));
    return [...spellings.map(([, spell]) => spell(canary)), ...windows].filter((spelled) => text.includes(spelled));
  });
}

async function verify(flags: readonly string[], project = testProject) {
  let count = 0;
  const server = await startRaw((socket, request) => {
    const echo = echoes[count % echoes.length];
    count += 1;
    echo?.(request)(socket, request);
  });
  onTestFinished(server.close);
  const sent: string[] = [];
  const hook = await startRaw((socket, request) => {
    sent.push(request);
    answers('')(socket, request);
  });
  onTestFinished(hook.close);
  const env = {
    ...environmentFor('optty', server.url),
    OPTTY_CLIENT_SECRET: secret,
    GITHUB_ACTIONS: 'true',
    HOOK: hook.url,
  };
  const argv = [
    'verify',
    '--provider',
    'optty',
    '--target',
    'sandbox',
    '--interval',
    '0',
    '--retries',
    '0',
    '--observe',
    '--notify',
    'slack=HOOK,teams=HOOK,json=HOOK,ping=HOOK',
  ];
  return { ...(await runInProcess([...argv, ...flags], { env, project })), asked: () => count, sent };
}

test('the search that finds nothing finds something', () => {
  expect(canariesIn(`x${secret}y`)).not.toEqual([]);
  expect(canariesIn(JSON.stringify([encodeURIComponent(secret)]))).not.toEqual([]);
  expect(canariesIn(`${token.slice(3, 14)}`)).not.toEqual([]);
});

describe('a server that echoes the request in every place it can', () => {
  test.each([[[]], [['--verbose']]])('prints and writes no canary: %j', async (flags) => {
    const { stdout, stderr, files, report, exitCode, asked, sent } = await verify(flags);
    expect(sent).toHaveLength(5);
    const posts = Object.fromEntries(sent.map((text, index) => [`post ${index}`, text]));
    expect(asked()).toBeGreaterThanOrEqual(echoes.length);
    expect(Object.keys(files).toSorted()).toEqual(reportFiles);
    expect(report?.providers[0]?.cases.flatMap(({ exchange }) => exchange.attempts).length).toBe(asked());
    for (const [name, text] of Object.entries({ ...files, stdout, stderr, ...posts }))
      expect([name, canariesIn(text)]).toEqual([name, []]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  });

  test('nor does a crash, with its stack', async () => {
    const crash = (): string => {
      throw new Error(everySpelling([secret]).join(' | '), { cause: new Error(secret) });
    };
    const reporters = [
      { name: 'x', file: 'x.txt', render: crash },
      { name: 'y', render: crash },
    ];
    const { stdout, stderr, files, exitCode } = await verify(['--case', 'optty/token'], { ...testProject, reporters });
    expect(stderr).toMatch(/^error: .*x\.txt could not be written: Error: /);
    expect(stderr).toMatch(/\n +at .*crash .*canaries\.test\.ts/);
    expect(canariesIn(stdout + stderr + JSON.stringify(files))).toEqual([]);
    expect(exitCode).toBe(4);
  });

  test('nor does an error that nobody caught', async () => {
    const folder = await temporaryFolder();
    const sabotage = join(folder, 'sabotage.cjs');
    await writeFile(
      sabotage,
      `const { write } = process.stdout;
      process.stdout.write = function (text) {
        if (text.includes('Ctrl-C')) setTimeout(() => { throw new Error('no ' + process.env.OPTTY_CLIENT_SECRET + ' here'); });
        return write.call(this, text);
      };`,
    );
    const env = { OPTTY_CLIENT_SECRET: secret, NODE_OPTIONS: `--require=${sabotage}` };
    const { status, stdout, stderr } = await start(['mock', '--port', '0'], env).ended;
    expect(stderr).toMatch(/^the tool failed: Error: no ‹OPTTY_CLIENT_SECRET› here\n +at /);
    expect(canariesIn(stdout + stderr)).toEqual([]);
    expect(status).toBe(4);
  });

  test('nor does an error that nobody foresaw', async () => {
    const startRunner = (): never => {
      throw new TypeError(`no ${secret} and no ${encodeURIComponent(secret)}`);
    };
    const { stdout, stderr, exitCode } = await verify([], { ...testProject, startRunner });
    expect(stderr).toMatch(/^the tool failed: TypeError: no ‹OPTTY_CLIENT_SECRET› and no ‹OPTTY_CLIENT_SECRET›\n +at /);
    expect(canariesIn(stdout + stderr)).toEqual([]);
    expect(exitCode).toBe(4);
  });
});
