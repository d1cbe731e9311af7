import { expect, test } from 'vitest';
import type { Json } from '../../scripts/model/provider.ts';
import { illFormedTexts, isRedirect, isSuccess, isTokenResponse } from '../../scripts/oauth/token-response.ts';

test.each<[string, Json | undefined, readonly string[]]>([
  ['nothing of it', { access_token: 'é' }, []],
  ['a scope of words', { scope: 'read write:all' }, []],
  ['no word', { scope: '' }, ['/scope']],
  ['two spaces', { scope: 'a  b' }, ['/scope']],
  ['a space at the end', { scope: 'a ' }, ['/scope']],
  ['a quotation mark', { scope: 'a"b' }, ['/scope']],
  ['a backslash', { error_description: 'a\\b' }, ['/error_description']],
  ['a letter outside ASCII', { error_description: 'é' }, ['/error_description']],
  ['a tab', { error_description: 'a\tb' }, ['/error_description']],
  ['spaces and signs', { error_description: 'No such client (see [1])!', error_uri: 'https://a.test/?b=c#d' }, []],
  ['a space in an address', { error_uri: 'https://a.test/a b' }, ['/error_uri']],
  [
    'all of them',
    { scope: '"', error_uri: ' ', error_description: '"' },
    ['/scope', '/error_description', '/error_uri'],
  ],
  ['values that are no texts', { scope: ['"'], error_description: null, error_uri: 7 }, []],
  ['members of other objects', { data: { scope: '"' } }, []],
  ['a list', ['"'], []],
  ['no JSON', undefined, []],
])('the grammar of RFC 6749, Appendix A: %s', (_, body, expected) => {
  expect(illFormedTexts(body)).toEqual(expected);
});

test('a status of success or a token that counts makes a token response', () => {
  expect([
    isTokenResponse({ status: 200, tokens: [] }),
    isTokenResponse({ status: 204, tokens: [] }),
    isTokenResponse({ status: 400, tokens: ['one'] }),
    isTokenResponse({ status: 400, tokens: [] }),
    isTokenResponse({ status: 302, tokens: [] }),
  ]).toEqual([true, true, true, false, false]);
  expect([199, 200, 299, 300].map(isSuccess)).toEqual([false, true, true, false]);
  expect([300, 301, 302, 303, 304, 305, 307, 308].filter(isRedirect)).toEqual([301, 302, 303, 307, 308]);
});
