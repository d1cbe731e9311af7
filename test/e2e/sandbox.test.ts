import { describe, expect, onTestFinished, test } from 'vitest';
import type { SessionData } from '../../scripts/engine/messages.ts';
import type { Session } from '../../scripts/engine/runner.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { environmentName } from '../../scripts/model/variables.ts';
import { json, serve } from '../servers/serve.ts';
import { runInProcess, testProject } from '../support/cli.ts';
import { acme } from '../support/exchanges.ts';
import { environmentFor, independent } from '../support/live.ts';
import { temporaryProject } from '../support/project.ts';

const schema = (tokenType: object) => ({
  type: 'object',
  required: ['access_token', 'token_type', 'expires_in'],
  properties: {
    access_token: { type: 'string', minLength: 1 },
    token_type: { type: 'string', ...tokenType },
    expires_in: { type: 'integer' },
  },
});
/** Takes a backtracking matcher longer than anybody waits. */
const endless = `${'a'.repeat(40)}!`;
const hostile = { access_token: 'a', token_type: endless, expires_in: 3600 };
const good = { access_token: 'a', token_type: 'Bearer', expires_in: 3600 };

const providerNamed = (id: string, example: typeof good, sent = example): Provider => ({
  ...acme,
  id,
  name: id,
  responses: {
    token: {
      ...acme.responses.token,
      schema: `${id}/token`,
      example,
      // What the page shows fits the schema. What the mock sends besides does not.
      assumed: { members: sent, source: acme.responses.token.source },
    },
  },
});

const others = Array.from({ length: 20 }, (_, index) => `good-${index + 1}`);
const projectWith = () =>
  temporaryProject(
    [providerNamed('hostile', { ...good, token_type: 'a' }, hostile), ...others.map((id) => providerNamed(id, good))],
    {
      'hostile/token': schema({ pattern: '^(a+)+$' }),
      ...Object.fromEntries(others.map((id) => [`${id}/token`, schema({ const: 'Bearer' })])),
    },
  );
const argv = ['verify', '--case', '*/token', '--reporter', 'json', '--concurrency', '21'];

describe('a pattern of a schema that never ends on a hostile answer, beside 20 providers that behave well', () => {
  const expected = [['hostile', 'broken'], ...others.map((id) => [id, 'held'])].toSorted();

  test('on the mock, the others get their right verdict', async () => {
    const { report, exitCode } = await runInProcess(argv, { project: await projectWith() });
    expect(report?.providers.map(({ id, outcome }) => [id, outcome])).toEqual(expected);
    const [exchange] = report?.providers.find(({ id }) => id === 'hostile')?.cases ?? [];
    expect(exchange?.exchange.scriptError).toBe('the script ran longer than 3000 ms');
    expect(exitCode).toBe(4);
  });

  test('on live hosts too, where their answers come while the script runs, and their time is up before it ends', async () => {
    let asked = 0;
    let allAsked = (): void => undefined;
    const untilAllAsked = new Promise<void>((resolve) => {
      allAsked = resolve;
    });
    const hosts = await Promise.all(
      ['hostile', ...others].map(async (id) => {
        const server = await serve(async () => {
          asked += 1;
          if (asked === others.length + 1) allAsked();
          await untilAllAsked;
          // While the script runs, or after it: then the deadline has passed, but not for the host.
          const wait = id === 'hostile' ? 0 : id === 'good-1' ? 3500 : 500;
          await new Promise((resolve) => setTimeout(resolve, wait));
          return json(200, { ...(id === 'hostile' ? hostile : good), access_token: `fake-token-of-${id}` });
        });
        onTestFinished(server.close);
        const values = { baseUrl: server.url, clientId: 'fake-client', clientSecret: `fake-secret-of-${id}` };
        return Object.entries(values).map(([name, value]) => [environmentName(id, name), value] as const);
      }),
    );
    const flags = ['--target', 'sandbox', '--interval', '0', '--retries', '0', '--timeout', '2500'];
    const { report, exitCode } = await runInProcess([...argv, ...flags], {
      project: await projectWith(),
      env: Object.fromEntries(hosts.flat()),
    });
    expect(report?.providers.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual(
      expected.map(([id, outcome]) => [id, outcome, undefined]),
    );
    expect(exitCode).toBe(4);
  });
});

test('what was lost on a live host is not judged, says why, and the run was not completed', async () => {
  const server = await serve(independent.optty.handler);
  onTestFinished(server.close);
  const why = 'a script of another item threw after it had ended';
  /** Loses the second of its results. */
  const startRunner = () => {
    const runner = testProject.startRunner();
    const open = (data: SessionData): Session => {
      const session = runner.open(data);
      let count = 0;
      return {
        ...session,
        run: (itemIds, onItem, mayGo) =>
          session.run(
            itemIds,
            (result) => {
              count += 1;
              onItem(count === 2 ? { ...result, lost: why } : result);
            },
            mayGo,
          ),
      };
    };
    return { ...runner, open };
  };
  const { report, exitCode } = await runInProcess(
    ['verify', '--provider', 'optty', '--target', 'sandbox', '--interval', '0'],
    { env: environmentFor('optty', server.url), project: { ...testProject, startRunner } },
  );
  const [ran] = report?.providers ?? [];
  const states = ran?.cases.map(({ case: one, exchange, judgements }) => [
    one.id,
    exchange.inconclusive,
    new Set(judgements.map((judgement) => (judgement.outcome === 'not-judged' ? judgement.why : judgement.outcome))),
  ]);
  expect(states?.[0]).toEqual(['optty/token', undefined, expect.any(Set)]);
  expect(states?.[1]).toEqual([
    'optty/unknown-client',
    'lost',
    new Set([why, 'no baseline: npm run accept -- --provider optty']),
  ]);
  expect(ran).toMatchObject({ outcome: 'interrupted', reason: `optty/unknown-client: ${why}` });
  expect(exitCode).toBe(3);
});
