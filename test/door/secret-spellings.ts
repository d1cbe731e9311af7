/** Each way in which a server, newman or Node could write a secret; nothing here is taken from the code under test. */
const bytes = (text: string): readonly number[] => [...Buffer.from(text)];
const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const units = (text: string): readonly number[] => text.split('').map((unit) => unit.charCodeAt(0));
const wellFormed = (text: string): string => Buffer.from(text).toString();
const percent = (text: string): string => encodeURIComponent(wellFormed(text));
const form = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const unicode = (text: string): string =>
  units(text)
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
const named = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
const points = (text: string): readonly number[] => [...text].map((character) => character.codePointAt(0) ?? 0);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

export const spellings: readonly (readonly [name: string, spell: (secret: string) => string])[] = [
  ['raw', (secret) => secret],
  ['percent', percent],
  ['percent, small hex', (secret) => percent(secret).replace(/%[\dA-F]{2}/g, (one) => one.toLowerCase())],
  ['form', form],
  [
    'percent, every byte',
    (secret) =>
      bytes(secret)
        .map((byte) => `%${hex(byte)}`)
        .join(''),
  ],
  [
    'percent, every byte, capitals',
    (secret) =>
      bytes(secret)
        .map((byte) => `%${hex(byte).toUpperCase()}`)
        .join(''),
  ],
  ['percent twice', (secret) => percent(percent(secret))],
  ['in the query of a redirect', (secret) => `https://a.example/cb?secret=${form(secret)}&x=1`],
  ['base64', base64],
  ['base64, one before', (secret) => base64(`a${secret}`)],
  ['base64, two before', (secret) => base64(`ab${secret}`)],
  ['base64, both sides', (secret) => base64(`id:${secret}&more=1`)],
  ['base64url', (secret) => base64url(`x:${secret}`)],
  ['Basic', (secret) => `Basic ${base64(`client:${secret}`)}`],
  ['Basic of the form-encoded', (secret) => `Basic ${base64(`client:${form(secret)}`)}`],
  ['Basic in a query', (secret) => `auth=${percent(`Basic ${base64(`c:${secret}`)}`)}`],
  ['base64 of JSON', (secret) => base64(JSON.stringify({ client_secret: secret }))],
  ['JSON', json],
  ['JSON, every character', unicode],
  [
    'JavaScript, every character',
    (secret) =>
      units(secret)
        .map((unit) => (unit < 256 ? `\\x${hex(unit)}` : `\\u${unit.toString(16).padStart(4, '0')}`))
        .join(''),
  ],
  ['JSON, slashes', (secret) => json(secret).replaceAll('/', '\\/')],
  ['JSON in JSON', (secret) => json(json(secret))],
  ['JSON in JSON in a query', (secret) => `https://a.example/cb?data=${percent(json(json(secret)))}`],
  ['JSON, every character, in JSON', (secret) => json(unicode(secret))],
  ['JSON of percent', (secret) => json(`"${percent(secret)}"`)],
  ['JSON of HTML', (secret) => json(named(secret))],
  ['HTML', named],
  [
    'HTML decimal',
    (secret) =>
      points(secret)
        .map((point) => `&#${point};`)
        .join(''),
  ],
  [
    'HTML hex',
    (secret) =>
      points(secret)
        .map((point) => `&#x${point.toString(16)};`)
        .join(''),
  ],
  [
    'HTML hex, capitals, padded',
    (secret) =>
      points(secret)
        .map((point) => `&#X${point.toString(16).toUpperCase().padStart(6, '0')};`)
        .join(''),
  ],
  ['HTML of JSON', (secret) => named(JSON.stringify({ secret }))],
  ['hex', (secret) => bytes(secret).map(hex).join('')],
  ['hex, capitals', (secret) => bytes(secret).map(hex).join('').toUpperCase()],
  ['bytes', (secret) => bytes(secret).join(',')],
  ['bytes in brackets', (secret) => `[ ${bytes(secret).join(', ')} ]`],
  ['bytes in JSON, indented', (secret) => JSON.stringify({ data: bytes(`x${secret}`) }, null, 2)],
  ['a Uint8Array in JSON', (secret) => JSON.stringify(Uint8Array.from(bytes(secret)))],
  ['a Buffer as Node prints it', (secret) => `<Buffer ${bytes(secret).map(hex).join(' ')}>`],
  ['a string as Node prints it', (secret) => `'${secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`],
];

/** Further ones, from which a token or a secret of printable ASCII can be read. */
export const furtherSpellings: readonly (readonly [name: string, spell: (secret: string) => string])[] = [
  ['hex with colons', (secret) => bytes(secret).map(hex).join(':')],
  ['hex with commas', (secret) => bytes(secret).map(hex).join(',')],
  ['hex with dashes, capitals', (secret) => bytes(secret).map(hex).join('-').toUpperCase()],
  [
    'hex with 0x',
    (secret) =>
      bytes(secret)
        .map((byte) => `0x${hex(byte)}`)
        .join(', '),
  ],
  [
    'hex in groups of four',
    (secret) =>
      (
        bytes(secret)
          .map(hex)
          .join('')
          .match(/.{1,4}/g) ?? []
      ).join(' '),
  ],
  ['hex on lines', (secret) => bytes(secret).map(hex).join('\n')],
  ['hex as strings', (secret) => JSON.stringify(bytes(secret).map(hex))],
  ['bytes with spaces', (secret) => bytes(secret).join(' ')],
  ['bytes with semicolons', (secret) => bytes(secret).join('; ')],
  ['bytes on lines', (secret) => bytes(secret).join('\n')],
  ['bytes as strings', (secret) => JSON.stringify(bytes(secret).map(String))],
  ['bytes by index, as strings', (secret) => JSON.stringify({ ...bytes(secret).map(String) })],
  ['bytes after a number that is none', (secret) => `[400,${bytes(secret).join(',')}]`],
  [
    'octal',
    (secret) =>
      bytes(secret)
        .map((byte) => byte.toString(8).padStart(3, '0'))
        .join(' '),
  ],
  [
    'octal of C',
    (secret) =>
      bytes(secret)
        .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
        .join(''),
  ],
  [
    'octal of JavaScript',
    (secret) =>
      bytes(secret)
        .map((byte) => `0o${byte.toString(8).padStart(3, '0')}`)
        .join(','),
  ],
  [
    'binary',
    (secret) =>
      bytes(secret)
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join(' '),
  ],
  ['base64 in short lines', (secret) => (base64(`x:${secret}`).match(/.{1,9}/g) ?? []).join('\r\n')],
  ['base64 in short lines, in JSON', (secret) => json((base64(secret).match(/.{1,4}/g) ?? []).join('\n'))],
  [
    'HTML decimal, padded',
    (secret) =>
      points(secret)
        .map((point) => `&#${String(point).padStart(10, '0')};`)
        .join(''),
  ],
  ['percent four deep', (secret) => percent(percent(percent(percent(`${secret}%`))))],
  [
    'every byte in percent, four deep',
    (secret) =>
      percent(
        percent(
          percent(
            bytes(secret)
              .map((byte) => `%${hex(byte)}`)
              .join(''),
          ),
        ),
      ),
  ],
  ['UTF-16', (secret) => Buffer.from(secret, 'utf16le').toString('latin1')],
  ['UTF-16, in JSON', (secret) => JSON.stringify(Buffer.from(secret, 'utf16le').toString('latin1'))],
  ['letter by letter', (secret) => [...secret].join(' ')],
  ['with a soft hyphen', (secret) => [...secret].join('\u00ad')],
  ['without its end', (secret) => secret.slice(0, 15)],
];

/** Secrets of printable ASCII without white space. */
export const plainSecrets: readonly string[] = [
  'kX9:mQ2#vT7!pL4$',
  '8c7e1f0a9b3d4c5e6f70812233445566',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'sk_live_51H8xQ2eZvKYlo2C',
  '73918264550192837465',
];

export const awkward: readonly string[] = [
  'p@ss "w&rd"/+<é\u00ff☃',
  'S3cret-12',
  'plainlowercase',
  "back\\slash'quote`",
  '100%25 & more',
  '+ + + + +',
  '\u{1f511}key\u{1f511}key',
  '0123456789',
  'a&amp;b&lt;c',
  'ends in \\',
  '====////++++',
  '$& $1 $` (.*)[',
];

const alphabet = [...'abcXYZ019 @"&<>/+%\\\'=;,.~_-:{}[]()é\u00ff☃\u{1f511}'];

/** Random, but the same in every run. */
export function randomSecrets(count: number): readonly string[] {
  let state = 42;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 8 + next(24) }, () => alphabet[next(alphabet.length)]).join(''),
  );
}
