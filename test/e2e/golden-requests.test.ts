import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { environmentName } from '../../scripts/model/variables.ts';
import { json, type RunningServer, type Seen, serve } from '../servers/serve.ts';
import { runInProcess } from '../support/cli.ts';
import { goldensOf, requestProblems } from '../support/golden.ts';
import { thisProject } from '../support/this-project.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

/** What newman really sends, case by case, to a server that records. */
async function recorded(
  id: string,
  credentials = { id: 'mock-client', secret: 'mock-secret' },
  flags: readonly string[] = [],
) {
  const server = await serve(() => json(200, {}, { 'set-cookie': 'session=1; Path=/' }));
  running.push(server);
  const env = {
    [environmentName(id, 'baseUrl')]: server.url,
    [environmentName(id, 'clientId')]: credentials.id,
    [environmentName(id, 'clientSecret')]: credentials.secret,
  };
  const { report } = await runInProcess(
    ['verify', '--provider', id, '--target', 'sandbox', '--interval', '0', '--reporter', 'json', ...flags],
    { env },
  );
  const sent = report?.providers[0]?.cases.filter(({ exchange }) => exchange.attempts.length > 0) ?? [];
  return { seen: server.seen, byCase: new Map(sent.map((one, index) => [one.case.id, server.seen[index]])) };
}

const decoded = (seen: Seen) => ({ ...seen, query: [...new URLSearchParams(seen.query)] });

describe.each(thisProject.providers.map(({ id }) => id).filter((id) => goldensOf(id).length > 0))('%s', (id) => {
  let byCase: ReadonlyMap<string, Seen | undefined>;
  let seen: readonly Seen[];
  beforeAll(async () => {
    ({ byCase, seen } = await recorded(id));
  });

  test('newman sends what the vendor’s page shows', () => {
    const asserted = casesOf(thisProject.providers.find((one) => one.id === id) ?? expect.fail()).filter(
      ({ folder, safety }) => folder !== 'Observed' && !safety.mockOnly,
    );
    expect(seen).toHaveLength(asserted.length);
    const problems = goldensOf(id).flatMap((golden) => {
      const sent = [...byCase].find(([caseId]) => caseId === golden.case)?.[1];
      return sent === undefined ? [`${golden.case} was not sent`] : requestProblems(golden, decoded(sent));
    });
    expect(goldensOf(id).length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  if (id === 'apinizer')
    test('token-without-accept sends no Accept at all', () => {
      expect(byCase.get('apinizer/token')?.headers['accept']).toBe('application/json');
      expect(byCase.get('apinizer/token-without-accept')?.headers).not.toHaveProperty('accept');
    });

  test('identity is asked for, and no cookie comes back', () => {
    for (const { headers } of seen) expect(headers).toMatchObject({ 'accept-encoding': 'identity' });
    for (const { headers } of seen) expect(headers).not.toHaveProperty('cookie');
  });
});

test('newman sends the form that Octotable’s Postman page calls JSON', async () => {
  const id = 'octotable/wrong-media-type-form-as-json';
  const { byCase } = await recorded('octotable', undefined, ['--case', id]);
  const sent = byCase.get(id);
  expect(sent?.headers['content-type']).toBe('application/json');
  expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'mock-client',
    client_secret: 'mock-secret',
  });
});

describe('awkward credentials arrive as they are', () => {
  const awkward = { id: 'an id+with "quotes" & more=é', secret: `p@ss "w&rd"+%41/=\\ é☃ 'x'` };
  test('in a form', async () => {
    const { byCase } = await recorded('optty', awkward, ['--case', 'optty/token']);
    const form = new URLSearchParams(byCase.get('optty/token')?.body);
    expect([form.get('client_id'), form.get('client_secret')]).toEqual([awkward.id, awkward.secret]);
  });
  test('in JSON', async () => {
    const { byCase } = await recorded('orum', awkward, ['--case', 'orum/token']);
    expect(JSON.parse(byCase.get('orum/token')?.body ?? '')).toEqual({
      client_id: awkward.id,
      client_secret: awkward.secret,
    });
  });
  test('in Basic, form-encoded as RFC 6749 §2.3.1 says', async () => {
    const { byCase } = await recorded('optty', awkward, ['--case', 'optty/token-basic']);
    const authorization = byCase.get('optty/token-basic')?.headers['authorization'] ?? '';
    const decodedPair = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':');
    expect(decodedPair.map((part) => new URLSearchParams(`x=${part}`).get('x'))).toEqual([awkward.id, awkward.secret]);
  });
});
