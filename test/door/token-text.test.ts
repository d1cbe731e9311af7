import { describe, expect, it } from 'vitest';
import { alphabetOf, unusableText } from '../../scripts/door/token-text.ts';

const token = 'mF_9.B5f-4.1JqM2YotnFZFEjr1zCsicMWpAA';

describe('no client can send', () => {
  it.each([
    ['a line feed at its end', `${token}\n`, 'control-character'],
    ['a return and a line feed', `${token}\r\n`, 'control-character'],
    ['a tab inside', `ab\tcd`, 'control-character'],
    ['a NUL', `${token}\u0000`, 'control-character'],
    ['a C1 control', `${token}\u0085`, 'control-character'],
    ['a space at its end', `${token} `, 'white-space'],
    ['a space before it', ` ${token}`, 'white-space'],
    ['a space inside', 'two words', 'white-space'],
    ['nothing but spaces', '   ', 'white-space'],
    ['a no-break space', `${token}\u00a0`, 'non-ascii'],
    ['a zero-width space', `\u200b${token}`, 'non-ascii'],
    ['a byte order mark', `\ufeff${token}`, 'non-ascii'],
    ['an accent', 'tokén', 'non-ascii'],
    ['typographic quotes', `“${token}”`, 'non-ascii'],
    ['its scheme', `Bearer ${token}`, 'scheme'],
    ['its scheme in small letters', `bearer  ${token}`, 'scheme'],
    ['the word undefined', 'undefined', 'placeholder'],
    ['the word null', 'null', 'placeholder'],
    ['the word None', 'None', 'placeholder'],
    ['the word NaN', 'NaN', 'placeholder'],
    ['the word nil in brackets', '<nil>', 'placeholder'],
    ['an object as text', '[object Object]', 'placeholder'],
    ['a promise as text', '[object Promise]', 'placeholder'],
    ['a placeholder and a line feed', 'undefined\n', 'placeholder'],
    ['a template', '{{access_token}}', 'placeholder'],
    ['another template', '\u0024{token}', 'placeholder'],
    ['a template of a page', '<%= token %>', 'placeholder'],
  ])('%s', (_, text, why) => {
    expect(unusableText(text)).toBe(why);
  });
});

describe('a client can send', () => {
  it.each([
    ['b64token characters', token],
    ['all other printable characters', '!"#$%&\'()*,:;<=>?@[\\]^`{|}'],
    ['a word with a placeholder in it', 'undefinedX'],
    ['a word', 'nullify'],
    ['a token that begins like a scheme', 'BearerABCDEF'],
    ['a token in brackets', '[abc]'],
    ['a short one', 'x'],
  ])('%s', (_, text) => {
    expect(unusableText(text)).toBeUndefined();
  });
});

describe('the alphabet', () => {
  it.each([
    ['0123456789', 'digits'],
    ['deadbeef00112233', 'hex-lower'],
    ['DEADBEEF00112233', 'hex-upper'],
    ['DEADbeef00112233', 'alphanumeric'],
    ['550e8400-e29b-41d4-a716-446655440000', 'uuid'],
    ['abcXYZ012', 'alphanumeric'],
    ['abcXYZ01==', 'alphanumeric'],
    ['abc-XYZ_012', 'base64url'],
    ['abc+XYZ/01=', 'base64'],
    ['abc.XYZ~01', 'b64token'],
    ['abc!XYZ', 'other'],
    ['a=b', 'other'],
  ])('of %s', (text, alphabet) => {
    expect(alphabetOf(text)).toBe(alphabet);
  });
});
