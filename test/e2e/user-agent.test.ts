import { afterAll, describe, expect, test } from 'vitest';
import { json, type RunningServer, serve } from '../servers/serve.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { environmentFor, independent } from '../support/live.ts';
import { temporaryProject } from '../support/project.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

const ours = 'token-endpoint-contracts/0.1.0';

/** What an independent Orum was sent, and what the report says was sent. */
async function asked(flags: readonly string[], project = testProject) {
  const server = await serve(independent.orum.handler);
  running.push(server);
  const { report, exitCode, stderr } = await runInProcess(
    ['verify', '--provider', 'orum', '--target', 'sandbox', '--interval', '0', '--reporter', 'json', ...flags],
    { env: environmentFor('orum', server.url), project },
  );
  const cases = report?.providers[0]?.cases.filter(({ exchange }) => exchange.attempts.length > 0) ?? [];
  const named = cases.flatMap(({ exchange }) => exchange.request.headers.filter(([name]) => name === 'User-Agent'));
  return {
    sent: server.seen.map(({ headers }) => headers['user-agent']),
    said: named.map(([, value]) => value),
    curls: cases.map(({ curl }) => curl),
    exitCode,
    stderr,
  };
}

describe('who asks', () => {
  test('is this tool, in every request, and the report says so', async () => {
    const { sent, said, exitCode } = await asked([]);
    expect(sent.length).toBeGreaterThan(5);
    expect(new Set(sent)).toEqual(new Set([ours]));
    expect(said).toEqual(sent);
    expect(exitCode).toBe(0);
  });

  test('is what --user-agent says, with the committed collection', async () => {
    const { sent, said, curls, exitCode } = await asked(['--user-agent', "acme's client/2 (nightly; +it)"]);
    expect(new Set(sent)).toEqual(new Set(["acme's client/2 (nightly; +it)"]));
    expect(said).toEqual(sent);
    for (const curl of curls) expect(curl).toContain(`-H 'User-Agent: acme'\\''s client/2 (nightly; +it)'`);
    expect(exitCode).toBe(0);
  });

  test('is what the provider file says, unless a person says otherwise', async () => {
    const orum = testProject.providers.find(({ id }) => id === 'orum') ?? expect.fail();
    const project = await temporaryProject([{ ...orum, userAgent: 'orum-client/7 {{clientId}}' }]);
    const { id } = independent.orum.credentials;
    const only = ['--case', 'orum/token'];
    expect((await asked(only, project)).sent).toEqual([`orum-client/7 ${id}`]);
    expect((await asked([...only, '--user-agent', 'mine'], project)).sent).toEqual(['mine']);
  });

  test('decides what a filter in front of the host lets through', async () => {
    const server = await serve((request) =>
      String(request.headers['user-agent']).startsWith('PostmanRuntime/')
        ? json(403, {})
        : independent.orum.handler(request),
    );
    running.push(server);
    const { exitCode } = await runInProcess(
      ['verify', '--provider', 'orum', '--target', 'sandbox', '--interval', '0', '--case', 'orum/token'],
      { env: environmentFor('orum', server.url) },
    );
    expect(exitCode).toBe(0);
  });
});

test.each<[string, string, string]>([
  ['a line feed', 'a\nX-Evil: 1', 'holds a character that no header may carry, at position 2'],
  ['a carriage return', 'ab\r', 'holds a character that no header may carry, at position 3'],
  ['an escape', '\u001b[31mred', 'holds a character that no header may carry, at position 1'],
  ['a tab', 'a\tb', 'holds a character that no header may carry, at position 2'],
  ['NUL', 'a\u0000', 'holds a character that no header may carry, at position 2'],
  ['DEL', 'a\u007f', 'holds a character that no header may carry, at position 2'],
  ['a letter beyond ASCII', 'clïent', 'holds a character that no header may carry, at position 3'],
  ['nothing', '', 'is empty: expected the text of a header'],
  ['spaces only', '  ', 'is empty: expected the text of a header'],
  ['a template', '{{clientSecret}}', 'holds "{{", which Postman would replace as a variable'],
])(
  '--user-agent with %s: exit 2, nothing is sent, and it is not repeated on the terminal',
  async (_, text, problem) => {
    const { sent, exitCode, stderr } = await asked(['--user-agent', text]);
    expect({ sent, exitCode }).toEqual({ sent: [], exitCode: 2 });
    expect(stderr).toMatch(/^error: --user-agent [ -~]+\n$/);
    expect(stderr).toContain(`error: --user-agent ${problem}`);
  },
);

test.each([
  ['as it is', (secret: string) => `client ${secret}`],
  ['in base64', (secret: string) => Buffer.from(secret).toString('base64')],
])('--user-agent with a secret %s: exit 2, nothing is sent', async (_, textOf) => {
  const { sent, exitCode, stderr } = await asked(['--user-agent', textOf(independent.orum.credentials.secret)]);
  expect({ sent, exitCode, stderr }).toEqual({
    sent: [],
    exitCode: 2,
    stderr: 'error: --user-agent holds the value of ORUM_CLIENT_SECRET, a secret\n',
  });
});

test('--curl prints it, and refuses what no header may carry', async () => {
  const { stdout } = await runInProcess(['verify', '--curl', 'orum/token', '--user-agent', 'mine/1']);
  expect(stdout).toContain(` -H 'User-Agent: mine/1' `);
  const { exitCode, stdout: none } = await runInProcess(['verify', '--curl', 'orum/token', '--user-agent', 'a\nb']);
  expect({ exitCode, none }).toEqual({ exitCode: 2, none: '' });
});
