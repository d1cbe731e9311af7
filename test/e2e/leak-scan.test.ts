import { expect, onTestFinished, test } from 'vitest';
import type { Project } from '../../scripts/cli/project.ts';
import { RunnerError } from '../../scripts/engine/index.ts';
import type { Reporter } from '../../scripts/report/index.ts';
import { awkward, spellings } from '../door/secret-spellings.ts';
import { json, serve } from '../servers/serve.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { environmentFor } from '../support/live.ts';

const live = ['verify', '--provider', 'optty', '--target', 'sandbox', '--interval', '0', '--case', 'optty/token'];
const secret = awkward[0] ?? expect.fail();
const token = 'tok_9fK2-not/a+real=token.Zq81';

const shows = (name: string, text: string): Reporter => ({ name, file: `${name}.txt`, render: () => text });

async function verifyWith(reporters: readonly Reporter[], project: Project = testProject) {
  const server = await serve(() =>
    json(200, { access_token: token, expires_in: 86_400, token_type: 'Bearer', scope: 'api-user' }),
  );
  onTestFinished(server.close);
  const env = { ...environmentFor('optty', server.url), OPTTY_CLIENT_SECRET: secret };
  return runInProcess(live, { env, project: { ...project, reporters } });
}

test('a reporter that masks nothing is caught, however it spells a secret or a token', async () => {
  const careless = spellings.flatMap(([, spell], index) => [
    shows(`secret-${index}`, `<p>${spell(secret)}</p>`),
    shows(`token-${index}`, `{"x": "${spell(token)}"}`),
  ]);
  const { files, exitCode, stderr } = await verifyWith([...careless, shows('harmless', 'all is well')]);
  for (const [index, [name, spell]] of spellings.entries()) {
    expect(files[`secret-${index}.txt`], name).toContain('‹clientSecret›');
    expect(files[`token-${index}.txt`], name).toContain('‹token›');
    expect(JSON.stringify(files) + stderr).not.toContain(spell(secret));
    expect(stderr).toContain(`run/leak in secret-${index}.txt`);
  }
  expect(files['harmless.txt']).toBe('all is well');
  expect(exitCode).toBe(1);
});

test('so is what would be printed, and a JSON file stays JSON', async () => {
  const { files, stdout, exitCode } = await verifyWith([
    { name: 'json', file: 'report.json', render: () => JSON.stringify({ secret }) },
    { name: 'console', render: () => `the secret is ${secret}\n` },
  ]);
  expect(stdout).toMatch(/^the secret is ‹clientSecret›\nExit code 1: [^\n]*\n$/);
  expect(JSON.parse(files['report.json'] ?? '')).toEqual({ secret: '‹clientSecret›' });
  expect(exitCode).toBe(1);
});

test('the fake credentials of the mock are no leak, its tokens are', async () => {
  const leaky = (text: (report: string) => string): readonly Reporter[] => [
    { name: 'x', file: 'x.txt', render: (report) => text(JSON.stringify(report)) },
  ];
  const run = (text: string) =>
    runInProcess(['verify', '--provider', 'optty', '--case', 'optty/token'], {
      project: { ...testProject, reporters: leaky(() => text) },
    });
  expect(await run('mock-secret')).toMatchObject({ exitCode: 0, files: { 'x.txt': 'mock-secret' } });
});

test('where the worker died after its work, only the outcomes are written', async () => {
  const startRunner = () => {
    const runner = testProject.startRunner();
    return { ...runner, scan: () => Promise.reject(new RunnerError('the worker that runs newman ended')) };
  };
  const { files, stdout, stderr, report, exitCode } = await verifyWith(testProject.reporters, {
    ...testProject,
    startRunner,
  });
  expect(Object.keys(files)).toEqual(['report.json']);
  expect(stdout).toMatch(/^Exit code 4: [^\n]*\n$/);
  expect(stderr).toContain('error: report.html was not written: it could not be searched for secrets and tokens\n');
  expect(report?.providers).toEqual([
    {
      id: 'optty',
      name: 'Optty',
      outcome: 'broken',
      reason: 'its report was not written: it could not be searched for secrets and tokens',
      collection: expect.stringMatching(/^[0-9a-f]{64}$/),
      cases: [],
      judgements: [],
      quirks: [],
    },
  ]);
  expect(exitCode).toBe(4);
});

test.each([
  '2026-11-25',
  'testcase',
  'expected',
  '<testcase name="',
  'font-family',
  'collection',
  'contracts-of-token-endpoints',
])('no token censors a report: %s', async (said) => {
  const server = await serve(() =>
    json(200, { access_token: said, expires_in: 86_400, token_type: 'Bearer', scope: 'api-user' }),
  );
  onTestFinished(server.close);
  const { files, stderr, report } = await runInProcess(live, { env: environmentFor('optty', server.url) });
  expect(Object.keys(files)).toEqual([
    'history.ndjson',
    'junit.xml',
    'metrics.prom',
    'report.html',
    'report.json',
    'summary.md',
  ]);
  expect(stderr).toBe('');
  expect(report?.providers[0]?.cases[0]?.exchange.attempts).toHaveLength(1);
});
