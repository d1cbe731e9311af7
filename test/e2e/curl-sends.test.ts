import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Provider } from '../../scripts/model/provider.ts';
import { json, type Seen, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';
import { acme, acmeSchemas } from '../support/exchanges.ts';
import { temporaryProject } from '../support/project.ts';

const run = promisify(execFile);

const secrets: readonly string[] = [
  'p%2Bq+r',
  'with "quotes" and \\backslashes\\',
  "it's 'quoted'",
  `$HOME \`id\` $(id) \${PATH}`,
  'a&b=c;d#e?f/g@h:i',
  ' spaces at both ends ',
  '-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n',
  'ünïcödé-秘密-😀',
  '{{nothing}} pa{{ss %s %d \\n',
  '-d @/etc/passwd',
  "!*'()~^|<>[],.-_",
  '= == \\\\ \\" & \\&',
];

const variants: Readonly<Record<string, Partial<Provider['request']>>> = {
  form: {},
  JSON: { encoding: 'json' },
  Basic: { authentication: 'client_secret_basic', headers: { Accept: 'application/json' } },
};

/** What must be the same: method, target, body, and the headers that we set. */
const compared = ({ method, path, query, body, headers }: Seen) => ({
  method,
  path,
  query,
  body,
  contentType: headers['content-type'],
  authorization: headers['authorization'],
  accept: headers['accept'],
});

describe.skipIf(process.platform === 'win32').each(Object.entries(variants))('%s', (_, change) => {
  test.each(secrets)('the printed line, run by sh with the secret %j, sends what verify sends', async (secret) => {
    const server = await serve(() => json(200, { access_token: 'fake-token-0123456789' }));
    onTestFinished(server.close);
    const provider: Provider = {
      ...acme,
      variables: { ...acme.variables, scope: { about: 'The scope', mock: 'mock', default: 'read write' } },
      request: {
        ...acme.request,
        ...change,
        query: { expires_in: '1' },
        parameters: { ...acme.request.parameters, scope: '{{scope}}', note: `50% "off" isn't \\n` },
      },
    };
    const project = await temporaryProject([provider], acmeSchemas as Readonly<Record<string, object>>);
    const env = { ACME_BASE_URL: server.url, ACME_CLIENT_ID: 'an id/with:signs', ACME_CLIENT_SECRET: secret };
    const { stdout: line } = await runInProcess(['verify', '--curl', 'acme/token'], { project });
    await run('sh', ['-c', line], { env: { PATH: process.env['PATH'], ...env } });
    const flags = ['--target', 'sandbox', '--interval', '0', '--case', 'acme/token', '--reporter', 'json'];
    await runInProcess(['verify', ...flags], { env, project });
    const [byCurl, byVerify, ...more] = server.seen.map(compared);
    expect(more).toEqual([]);
    expect(byVerify?.method).toBe('POST');
    expect(byCurl).toEqual(byVerify);
    expect(line.trimEnd()).not.toContain('\n');
  });
});
