import { describe, expect, test } from 'vitest';
import { knownSecrets } from '../../../scripts/cli/config/known-secrets.ts';
import { proxySecrets, readProxy } from '../../../scripts/cli/config/proxy.ts';
import { acme } from '../../support/exchanges.ts';

const proxy = 'http://proxy.example:3128';
const read = (host: string, env: Record<string, string>) => readProxy(new URL(host), env);

describe('the proxy for a host', () => {
  test.each<[string, string, Record<string, string>, string | undefined]>([
    ['is that of HTTPS_PROXY', 'https://auth.example', { HTTPS_PROXY: proxy }, `${proxy}/`],
    [
      'or of https_proxy, which wins',
      'https://auth.example',
      { HTTPS_PROXY: 'http://a', https_proxy: proxy },
      `${proxy}/`,
    ],
    ['may be reached by TLS', 'https://auth.example', { HTTPS_PROXY: 'https://p:1' }, 'https://p:1/'],
    ['is none where nothing is set', 'https://auth.example', { HTTPS_PROXY: '', HTTP_PROXY: proxy }, undefined],
    ['is none for http', 'http://auth.example', { HTTPS_PROXY: proxy }, undefined],
    ['is none for this machine', 'https://127.0.0.1:8443', { HTTPS_PROXY: proxy }, undefined],
    ['is none for this machine by name', 'https://localhost', { HTTPS_PROXY: proxy }, undefined],
    ['is none for this machine in IPv6', 'https://[::1]', { HTTPS_PROXY: proxy }, undefined],
  ])('%s', (_, host, env, expected) => {
    expect(read(host, env)).toEqual(expected === undefined ? {} : { proxy: expected });
  });

  test.each<[string, string, boolean]>([
    ['*', 'https://auth.example', true],
    ['auth.example', 'https://auth.example', true],
    ['AUTH.example', 'https://auth.EXAMPLE', true],
    ['example', 'https://auth.example', true],
    ['.example', 'https://auth.example', true],
    ['*.example', 'https://auth.example', true],
    ['other.test, auth.example', 'https://auth.example', true],
    ['other.test auth.example', 'https://auth.example', true],
    ['auth.example:443', 'https://auth.example', true],
    ['auth.example:8443', 'https://auth.example', false],
    ['auth.example:8443', 'https://auth.example:8443', true],
    ['th.example', 'https://auth.example', false],
    ['auth.example.org', 'https://auth.example', false],
    ['x.auth.example', 'https://auth.example', false],
    ['10.0.0.7', 'https://10.0.0.7', true],
    ['2001:db8::1', 'https://[2001:db8::1]', true],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]', true],
    ['2001:db8::2', 'https://[2001:db8::1]', false],
    ['2001:DB8:0::1', 'https://[2001:db8::1]', true],
    ['192.0.2.0/24', 'https://192.0.2.77', true],
    ['192.0.2.0/24', 'https://192.0.3.77', false],
    ['192.0.2.77/32', 'https://192.0.2.77', true],
    ['2001:db8::/32', 'https://[2001:db8::1]', true],
    ['2001:db8::/32', 'https://[2001:db9::1]', false],
    ['192.0.2.0/24', 'https://auth.example', false],
    ['auth.example', 'https://auth.example.', true],
    ['auth.example.', 'https://auth.example', true],
    ['*.example.', 'https://auth.example', true],
    [', ,', 'https://auth.example', false],
  ])('NO_PROXY=%s: %s %s', (entries, host, isDirect) => {
    for (const name of ['NO_PROXY', 'no_proxy'])
      expect(read(host, { HTTPS_PROXY: proxy, [name]: entries })).toEqual(isDirect ? {} : { proxy: `${proxy}/` });
  });

  test.each([
    '.',
    '192.0.2.0/33',
    '2001:db8::/129',
    '10.0.*',
    'http://auth.example',
    'auth.example/token',
    'auth.example:https',
    '<local>',
  ])('NO_PROXY=%s cannot be read: a warning that names it', (entry) => {
    expect(read('https://auth.example', { HTTPS_PROXY: proxy, NO_PROXY: `other.test,${entry}` })).toEqual({
      proxy: `${proxy}/`,
      warnings: [`NO_PROXY has the entry ${entry}, which cannot be read: it matches no host`],
    });
    expect(read('https://auth.example', { HTTPS_PROXY: proxy, NO_PROXY: `auth.example,${entry}` })).toEqual({});
    expect(read('https://auth.example', { NO_PROXY: entry })).toEqual({});
  });

  test.each([' ', '\t', ''])('HTTPS_PROXY=%j is unset', (blank) => {
    expect(read('https://auth.example', { HTTPS_PROXY: blank })).toEqual({});
    expect(read('https://auth.example', { https_proxy: blank, HTTPS_PROXY: proxy })).toEqual({ proxy: `${proxy}/` });
  });

  test.each([
    ['proxy.example:3128', 'HTTPS_PROXY must be an http or https URL such as http://proxy.example:3128'],
    ['socks5://proxy.example', 'HTTPS_PROXY must be an http or https URL such as http://proxy.example:3128'],
    ['not a url', 'HTTPS_PROXY is not a URL such as http://proxy.example:3128'],
    ['http://user:%zz@proxy.example', 'HTTPS_PROXY has credentials that are not percent-encoded'],
  ])('%s is refused', (value, problem) => {
    expect(read('https://auth.example', { HTTPS_PROXY: value })).toEqual({ problem });
    expect(read('https://127.0.0.1', { HTTPS_PROXY: value })).toEqual({});
  });
});

describe('the credentials of a proxy are secrets', () => {
  test.each<[string, Record<string, string>]>([
    ['http://p', {}],
    ['http://user:p%40ss-word@p', { proxyPassword: 'p@ss-word' }],
    ['http://a-long-user:pass@p', { proxyPassword: 'pass', proxyUser: 'a-long-user' }],
    ['http://only-a-token-0123@p', { proxyUser: 'only-a-token-0123' }],
    ['http://u:%zz@p', { proxyPassword: '%zz' }],
  ])('%s', (address, expected) => {
    expect(proxySecrets(address)).toEqual(expected);
  });

  test('like every variable that a provider calls secret', () => {
    const env = { ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: 'a-secret', https_proxy: 'http://u:a-password@p' };
    expect(knownSecrets([acme], env)).toEqual([
      { variable: 'ACME_CLIENT_SECRET', value: 'a-secret' },
      { variable: 'proxyPassword', value: 'a-password' },
    ]);
    expect(knownSecrets([acme], { HTTPS_PROXY: 'no URL' })).toEqual([]);
  });
});
