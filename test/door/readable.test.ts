import { expect, test } from 'vitest';
import { createRedactor } from '../../scripts/door/redact.ts';

const redactor = createRedactor({
  secrets: [
    { variable: 'clientSecret', value: 'kX9:mQ2#vT7!pL4$' },
    { variable: 'apiKey', value: '8c7e1f0a9b3d4c5e6f70812233445566' },
    { variable: 'gateKey', value: 'client-credentials-7fK2vQ' },
  ],
  key: new Uint8Array(32),
});
redactor.learn(
  'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ4IiwiaWF0IjoxNzAwMDAwMDAwfQ.c2lnbmF0dXJlLW9mLWEtdGVzdC10b2tlbg',
);
redactor.learn('tok_9fK2-not/a+real=token.Zq81');
redactor.learn('73918264550192837465');

const subjects = [
  ...['client_id', 'client_secret', 'grant_type', 'scope', 'redirect_uri', 'code', 'refresh_token', 'username'],
  ...['password', 'resource', 'audience', 'assertion', 'client_assertion', 'the Authorization header'],
];
const faults = [
  (what: string) => `The request is missing a required parameter: ${what}`,
  (what: string) => `Missing form parameter: ${what}`,
  (what: string) => `Parameter "${what}" is not valid (see RFC 6749, Section 5.2).`,
  (what: string) => `${what}: must not be blank; 1 error(s) found`,
  (what: string) => `invalid_request - duplicate parameter '${what}'`,
  (what: string) => `AADSTS90014: The required field '${what}' is missing.`,
  (what: string) => `[400] ${what} is required & was not sent <br>`,
  (what: string) => `Expected ${what} to be a string, got null at line 1, column 17`,
];
const others = [
  ...['Client authentication failed (e.g., unknown client, no client authentication included)', 'Bad Request'],
  ...['Invalid client or Invalid client credentials', 'unauthorized', 'Unauthorized client', 'Access is denied'],
  ...['Unsupported grant_type value', 'The grant type "foo" is not allowed for this client', 'Too many requests'],
  ...['Rate limit exceeded: 10 per 1 minute; retry in 60 s', 'Service Unavailable. Please try again later.'],
  ...['2026-11-25', '2026-11-25 03:00', '25.11.2026 03:00:17', 'Wed, 25 Nov 2026 03:00:17 GMT', '03:00:17.123 UTC'],
  ...['https://auth.example/oauth/token', 'https://docs.example/errors/invalid_client', 'http://127.0.0.1:4010/x'],
  ...['urn:ietf:rfc:6749', 'application/json; charset=utf-8', 'no-store, no-cache', 'max-age=31536000', 'nginx/1.27.3'],
  ...['Bearer realm="token endpoint", error="invalid_client"', 'Basic realm="oauth"', 'RS256', 'ES256', 'at+jwt'],
  ...[
    'Apache-Coyote/1.1',
    'Microsoft-IIS/10.0',
    'gzip, deflate, br',
    'text/html;charset=ISO-8859-1',
    'HTTP 404 Not Found',
  ],
  ...[
    '192.168.10.12',
    '10.0.0.1:8443',
    '1, 2, 3, 4, 5',
    '[112, 64, 120]',
    '0x1F',
    '#ff8800',
    'a: 12, b: 34, c: 56, d: 78',
  ],
  ...[
    '100% wrong &amp; more',
    'line one, line two',
    'read write',
    'api-user orders.read orders.write',
    'openid profile email',
  ],
  ...['C:\\temp\\x', 'com.example.auth.InvalidClientException: bad', 'at Token.verify (token.js:12:34)', 'ORA-01017'],
  ...['error code: 1020', 'Ray ID: 8f2a', 'E11000 duplicate key', 'Falscher Benutzername oder falsches Passwort'],
  ...[
    'Müşteri bulunamadı',
    'Les identifiants du client sont invalides.',
    'クライアント認証に失敗しました',
    '認証エラー',
  ],
  ...['client-credentials', 'client credentials', 'client_credentials', 'the client credentials grant', 'v2.1.0-beta'],
  ...[
    '{"error":"invalid_grant"}',
    "{'a': 1}",
    'a=1&b=2',
    '&lt;p&gt;',
    'tok',
    'kX9',
    '8c7e1f0a',
    '73918264',
    '00 01 02 03',
  ],
  ...['42', '3600', '86400', '1700000000', '-1', '3.14', '1e3', '5 of 10', '(null)', 'N/A', '', ' ', '\u{1f511}'],
  ...[
    'Please contact support@example.test',
    'see www.example.test',
    'quota: 12/100',
    'id 12345678',
    'order 2026-00017',
  ],
];
const harmless = [...subjects.flatMap((what) => faults.map((fault) => fault(what))), ...others];

test('there are at least 200 harmless texts', () => {
  expect(new Set(harmless).size).toBeGreaterThanOrEqual(200);
});

test.each(harmless)('stays readable: %s', (text) => {
  expect(redactor.leaf(text, true)).toBe(text);
});
