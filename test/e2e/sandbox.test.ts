import { describe, expect, onTestFinished, test } from 'vitest';
import type { Provider } from '../../scripts/model/provider.ts';
import { environmentName } from '../../scripts/model/variables.ts';
import { json, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';
import { acme } from '../support/exchanges.ts';
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

const providerNamed = (id: string, example: typeof good): Provider => ({
  ...acme,
  id,
  name: id,
  responses: { token: { ...acme.responses.token, schema: `${id}/token`, example } },
});

const others = Array.from({ length: 20 }, (_, index) => `good-${index + 1}`);
const projectWith = () =>
  temporaryProject([providerNamed('hostile', hostile), ...others.map((id) => providerNamed(id, good))], {
    'hostile/token': schema({ pattern: '^(a+)+$' }),
    ...Object.fromEntries(others.map((id) => [`${id}/token`, schema({ const: 'Bearer' })])),
  });
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
          if (id !== 'hostile') await new Promise((resolve) => setTimeout(resolve, 500));
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
