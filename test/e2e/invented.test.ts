import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { lintProvider } from '../../scripts/contract/lint.ts';
import { mockApp, startMock } from '../../scripts/mock/index.ts';
import type { Json, Provider } from '../../scripts/model/provider.ts';
import { itemId } from '../../scripts/postman/index.ts';
import { json, type Seen, serve } from '../servers/serve.ts';
import { findingsIn, runInProcess } from '../support/cli.ts';
import { acme } from '../support/exchanges.ts';
import { runNewman } from '../support/newman.ts';
import { temporaryProject } from '../support/project.ts';

const run = promisify(execFile);

interface Invented {
  readonly provider: Provider;
  readonly schema: Record<string, Json>;
  /** What the canonical request carries with the credentials below: its Authorization, decoded once, and its body. */
  readonly sends: { readonly basic?: string; readonly body: string };
}

const configured = { ACME_CLIENT_ID: 'an id/with%signs', ACME_CLIENT_SECRET: `it's "ünï" $HOME+&=:` };

const schema: Record<string, Json> = {
  type: 'object',
  required: ['access_token', 'token_type'],
  properties: { access_token: { type: 'string', minLength: 1 }, token_type: { type: 'string', const: 'Bearer' } },
};

/** Well documented but for the given facts. */
const plain: Provider = {
  ...acme,
  docs: { page: { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens' } },
  responses: {
    token: {
      status: 200,
      schema: 'acme/token',
      example: { access_token: '<token>', token_type: 'Bearer' },
      basis: 'documented',
      source: { doc: 'page', at: 'Response' },
    },
  },
  refusals: [
    { fault: 'unknown-client', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_id', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required' },
    { fault: 'unsupported-grant-type', basis: 'required' },
  ],
};

const basic = (basicEscape: 'none' | 'base64'): Provider => ({
  ...plain,
  // A raw id with a percent sign reads otherwise where it is decoded.
  variables: {
    clientId: { role: 'client-id', about: 'The client id', mock: 'mock client+%41' },
    clientSecret: { role: 'client-secret', about: 'The secret', mock: 'mock:sëcret+%41' },
  },
  request: { ...plain.request, authentication: 'client_secret_basic', basicEscape },
});

const named = (encoding: 'form' | 'json', credentialNames: Provider['request']['credentialNames'] = {}): Provider => {
  const { id = 'client_id', secret = 'client_secret' } = credentialNames;
  return {
    ...plain,
    request: { ...plain.request, encoding, credentialNames },
    refusals: [
      { fault: 'unknown-client', basis: 'required' },
      { fault: 'missing-parameter', of: id, basis: 'required' },
      { fault: 'missing-parameter', of: secret, basis: 'required' },
      ...(encoding === 'json' ? [{ fault: 'wrong-type', of: id, basis: 'required' } as const] : []),
    ],
  };
};

/** A JWT that lives for an hour, which the answer says in another unit than seconds. */
const lasting = (unit: 'milliseconds' | 'minutes' | 'hours', expires: number | string): Provider => ({
  ...plain,
  token: {
    ...plain.token,
    expiry: { at: '/expires', unit },
    lifetime: { seconds: 3600, source: { doc: 'page' } },
    format: { is: 'jwt', source: { doc: 'page' } },
  },
  responses: {
    token: {
      ...plain.responses.token,
      example: { access_token: '<token>', token_type: 'Bearer', expires },
    },
  },
});
const plainBody =
  'grant_type=client_credentials&client_id=an%20id%2Fwith%25signs&client_secret=it%27s%20%22%C3%BCn%C3%AF%22%20%24HOME%2B%26%3D%3A';

const invented: Readonly<Record<string, Invented>> = {
  'Basic that is not escaped': {
    provider: basic('none'),
    schema,
    sends: { basic: `an id/with%signs:it's "ünï" $HOME+&=:`, body: 'grant_type=client_credentials' },
  },
  'Basic of parts in Base64': {
    provider: basic('base64'),
    schema,
    sends: {
      basic: 'YW4gaWQvd2l0aCVzaWducw==:aXQncyAiw7xuw68iICRIT01FKyY9Og==',
      body: 'grant_type=client_credentials',
    },
  },
  'a form with clientId and client_secret': {
    provider: named('form', { id: 'clientId' }),
    schema,
    sends: {
      body: 'grant_type=client_credentials&clientId=an%20id%2Fwith%25signs&client_secret=it%27s%20%22%C3%BCn%C3%AF%22%20%24HOME%2B%26%3D%3A',
    },
  },
  'a token with status 201': {
    provider: { ...plain, responses: { token: { ...plain.responses.token, status: 201 } } },
    schema,
    sends: {
      body: 'grant_type=client_credentials&client_id=an%20id%2Fwith%25signs&client_secret=it%27s%20%22%C3%BCn%C3%AF%22%20%24HOME%2B%26%3D%3A',
    },
  },
  'a lifetime in milliseconds': { provider: lasting('milliseconds', 3_600_000), schema, sends: { body: plainBody } },
  'a lifetime in minutes': { provider: lasting('minutes', 60), schema, sends: { body: plainBody } },
  'a lifetime in hours, as digits': { provider: lasting('hours', '1'), schema, sends: { body: plainBody } },
  'JSON with user-name and password': {
    provider: named('json', { id: 'user-name', secret: 'password' }),
    schema,
    sends: {
      body: String.raw`{
  "grant_type": "client_credentials",
  "user-name": "an id/with%signs",
  "password": "it's \"ünï\" $HOME+&=:"
}`,
    },
  },
};

const rows = Object.entries(invented);
const projectOf = ({ provider, schema: token }: Invented) => temporaryProject([provider], { 'acme/token': token });

/** What must be the same: method, target, body, and the headers that we set. */
const compared = ({ method, path, query, body, headers }: Seen) => ({
  method,
  path,
  query,
  body,
  contentType: headers['content-type'],
  authorization: headers['authorization'],
});
const decoded = (authorization: string | undefined): string | undefined => {
  const credentials = /^Basic (.*)$/.exec(authorization ?? '')?.[1];
  return credentials === undefined ? undefined : Buffer.from(credentials, 'base64').toString();
};

describe.each(rows)('%s', (_, one) => {
  const { provider } = one;

  test('the linter finds nothing', () => {
    const data: Json = JSON.parse(JSON.stringify(provider));
    expect(lintProvider({ name: 'acme', data }, { schemas: { 'acme/token': one.schema }, rules: [] }).problems).toEqual(
      [],
    );
  });

  test('the collection is green under bare newman on the mock, which refuses every fault', async () => {
    const { root } = await projectOf(one);
    const mock = await startMock(mockApp([provider]), 0);
    onTestFinished(() => mock.close());
    const read = async (name: string) => JSON.parse(await readFile(join(root, 'collections', name), 'utf8'));
    const environment = await read('acme.mock.postman_environment.json');
    for (const entry of environment.values) if (entry.key === 'baseUrl') entry.value = `${mock.url}/acme`;
    const newman = await runNewman({ collection: await read('acme.postman_collection.json'), environment });
    expect(newman.failures.map(({ error }) => `${error.test}: ${error.message}`)).toEqual([]);
    const { status } = provider.responses.token;
    const faulty = new Set(casesOf(provider).flatMap(({ id, fault }) => (fault === undefined ? [] : [itemId(id)])));
    expect(faulty.size).toBeGreaterThanOrEqual(8);
    const refused = newman.executions.map(({ item, response }) => [item.name, response?.code === status]);
    expect(refused).toEqual(newman.executions.map(({ item }) => [item.name, !faulty.has(item.id)]));
    expect(newman.executions).toHaveLength(casesOf(provider).length);
  });

  test('verify holds on the mock, and takes the canonical answer for documented', async () => {
    const project = await projectOf(one);
    const { exitCode, report } = await runInProcess(['verify'], { project });
    expect(findingsIn(report).filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect([exitCode, report?.providers[0]?.outcome]).toEqual([0, 'held']);
    const answer = report?.providers[0]?.cases[0]?.exchange.attempts[0];
    expect(JSON.stringify(answer)).toContain('"x-mock-basis","documented"');
  });

  test.skipIf(process.platform === 'win32')(
    'verify, which runs the collection, and the printed curl send the same',
    async () => {
      const server = await serve(() => json(200, { access_token: 'fake-token-0123456789', token_type: 'Bearer' }));
      onTestFinished(server.close);
      const project = await projectOf(one);
      const env = { ACME_BASE_URL: server.url, ...configured };
      const { stdout: line } = await runInProcess(['verify', '--curl', 'acme/token'], { project });
      await run('sh', ['-c', line], { env: { PATH: process.env['PATH'], ...env } });
      const flags = ['--target', 'sandbox', '--interval', '0', '--case', 'acme/token', '--reporter', 'json'];
      await runInProcess(['verify', ...flags], { env, project });
      const [byCurl, byVerify, ...more] = server.seen.map(compared);
      expect(more).toEqual([]);
      expect(byCurl).toEqual(byVerify);
      const { basic: credentials, body } = one.sends;
      expect([decoded(byVerify?.authorization), byVerify?.body]).toEqual([credentials, body]);
    },
  );
});

test.each<['milliseconds' | 'minutes' | 'hours', number | string, number | string, string]>([
  ['milliseconds', 3_600_000, 3600, 'number 3600 of milliseconds'],
  ['minutes', 60, 3600, 'number 3600 of minutes'],
  ['hours', '1', '3600', 'number 3600 of hours'],
])('a lifetime in %s is not the documented one where it is in seconds', async (unit, documented, sent, actual) => {
  const server = await serve(() =>
    json(200, { access_token: 'opaque-token-0123456789', token_type: 'Bearer', expires: sent }),
  );
  onTestFinished(server.close);
  const documentedProvider = lasting(unit, documented);
  const project = await projectOf({ provider: documentedProvider, schema, sends: { body: plainBody } });
  const env = { ACME_BASE_URL: server.url, ...configured };
  const flags = ['--target', 'sandbox', '--interval', '0', '--case', 'acme/token'];
  const { report } = await runInProcess(['verify', ...flags], { env, project });
  const found = findingsIn(report).filter(({ rule }) => rule === 'docs/lifetime');
  expect(found.map((finding) => [finding.severity, finding.actual.split(':')[0]])).toEqual([['error', actual]]);
});

const base64url = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['dies before the answer says so', 1800, ['number 60']],
  ['lives as long as the answer says', 3600, []],
])('a JWT beside a lifetime of 60 minutes that %s', async (_, lives, found) => {
  const server = await serve(() => {
    const iat = Math.floor(Date.now() / 1000);
    const token = [{ alg: 'HS256' }, { iat, exp: iat + lives, sub: 'acme' }].map(base64url).join('.');
    return json(200, { access_token: `${token}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`, token_type: 'Bearer', expires: 60 });
  });
  onTestFinished(server.close);
  const project = await projectOf({ provider: lasting('minutes', 60), schema, sends: { body: plainBody } });
  const env = { ACME_BASE_URL: server.url, ...configured };
  const flags = ['--target', 'sandbox', '--interval', '0', '--case', 'acme/token'];
  const { report } = await runInProcess(['verify', ...flags], { env, project });
  const contradictions = findingsIn(report).filter(({ rule }) => rule === 'run/lifetime-contradicts');
  expect(contradictions.map(({ actual }) => actual)).toEqual(found);
});

test('a range counts in the unit of the lifetime, and reads digits', async () => {
  const server = await serve(() =>
    json(200, { access_token: 'opaque-token-0123456789', token_type: 'Bearer', expires: '25' }),
  );
  onTestFinished(server.close);
  const hours = lasting('hours', '1');
  const { lifetime: _, format: __, ...token } = hours.token;
  const provider: Provider = {
    ...hours,
    token: { ...token, expiry: { at: '/expires', unit: 'hours', atMost: { value: 24, source: { doc: 'page' } } } },
  };
  const project = await projectOf({ provider, schema, sends: { body: plainBody } });
  const env = { ACME_BASE_URL: server.url, ...configured };
  const flags = ['--target', 'sandbox', '--interval', '0', '--case', 'acme/token'];
  const { report } = await runInProcess(['verify', ...flags], { env, project });
  const found = findingsIn(report).filter(({ rule }) => rule === 'docs/range');
  expect(found.map(({ expected, actual }) => [expected, actual])).toEqual([['from 1 to 24', 'number 25']]);
});

test('the faults of credentials bear their names', () => {
  const { provider } = invented['JSON with user-name and password'] ?? expect.fail();
  const ids = casesOf(provider).map(({ id, title }) => `${id}: ${title}`);
  expect(ids).toEqual(
    expect.arrayContaining([
      'acme/missing-parameter-user-name: No user-name',
      'acme/missing-parameter-password: No password',
      'acme/repeated-parameter-password: password sent twice',
      'acme/wrong-type-user-name: user-name is a number',
    ]),
  );
});

test.each([
  ['Basic that is not escaped', 'likely because of the encoding: the credentials hold characters that Basic sends raw'],
  ['Basic of parts in Base64', 'perhaps because of the encoding: Basic sends the id and the secret each in Base64'],
])('%s: refused credentials name the encoding', async (name, hint) => {
  const one = invented[name] ?? expect.fail();
  const server = await serve(() => json(401, { error: 'invalid_client' }));
  onTestFinished(server.close);
  const project = await projectOf(one);
  const env = { ACME_BASE_URL: server.url, ...configured };
  const { report } = await runInProcess(['verify', '--target', 'sandbox', '--interval', '0'], { env, project });
  expect(report?.providers[0]?.reason).toContain(hint);
});
