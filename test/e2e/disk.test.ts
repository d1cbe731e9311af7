import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Project } from '../../scripts/cli/project.ts';
import type { Report } from '../../scripts/model/report.ts';
import { readHistory } from '../../scripts/store/history.ts';
import { readJsonFile } from '../../scripts/store/json-file.ts';
import { serve } from '../servers/serve.ts';
import { reportFiles, runInProcess, testProject } from '../support/cli.ts';
import { acme, acmeSchemas } from '../support/exchanges.ts';
import { environmentFor, independent } from '../support/live.ts';
import { start } from '../support/program.ts';
import { temporaryProject } from '../support/project.ts';
import { startRaw } from '../support/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { thisProject } from '../support/this-project.ts';

const isWindows = process.platform === 'win32';

/** A copy of this project's data, each text changed. */
async function workspace(change: (text: string) => string): Promise<Project> {
  const root = await temporaryFolder();
  for (const folder of ['collections', 'schemas']) {
    await cp(join(thisProject.root, folder), join(root, folder), { recursive: true });
    for (const file of await readdir(join(root, folder), { recursive: true })) {
      if (!file.endsWith('.json')) continue;
      const path = join(root, folder, file);
      await writeFile(path, change(await readFile(path, 'utf8')));
    }
  }
  for (const file of ['.env.example', 'README.md'])
    await writeFile(join(root, file), change(await readFile(join(thisProject.root, file), 'utf8')));
  await writeFile(join(root, 'waivers.json'), change('[\n]\n'));
  return { ...testProject, root };
}

describe('a clone as another system makes it', () => {
  const token = ['verify', '--case', 'optty/token'];
  test.each<[string, (text: string) => string]>([
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text) => `\uFEFF${text}`],
    ['both', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ])('%s: verify runs, and nothing is stale', async (_, change) => {
    const project = await workspace(change);
    expect(await runInProcess(token, { project })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await runInProcess(['build', '--check'], { project })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('another content is stale, whatever the line endings', async () => {
    const project = await workspace((text) => text.replaceAll('\n', '\r\n').replace('Optty', 'Opty'));
    expect((await runInProcess(token, { project })).stderr).toBe(
      'error: collections/optty.postman_collection.json is not what the provider file says: run npm run build\n',
    );
  });
});

describe.skipIf(isWindows)('a place where no file can be', () => {
  test.each([
    ['/proc/foo', /^error: --out \/proc\/foo cannot be written to: ENOENT/],
    ['/proc/foo/bar', /^error: --out \/proc\/foo\/bar cannot be written to: ENOENT/],
    ['/dev/fd/99', /^error: --out \/dev\/fd\/99 cannot be written to: E/],
    ['/dev/null', /^error: --out \/dev\/null cannot be written to: EEXIST/],
    ['/dev/null/reports', /^error: --out \/dev\/null\/reports cannot be written to: ENOTDIR/],
  ])('--out %s: exit 2 at once', async (out, says) => {
    const { exitCode, stdout, stderr } = await runInProcess(['verify', '--case', 'optty/token', '--out', out], {
      outIsGiven: true,
    });
    expect(stderr).toMatch(says);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  test.each<[string, (path: string) => Promise<unknown>, string]>([
    ['history.ndjson', async (path) => execFileSync('mkfifo', [path]), 'history.ndjson is no regular file'],
    ['history.ndjson', (path) => mkdir(path), 'has a folder called history.ndjson, where a file is to be written'],
    ['report.html', (path) => mkdir(path), 'has a folder called report.html, where a file is to be written'],
  ])('%s is something else: exit 2 at once', async (name, make, says) => {
    const out = await temporaryFolder();
    await make(join(out, name));
    const { exitCode, stdout, stderr } = await runInProcess(['verify', '--case', 'optty/token', '--out', out], {
      outIsGiven: true,
    });
    expect(stderr).toContain(says);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  test.each(['accept', 'nightly-issues'])('%s of a report that is a FIFO: exit 2 at once', async (command) => {
    const path = join(await temporaryFolder(), 'report.json');
    execFileSync('mkfifo', [path]);
    const flags = command === 'accept' ? ['--provider', 'optty'] : [];
    expect(await runInProcess([command, ...flags, '--report', path])).toMatchObject({
      exitCode: 2,
      stderr: `error: ${path} is no regular file\n`,
    });
  });
});

describe('what is written can be read', () => {
  const live = ['verify', '--provider', 'optty', '--target', 'sandbox', '--interval', '0', '--retries', '0'];
  test.each(['099', '000', '999'])('after the status line HTTP/1.1 %s', async (status) => {
    const server = await startRaw((socket) => socket.end(`HTTP/1.1 ${status} Odd\r\nContent-Length: 2\r\n\r\n{}`));
    onTestFinished(server.close);
    const { files } = await runInProcess(live, { env: environmentFor('optty', server.url) });
    const path = join(await temporaryFolder(), 'report.json');
    await writeFile(path, files['report.json'] ?? '');
    expect(await readJsonFile<Report>(path, 'report.json', 'report')).toMatchObject({ target: 'sandbox' });
  });

  test('after a clock that steps back', async () => {
    const server = await serve(independent.optty.handler);
    onTestFinished(server.close);
    const RealDate = Date;
    let hours = 0;
    class SteppingDate extends RealDate {
      constructor(...given: readonly []) {
        super(...given);
        if (given.length === 0) this.setTime(SteppingDate.now());
      }
      static override now(): number {
        hours += 1;
        return RealDate.UTC(2026, 0, 2) - hours * 3_600_000;
      }
    }
    globalThis.Date = SteppingDate as DateConstructor;
    onTestFinished(() => {
      globalThis.Date = RealDate;
    });
    const { files, report } = await runInProcess([...live, '--case', 'optty/token'], {
      env: environmentFor('optty', server.url),
    });
    globalThis.Date = RealDate;
    const path = join(await temporaryFolder(), 'report.json');
    await writeFile(path, files['report.json'] ?? '');
    expect(await readJsonFile<Report>(path, 'report.json', 'report')).toBeDefined();
    expect(report?.ms).toBeGreaterThanOrEqual(0);
  });
});

describe('a schema that cannot be used', () => {
  const token = acmeSchemas['acme/token'] as object;
  const error = acmeSchemas['acme/error'] as object;
  const provider = { ...acme, refusals: [] };
  test.each<[string, object, string]>([
    [
      'of another version',
      { ...token, $schema: 'https://json-schema.org/draft/2020-12/schema' },
      'error: schemas/acme/token.schema.json at /$schema is "https://json-schema.org/draft/2020-12/schema": Postman reads draft-07 only, so write http://json-schema.org/draft-07/schema#\n',
    ],
    [
      'with a format that nobody knows',
      { ...token, required: [], properties: { expires_in: { type: 'integer', format: 'int32' } } },
      'error: schemas/acme/token.schema.json is no valid schema: unknown format "int32" ignored in schema at path "#/properties/expires_in"\n',
    ],
    [
      'with a keyword that nobody knows',
      { ...token, propertys: {} },
      'error: schemas/acme/token.schema.json is no valid schema: strict mode: unknown keyword: "propertys"\n',
    ],
    [
      'that its own example does not fit',
      { ...token, required: [], properties: { expires_in: { type: 'string' } } },
      'error: the example of the response token of acme at /expires_in must be string, says schemas/acme/token.schema.json\n',
    ],
  ])('%s: build and verify exit 2', async (_, schema, stderr) => {
    const project = await temporaryProject([provider], { 'acme/token': token, 'acme/error': error });
    await writeFile(join(project.root, 'schemas/acme/token.schema.json'), JSON.stringify(schema));
    for (const command of ['verify', 'build'])
      expect(await runInProcess([command], { project })).toMatchObject({ exitCode: 2, stdout: '', stderr });
  });

  test('that is not there: build and verify exit 2', async () => {
    const project = await temporaryProject([provider], { 'acme/token': token, 'acme/error': error });
    await rm(join(project.root, 'schemas/acme/token.schema.json'));
    const stderr = 'error: schemas/acme/token.schema.json is not there, and the response token of acme names it\n';
    for (const command of ['verify', 'build'])
      expect(await runInProcess([command], { project })).toMatchObject({ exitCode: 2, stdout: '', stderr });
  });
});

describe.skipIf(isWindows)('the whole program, killed', () => {
  const argv = ['verify', '--target', 'sandbox', '--interval', '0', '--provider', 'optty', '--case', 'optty/token'];
  test.each(['at the first request', 'when the console is written', 'when report.json is there'])(
    '%s: the next run reads what is left',
    async (moment) => {
      const out = await temporaryFolder();
      let kill = (): void => undefined;
      const server = await serve((seen) => {
        if (moment === 'at the first request') kill();
        return independent.optty.handler(seen);
      });
      onTestFinished(server.close);
      const env = environmentFor('optty', server.url);
      const isWritten = async (): Promise<boolean> => (await readdir(out)).includes('report.json');
      const program = start([...argv, '--out', out], env, (_, { interrupt }) => {
        if (moment === 'when the console is written') interrupt('SIGKILL');
      });
      kill = () => program.interrupt('SIGKILL');
      let hasEnded = false;
      const ended = program.ended.finally(() => {
        hasEnded = true;
      });
      while (moment === 'when report.json is there' && !hasEnded)
        if (await isWritten()) {
          kill();
          break;
        }
      await ended;
      kill = () => undefined;
      const before = await readHistory(join(out, 'history.ndjson'));
      const { exitCode } = await runInProcess([...argv, '--out', out], { env, outIsGiven: true });
      expect(exitCode).toBe(0);
      const left = (await readdir(out)).filter((name) => !name.endsWith('.tmp'));
      expect(left.toSorted()).toEqual(reportFiles);
      expect(await readHistory(join(out, 'history.ndjson'))).toHaveLength(before.length + 1);
    },
  );
});
