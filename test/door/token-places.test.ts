import { expect, test } from 'vitest';
import { createDoorkeeper } from '../../scripts/door/index.ts';
import type { DoorSettings } from '../../scripts/model/session.ts';

const settings: DoorSettings = {
  secrets: [{ variable: 'clientSecret', value: 'kX9:mQ2#vT7!pL4$' }],
  secretsLeak: true,
  publicTexts: ['{"client":"grant_type"}'],
  vocabulary: ['Bearer', 'api-user', 'my-client-kX9:mQ2#vT7!pL4$'],
  key: new Uint8Array(32),
  accessToken: '/access_token',
  shown: [],
};

/** The answer to a request as a report holds it, as text, and what is found when `written` is about to be written. */
function answered(body: unknown, contentType = 'application/json') {
  const keeper = createDoorkeeper();
  const door = keeper.open(settings);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const attempt = door.attemptOf({
    itemId: 'x',
    startedAt: new Date(0),
    ms: 1,
    requested: true,
    assertions: [],
    answer: { status: 200, statusText: 'OK', headers: [['Content-Type', contentType]], bytes: Buffer.from(text), text },
  });
  const found = (written: string): boolean => keeper.scan(settings.key, written, '').length > 0;
  return { shown: JSON.stringify(attempt), found };
}

test.each<[string, unknown, readonly string[]]>([
  ['a number', { access_token: 8273645182736451, message: 'x 8273645182736451' }, ['8273645182']],
  ['a short number', { access_token: 731, code: 'ok' }, ['731']],
  ['in an object', { access_token: { value: 'Zr81kQ-s', n: 91827364 }, message: 'Zr81kQ-s' }, ['Zr81kQ', '91827364']],
  ['in a list of lists', { id_token: [['Zr81kQ-s', [918273645]]], message: '918273645' }, ['Zr81kQ', '918273645']],
  ['as a name', { access_token: { 'Zr81kQ-s9': true }, message: 'Zr81kQ-s9' }, ['Zr81kQ']],
  ['of small letters', { access_token: 'qwmzxkvbnt', message: 'it is qwmzxkvbnt' }, ['qwmzxk']],
  ['of words', { access_token: 'correct-horse-battery', message: 'so correct-horse-battery it is' }, ['horse']],
  ['in text that is not JSON', '{"access_token": 82736451, message: 82736451', ['82736451']],
])('what stands where a token does is not shown, there and elsewhere: %s', (_, body, canaries) => {
  const { shown } = answered(body);
  for (const canary of canaries) expect(shown).not.toContain(canary);
});

test('the 51st token of an answer, and the 300th, are masked elsewhere too', () => {
  const tokens = Array.from({ length: 300 }, (_, index) => `tok${index}-Zr81kQ${index}`);
  const { shown, found } = answered({ token: tokens, message: `${tokens[50]} and ${tokens[299]}` });
  expect(shown).not.toContain('Zr81kQ');
  expect(found(`<p>${tokens[299]}</p>`)).toBe(true);
});

test.each(['1', 'Bearer', 'api-user', '2026-11-25', 'testcase', '<b>', 'undefined'])(
  'what any text may hold is not searched for in reports: %s',
  (token) => {
    const { shown, found } = answered({ access_token: token, token_type: 'Bearer', expires_in: 3600 });
    expect(found(`{"a":"${token} of Bearer"}`)).toBe(false);
    expect(shown).toContain('"expires_in":3600');
  },
);

test('a word of ours that holds the secret is no vocabulary', () => {
  expect(answered({ message: 'my-client-kX9:mQ2#vT7!pL4$' }).shown).toContain('my-client-‹clientSecret›');
});

test.each([
  ['64 levels around 30,000 numbers', `${'['.repeat(63)}${Array(30_000).fill(7).join(',')}${']'.repeat(63)}`],
  ['30,000 empty lists', `[${Array(20_000).fill('[]').join(',')}]`],
  [
    '8,000 members',
    JSON.stringify(Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`m${index}`, index]))),
  ],
  ['long names at every level', `${'{"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn":'.repeat(60)}1${'}'.repeat(60)}`],
  ['a long text', JSON.stringify({ message: 'ab '.repeat(20_000) })],
])('what is kept of one answer is bounded: %s', (_, body) => {
  const { shown } = answered(body);
  expect(shown.length).toBeLessThan(100_000);
  if (body.length > 60_000) return;
  expect(shown).toMatch(/^\{"startedAt"/);
});

test('it says how much is not kept, and keeps what is documented', () => {
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`m${index}`, 1]));
  const { shown } = answered({ ...many, error: 'invalid_client', list: [] });
  expect(shown).toMatch(/"…":"…, 2,\d{3} more members"/);
  expect(shown).toContain('"error":"invalid_client"');
  expect(shown).toContain('"beyond":["members"]');
});
