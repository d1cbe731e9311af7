import { describe, expect, onTestFinished, test } from 'vitest';
import { environmentName } from '../../scripts/model/variables.ts';
import { changed, changedToken, type Handler, json, type Seen, serve } from '../servers/serve.ts';
import { findingsIn, runInProcess } from '../support/cli.ts';
import { environmentFor, type Id, ids, independent } from '../support/live.ts';

const secret = 'zq8_k';

/** Takes the short secret for the one that the server knows. */
const takingShort =
  (id: Id, handler: Handler): Handler =>
  (seen: Seen) => {
    const real = independent[id].credentials.secret;
    return handler({ ...seen, body: seen.body.replace(secret, real) });
  };

async function verify(id: Id, handler: Handler) {
  const server = await serve(takingShort(id, handler));
  onTestFinished(server.close);
  const env = { ...environmentFor(id, server.url), [environmentName(id, 'clientSecret')]: secret };
  const argv = ['verify', '--provider', id, '--target', 'sandbox', '--interval', '0', '--retries', '0', '--verbose'];
  return runInProcess(argv, { env });
}

const ofContract = (run: Awaited<ReturnType<typeof verify>>) =>
  findingsIn(run.report).filter(({ rule }) => !rule.startsWith('rfc/') && rule !== 'run/no-baseline');

test('a secret that is a word of the collection is warned about, and is no leak', async () => {
  const server = await serve(() => json(200, {}));
  onTestFinished(server.close);
  const env = { ...environmentFor('optty', server.url), OPTTY_CLIENT_SECRET: 'client_credentials' };
  const argv = ['verify', '--provider', 'optty', '--target', 'sandbox', '--case', 'optty/token', '--interval', '0'];
  const { stderr, exitCode } = await runInProcess(argv, { env });
  expect(stderr).toBe(
    'warning: OPTTY_CLIENT_SECRET is a word of the collection itself: nothing can keep it from being seen\n',
  );
  expect(exitCode).toBe(1);
});

describe('a secret of five characters', () => {
  test.each(ids)('%s: what is documented still holds, and a warning says why the rest is hidden', async (id) => {
    const run = await verify(id, independent[id].handler);
    expect(ofContract(run)).toEqual([]);
    expect(run.report?.providers.map(({ outcome }) => outcome)).toEqual(['held']);
    expect(run.stderr).toMatch(
      /^warning: [A-Z_]+_CLIENT_SECRET has fewer than 8 characters: it cannot be masked safely, so no text of .* answers is shown\n$/,
    );
    expect(run.exitCode).toBe(0);
  });

  test('what is not documented is broken, by the word of both judges, without being shown', async () => {
    const { handler } = independent.optty;
    const run = await verify(
      'optty',
      changedToken(handler, (body) => ({ ...body, token_type: 'mac', scope: secret })),
    );
    expect(ofContract(run).map(({ rule, at, actual }) => [rule, at, actual])).toEqual([
      ['docs/schema', '/token_type', 'string ‹string, 3 characters›'],
      ['docs/schema', '/scope', 'string ‹string, 5 characters›'],
    ]);
    expect(run.exitCode).toBe(1);
  });

  test('a rejection is still told apart from drift', async () => {
    const run = await verify('optty', () => json(400, { error: 'invalid_client', error_description: 'no' }));
    expect(run.report?.providers.map(({ outcome }) => outcome)).toEqual(['credentials-rejected']);
    expect(run.exitCode).toBe(3);
  });

  test('echoed everywhere, it stands nowhere', async () => {
    const echo = changed(independent.optty.handler, (reply) => ({
      ...reply,
      headers: { ...reply.headers, 'x-echo': secret, server: `${secret} x`, [secret]: '1' },
      body: JSON.stringify({ ...JSON.parse(reply.body), [secret]: secret, message: `a ${secret} b`, list: [secret] }),
    }));
    const { stdout, files } = await verify('optty', echo);
    expect(stdout + JSON.stringify(files)).not.toMatch(/zq8/);
  });
});
