import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { json, serve } from '../servers/serve.ts';
import { reportFiles, runInProcess } from '../support/cli.ts';
import { acme, acmeSchemas } from '../support/exchanges.ts';
import { independent } from '../support/live.ts';
import { start } from '../support/program.ts';
import { temporaryProject } from '../support/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const live = ['verify', '--target', 'sandbox', '--interval', '0', '--retries', '0', '--case', '*/token'];

async function optty(secret = independent.optty.credentials.secret) {
  const server = await serve(independent.optty.handler);
  onTestFinished(server.close);
  const env = {
    OPTTY_BASE_URL: server.url,
    OPTTY_CLIENT_ID: independent.optty.credentials.id,
    OPTTY_CLIENT_SECRET: secret,
  };
  return { server, env };
}

describe('a secret with something odd at its end', () => {
  test('a line feed: exit 2, nothing is sent, and --list says the same', async () => {
    const { server, env } = await optty('fake-optty-secret-0123\n');
    const stderr =
      'error: OPTTY_CLIENT_SECRET (the environment) holds a line feed (U+000A) at its end: set it again without\n';
    const run = await runInProcess(live, { env });
    expect({ ...run, stderr: run.stderr, files: Object.keys(run.files) }).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr,
      // They say why nothing was sent.
      files: ['junit.xml', 'metrics.prom', 'report.html', 'report.json', 'summary.md'],
    });
    expect(await runInProcess([...live, '--list'], { env })).toMatchObject({ exitCode: 2, stdout: '', stderr });
    expect(server.seen).toEqual([]);
  });

  test('a space: a warning, and again beside "credentials rejected"', async () => {
    const { env } = await optty('fake-optty-secret-0123 ');
    const { exitCode, stdout, stderr, report } = await runInProcess(live, { env });
    const hint = 'OPTTY_CLIENT_SECRET (the environment) ends with a space, which is sent as part of it';
    expect(stderr).toBe(`warning: ${hint}\n`);
    expect(report?.providers.find(({ id }) => id === 'optty')).toMatchObject({
      outcome: 'credentials-rejected',
      hints: [hint],
    });
    expect(stdout).toContain(`    - This may be why: ${hint}.\n`);
    expect(exitCode).toBe(3);
  });

  test('a space that is meant: the contract holds, and there is no hint', async () => {
    const server = await serve((seen) =>
      seen.body.includes('client_secret=meant-so-0123%20') || seen.body.includes('client_secret=meant-so-0123+')
        ? json(200, { access_token: 'fake-token-0123456789', token_type: 'Bearer', expires_in: 3600 })
        : json(401, { error: 'invalid_client' }),
    );
    onTestFinished(server.close);
    const env = { ACME_BASE_URL: server.url, ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: 'meant-so-0123 ' };
    const project = await temporaryProject([acme], acmeSchemas as Readonly<Record<string, object>>);
    const { exitCode, report } = await runInProcess(live, { env, project });
    expect(report?.providers[0]).toMatchObject({ outcome: 'held' });
    expect(report?.providers[0]).not.toHaveProperty('hints');
    expect(exitCode).toBe(0);
  });
});

describe('a provider that is misconfigured, and not named', () => {
  test('the others are judged; every report says so; exit 2 at the end', async () => {
    const { env } = await optty();
    const { exitCode, stdout, stderr, report, files } = await runInProcess(live, {
      env: { ...env, ORUM_BASE_URL: 'http://127.0.0.1:9', ORUM_CLIENT_ID: 'an-id' },
    });
    const problem = 'ORUM_CLIENT_SECRET is not set: add it to .env or use --target mock';
    expect(stderr).toBe(`error: ${problem}\n`);
    expect(report?.providers.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual([
      ['apinizer', 'skipped', 'not configured'],
      ['octotable', 'skipped', 'not configured'],
      ['open-banking-platform', 'skipped', 'not configured'],
      ['optty', 'held', undefined],
      ['orum', 'misconfigured', problem],
    ]);
    expect(stdout).toContain(`Misconfigured: orum (${problem})\n`);
    expect(files['summary.md']).toContain('misconfigured');
    expect(files['report.html']).toContain('Orum was not asked, because it is configured wrongly');
    expect(files['junit.xml']).toContain(
      `<skipped message="Orum was not asked, because it is configured wrongly (${problem})."`,
    );
    expect(exitCode).toBe(2);
  });

  test('a broken contract weighs more, a host that is down less', async () => {
    const broken = await serve(() => json(200, { access_token: 7 }));
    const down = await serve(() => json(503, {}));
    onTestFinished(broken.close);
    onTestFinished(down.close);
    const { env } = await optty();
    for (const [server, code] of [
      [broken, 1],
      [down, 2],
    ] as const) {
      const { exitCode } = await runInProcess(live, {
        env: { ...env, OPTTY_BASE_URL: server.url, ORUM_BASE_URL: 'http://127.0.0.1:9', ORUM_CLIENT_ID: 'an-id' },
      });
      expect(exitCode).toBe(code);
    }
  });

  test('--list names it', async () => {
    const { env } = await optty();
    const { exitCode, stdout } = await runInProcess([...live, '--list'], {
      env: { ...env, ORUM_BASE_URL: 'http://127.0.0.1:9', ORUM_CLIENT_ID: 'an-id' },
    });
    expect(stdout).toContain('orum: misconfigured, nothing is sent\n');
    expect(exitCode).toBe(2);
  });
});

describe('paths start where the person stands', () => {
  test('--env-file and --out, in a folder with a space and an umlaut', async () => {
    const folder = join(await temporaryFolder(), 'ein Ordner für Ümläute');
    await mkdir(folder);
    const { env } = await optty();
    const text = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(folder, 'the sandbox.env'), text.join(''));
    const { exitCode, stdout } = await runInProcess([...live, '--env-file', 'the sandbox.env', '--out', 'my reports'], {
      cwd: folder,
      outIsGiven: true,
    });
    expect(stdout).toContain('Report: my reports/report.html\n');
    expect(exitCode).toBe(0);
  });

  test('where npm runs us, it says where the person is', async () => {
    const folder = await temporaryFolder();
    const env = { INIT_CWD: folder, npm_lifecycle_event: 'verify' };
    const { status, stdout } = await start(['verify', '--case', 'optty/token', '--out', 'mine'], env).ended;
    expect(stdout).toContain('Report: mine/report.html\n');
    expect(await readdir(join(folder, 'mine'))).toEqual(reportFiles);
    expect(status).toBe(0);
  });
});
