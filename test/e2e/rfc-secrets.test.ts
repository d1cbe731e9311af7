import { expect, test } from 'vitest';
import { realRuns, useRealServers } from '../support/real-runs.ts';

useRealServers();

/** Form-encoding changes every kind of these characters. */
const clientSecret = 'fake+secret/0123=45%67:89 end';
const hint =
  'likely because of the encoding: the credentials hold characters that Basic sends form-encoded (RFC 6749 §2.3.1), and many servers read them raw';

test.each([
  ['oidc', 'held', []],
  ['node-oauth', 'broken', [`status 401 invalid_client; ${hint}`]],
  ['jmondi', 'broken', [`status 401 invalid_client; ${hint}`]],
] as const)('%s, with the secret in the body: Basic is %s', async (name, outcome, actual) => {
  const { card } = await (await realRuns(name, 'client_secret_post', { clientSecret })).verify();
  const [basic] = card.filter(({ rule }) => rule === 'rfc/basic');
  expect(basic?.outcome).toBe(outcome);
  expect(basic?.outcome === 'broken' ? basic.findings.map((one) => one.actual) : []).toEqual(actual);
});

test.each([
  ['oidc', undefined, undefined],
  ['node-oauth', `status 401, JSON; ${hint}`, `status 401, JSON; ${hint}`],
  ['jmondi', `status 401, JSON; ${hint}`, `status 401, JSON; ${hint}`],
] as const)('%s, with the secret in Basic', async (name, reason, why) => {
  const run = await (await realRuns(name, 'client_secret_basic', { clientSecret })).verify();
  expect(run.reason).toBe(reason);
  expect(run.exitCode).toBe(reason === undefined ? 1 : 3);
  const [basic] = run.card.filter(({ rule }) => rule === 'rfc/basic');
  expect(basic?.outcome === 'not-judged' ? basic.why : undefined).toBe(why);
  if (reason !== undefined) expect(run.stdout).toContain('many servers read them raw');
});
