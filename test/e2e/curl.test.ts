import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/cases/index.ts';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import { environmentName } from '../../scripts/protocol/environment-names.ts';
import { mockValues } from '../../scripts/protocol/mock-values.ts';
import { runInProcess, testProject } from '../support/cli.ts';

const { providers } = testProject;
const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('--curl', () => {
  test('one case: its line alone, with variables for what is configured', async () => {
    const { exitCode, stdout } = await runInProcess(['verify', '--curl', 'optty/token']);
    expect(stdout).toBe(
      `curl -sS -i -X POST "$OPTTY_BASE_URL"'/token?expires_in=1' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Accept:' ` +
        `--data-urlencode 'grant_type=client_credentials' --data-urlencode 'scope=api-user' ` +
        `--data-urlencode 'client_id='"$OPTTY_CLIENT_ID" --data-urlencode 'client_secret='"$OPTTY_CLIENT_SECRET"\n`,
    );
    expect(exitCode).toBe(0);
  });

  test('several: one line each, and which it is; a folder may be named', async () => {
    const { stdout } = await runInProcess(['verify', '--curl', '*/Token/*']);
    const ids = providers.flatMap(casesOf).flatMap(({ folder, id }) => (folder === 'Token' ? [id] : []));
    expect([...stdout.matchAll(/^curl .* # (\S+)$/gm)].map(([, id]) => id)).toEqual(ids);
    expect(stdout.trimEnd().split('\n')).toHaveLength(ids.length);
  });

  test('none: exit 2, with what is near', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(['verify', '--curl', 'optty/unknown-clients']);
    expect(stderr).toMatch(/^error: --curl optty\/unknown-clients: matches nothing; near: optty\/unknown-client, /);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  test('needs nothing to be configured', async () => {
    const { exitCode } = await runInProcess(['verify', '--target', 'sandbox', '--curl', 'orum/token']);
    expect(exitCode).toBe(0);
  });
});

const why = hasCurl ? '' : ' (skipped: curl is not installed)';
describe.skipIf(!hasCurl)(`every line in /bin/sh${why}`, () => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await startMock(mockApp(providers), 0);
  });
  afterAll(() => mock.close());

  /** What a shell prints of each line; the lines of one provider in one shell. */
  async function shell(script: string, env: Readonly<Record<string, string>>): Promise<string> {
    const child = spawn('/bin/sh', ['-eu'], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.stdin.end(script);
    await new Promise((resolve) => child.on('close', resolve));
    return output;
  }

  const mark = '=== ';
  interface Said {
    readonly status: number | undefined;
    readonly hasToken: boolean;
  }
  function read(output: string): ReadonlyMap<string, Said> {
    return new Map(
      output
        .split(mark)
        .slice(1)
        .map((part): [string, Said] => {
          const [id = '', ...answer] = part.split('\n');
          const status = /^HTTP\/1\.1 (\d{3})/.exec(answer[0] ?? '')?.[1];
          return [
            id,
            { status: status === undefined ? undefined : Number(status), hasToken: /"access_token"/.test(part) },
          ];
        }),
    );
  }

  test('gets what newman gets', async () => {
    const { report } = await runInProcess(['verify']);
    const said = await Promise.all(
      providers.map(async (provider) => {
        const values = mockValues(provider, `${mock.url}/${provider.id}`);
        const env = Object.fromEntries(
          Object.entries(values).map(([name, value]) => [environmentName(provider.id, name), value]),
        );
        const cases = report?.providers.find(({ id }) => id === provider.id)?.cases ?? [];
        const script = cases.map((one) => `printf '\\n%s%s\\n' '${mark}' '${one.case.id}'\n${one.curl}\n`).join('');
        return [...read(await shell(script, env))];
      }),
    );
    const expected = (report?.providers ?? []).flatMap(({ cases }) =>
      cases.map((one): [string, Said] => {
        const last = one.exchange.attempts.at(-1);
        if (last?.kind !== 'answered') return [one.case.id, { status: undefined, hasToken: false }];
        return [one.case.id, { status: last.answer.status, hasToken: last.answer.tokens.length > 0 }];
      }),
    );
    expect(expected.length).toBeGreaterThan(90);
    expect(Object.fromEntries(said.flat())).toEqual(Object.fromEntries(expected));
  });
});
