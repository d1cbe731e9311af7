import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runInProcess, testProject } from '../support/cli.ts';
import { listen } from '../support/listen.ts';
import { environmentFor } from '../support/live.ts';

interface Post {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

const door = '/services/T00000000/B00000000/fake-webhook-path-0123456789?sig=fake-signature-0123456789';

/** A host that takes notifications, and what it was sent. */
async function recorder(respond: (response: ServerResponse, nth: number) => void = (response) => void response.end()) {
  const posts: Post[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posts.push({ method: request.method, url: request.url, body: Buffer.concat(chunks).toString() });
      respond(response, posts.length);
    });
  });
  const port = await listen(server);
  onTestFinished(() => void server.close());
  return { posts, address: `http://127.0.0.1:${port}${door}` };
}

const down = ['verify', '--provider', 'optty', '--target', 'sandbox', '--retries', '0', '--interval', '0'];
const nowhere = environmentFor('optty', 'http://127.0.0.1:9');
const urls = (posts: readonly Post[]) => posts.map(({ method, url }) => `${method} ${url}`);

describe('a run that could not be configured', () => {
  test.each([
    ['slack', /^\{"text":"Not configured: OPTTY_CLIENT_SECRET is not set: .*"blocks":\[/],
    ['teams', /^\{"type":"message","attachments":\[.*Not configured: OPTTY_CLIENT_SECRET/],
    ['json', /^\{"format":1,.*"news":\[\{"kind":"trouble",.*Not configured: OPTTY_CLIENT_SECRET/],
  ])('is told to %s in one POST', async (kind, expected) => {
    const { posts, address } = await recorder();
    const { OPTTY_CLIENT_SECRET: _, ...partly } = nowhere;
    const run = await runInProcess([...down, '--notify', `${kind}=HOOK`], { env: { ...partly, HOOK: address } });
    expect(urls(posts)).toEqual([`POST ${door}`]);
    expect(posts[0]?.body).toMatch(expected);
    expect(run.exitCode).toBe(2);
    for (const text of [run.stdout, run.stderr, ...Object.values(run.files)])
      expect(text).not.toContain('fake-webhook');
  });
});

test('a run without news is told to nobody but the dead man’s switch', async () => {
  const { posts, address } = await recorder();
  const flags = ['--notify', 'slack=HOOK,teams=HOOK', '--notify', 'json=HOOK', '--notify', 'ping=HOOK'];
  const run = await runInProcess(['verify', '--provider', 'octotable', '--case', 'octotable/token', ...flags], {
    env: { HOOK: address },
  });
  const [path = '', query = ''] = door.split('?');
  expect(urls(posts)).toEqual([`POST ${path}/start?${query}`, `POST ${door}`]);
  expect(run.exitCode).toBe(0);
});

describe('ping', () => {
  const [path = '', query = ''] = door.split('?');
  test.each<[string, readonly string[], Record<string, string>, number, string]>([
    ['incomplete: the run was made', down, nowhere, 3, `POST ${door}`],
    ['not configured: /fail', down, {}, 2, `POST ${path}/fail?${query}`],
  ])('%s', async (_, argv, env, exitCode, last) => {
    const { posts, address } = await recorder();
    const run = await runInProcess([...argv, '--notify', 'ping=HOOK'], { env: { ...env, HOOK: address } });
    expect(run.exitCode).toBe(exitCode);
    expect(urls(posts)).toEqual([`POST ${path}/start?${query}`, last]);
  });

  test('a tool that fails: /fail', async () => {
    const { posts, address } = await recorder();
    const startRunner = (): never => {
      throw new TypeError(`no ${address}`);
    };
    const run = await runInProcess([...down, '--notify', 'ping=HOOK', '--notify', 'json=HOOK'], {
      env: { ...nowhere, HOOK: address },
      project: { ...testProject, startRunner },
    });
    expect(run.exitCode).toBe(4);
    expect(urls(posts)).toEqual([`POST ${path}/start?${query}`, `POST ${door}`, `POST ${path}/fail?${query}`]);
    expect(posts[1]?.body).toContain('The tool failed: TypeError: no ');
    for (const text of [...posts.map(({ body }) => body), ...Object.values(run.files)])
      expect(text).not.toContain('fake-webhook');
  });
});

describe('a host that does not take it: said, without the address, and the exit code stays', () => {
  test.each<[string, (response: ServerResponse, nth: number) => void, number, string]>([
    ['once more after 503', (response, nth) => void response.writeHead(nth === 1 ? 503 : 200).end(), 2, ''],
    [
      'once more after 429, and no more',
      (response) => void response.writeHead(429).end(),
      2,
      'answered with status 429',
    ],
    ['never after 404', (response) => void response.writeHead(404).end(), 1, 'answered with status 404'],
    [
      'a redirect is not followed',
      (response) => void response.writeHead(302, { location: '/other' }).end(),
      1,
      'answered with status 302',
    ],
    ['no answer at all', (response) => void response.destroy(), 1, 'no connection to the host'],
  ])('%s', async (_, respond, count, said) => {
    const { posts, address } = await recorder(respond);
    const run = await runInProcess(['verify', '--provider', 'opty', '--notify', 'json=HOOK'], {
      env: { HOOK: address },
    });
    expect(posts).toHaveLength(count);
    expect(run.stderr.split('\n').filter((line) => line.startsWith('warning'))).toEqual(
      said === '' ? [] : [`warning: --notify json=HOOK: the notification was not taken: ${said}`],
    );
    expect(run.exitCode).toBe(2);
  });
});

describe('exit 2 before anything is sent', () => {
  const expected =
    '--notify expected KIND=VARIABLE with KIND one of slack, teams, json, ping and the name of an environment variable, never an address';
  test.each<[string, string, Record<string, string>, string]>([
    ['an address', 'slack=https://hooks.slack.test/fake-webhook', {}, expected],
    ['an address with an equals sign', 'slack=https://hooks.slack.test/?fake-webhook=1', {}, expected],
    ['another kind', 'mail=HOOK', {}, expected],
    ['no variable', 'slack', {}, expected],
    ['nothing', '', {}, expected],
    ['a variable that is not set', 'slack=HOOK', {}, '--notify slack=HOOK: HOOK is not set'],
    ['no address in it', 'slack=HOOK', { HOOK: 'fake-webhook' }, '--notify slack=HOOK: HOOK holds no address'],
    [
      'plain http',
      'slack=HOOK',
      { HOOK: 'http://hooks.slack.test/fake-webhook' },
      '--notify slack=HOOK: the address must begin with https://',
    ],
  ])('%s', async (_, typed, env, problem) => {
    const run = await runInProcess(['verify', '--provider', 'octotable', '--notify', typed], { env });
    expect(run.stderr).toBe(`error: ${problem}\n`);
    expect(run.exitCode).toBe(2);
    expect(JSON.stringify([run.stdout, run.files])).not.toContain('fake-webhook');
  });
});

test('the leak search knows the address: it does not stand in a report', async () => {
  const { posts, address } = await recorder();
  const reporters = [{ name: 'x', file: 'x.txt', render: () => `see ${address}` }];
  const run = await runInProcess(
    ['verify', '--provider', 'octotable', '--case', 'octotable/token', '--notify', 'json=HOOK'],
    {
      env: { HOOK: address },
      project: { ...testProject, reporters },
    },
  );
  expect(run.files['x.txt']).toBe('see ‹HOOK›');
  expect(run.stderr).toMatch(/^run\/leak in x\.txt: .*HOOK/m);
  expect(posts).toEqual([]);
});
