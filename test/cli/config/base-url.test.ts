import { describe, expect, test } from 'vitest';
import { problemsOf, read } from './flags.ts';

const credentials = { MY_BANK_CLIENT_ID: 'an-id', MY_BANK_CLIENT_SECRET: 'a-long-secret' };
const at = (url: string) => ({ ...credentials, MY_BANK_BASE_URL: url });
const sandbox = { target: 'sandbox' };

describe('a base URL', () => {
  test.each([
    ['https://sandbox.bank.test', 'https://sandbox.bank.test'],
    ['https://sandbox.bank.test/', 'https://sandbox.bank.test'],
    ['https://sandbox.bank.test:8443/auth/v2/', 'https://sandbox.bank.test:8443/auth/v2'],
    ['HTTPS://Sandbox.Bank.test', 'https://sandbox.bank.test'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://localhost:4010/my-bank', 'http://localhost:4010/my-bank'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
  ])('%s is used as %s', (url, used) => {
    expect(read(sandbox, at(url)).live[0]?.values['baseUrl']).toBe(used);
  });

  const onlyHere = 'MY_BANK_BASE_URL must be https: plain http is for this machine only';
  test.each([
    ['sandbox.bank.test', 'MY_BANK_BASE_URL is not a URL'],
    ['https://', 'MY_BANK_BASE_URL is not a URL'],
    ['http://sandbox.bank.test', onlyHere],
    ['http://127.0.0.1.bank.test', onlyHere],
    ['http://localhost.bank.test', onlyHere],
    ['http://10.0.0.1', onlyHere],
    ['http://0.0.0.0', onlyHere],
    ['http://[::2]', onlyHere],
    ['ftp://sandbox.bank.test', 'MY_BANK_BASE_URL must be an https URL'],
    ['https://me@sandbox.bank.test', 'MY_BANK_BASE_URL must not hold credentials'],
    ['https://:pass@sandbox.bank.test', 'MY_BANK_BASE_URL must not hold credentials'],
    ['https://sandbox.bank.test/?tenant=1', 'MY_BANK_BASE_URL must end before any query or fragment'],
    ['https://sandbox.bank.test/#top', 'MY_BANK_BASE_URL must end before any query or fragment'],
    ['https://sandbox.bank.test/?', 'MY_BANK_BASE_URL must end before any query or fragment'],
    ['https://sandbox.bank.test/#', 'MY_BANK_BASE_URL must end before any query or fragment'],
    [
      'https://sandbox.bank.test/{{tenant}}',
      'MY_BANK_BASE_URL (the environment) holds "{{", a placeholder that nothing fills: write the address itself',
    ],
  ])('%s is refused', (url, problem) => {
    expect(problemsOf(sandbox, at(url))).toEqual([problem]);
  });
});

describe('a production host', () => {
  test.each([
    ['https://api.bank.test', 'api.bank.test'],
    ['https://API.bank.test/v2', 'api.bank.test'],
    ['https://api.bank.test:443', 'api.bank.test'],
    ['https://api.bank.test:8443', 'api.bank.test:8443'],
    ['https://api.bank.test.', 'api.bank.test.'],
  ])('%s needs to be allowed', (url, host) => {
    expect(problemsOf(sandbox, at(url))).toEqual([
      `MY_BANK_BASE_URL is the production host ${host}: use a sandbox, or say --allow-production`,
    ]);
    expect(problemsOf({ ...sandbox, 'allow-production': true }, at(url))).toEqual([]);
  });

  test.each(['https://sandbox.bank.test', 'https://api.bank.test.example', 'https://xapi.bank.test'])(
    '%s is none',
    (url) => {
      expect(problemsOf(sandbox, at(url))).toEqual([]);
    },
  );
});

describe('an interval', () => {
  const tooShort = '--interval under 1000 ms is for this machine only, and MY_BANK_BASE_URL is sandbox.bank.test';
  test.each([
    ['1000', 'https://sandbox.bank.test', []],
    ['1s', 'https://sandbox.bank.test', []],
    ['999', 'https://sandbox.bank.test', [tooShort]],
    ['0', 'https://sandbox.bank.test', [tooShort]],
    ['0', 'http://127.0.0.1:4010', []],
    ['0', 'https://localhost', []],
  ])('%s for %s', (interval, url, problems) => {
    expect(problemsOf({ ...sandbox, interval }, at(url))).toEqual(problems);
  });
});
