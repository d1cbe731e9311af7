import { brotliCompressSync, gzipSync } from 'node:zlib';
import { issueJwt } from '../servers/jwt.ts';
import { answers, drips, floods, head, type RawAnswer, sends } from '../support/raw-server.ts';

export interface HostileRow {
  readonly name: string;
  readonly answer: RawAnswer;
  readonly outcome: 'held' | 'broken' | 'down';
  /** RuleId, severity and pointer of each, in order; without those of the RFC, which only advise. */
  readonly findings: readonly string[];
  /** Whether only the deadline ends it. */
  readonly isEndless?: true;
  /** Must stand in what is printed. */
  readonly says?: string | RegExp;
}

export const token = issueJwt('fake-optty-client', 86_400);
const good = { access_token: token, expires_in: 86_400, token_type: 'Bearer', scope: 'api-user' };
const text = JSON.stringify(good);
/** The good body with more members, as text. */
const and = (members: string): string => `${text.slice(0, -1)},${members}}`;
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const chunked = head('200 OK', { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
const until = head('200 OK', { 'Content-Type': 'application/json', Connection: 'close' });

const schema = 'docs/schema error ';
const oddity = (at: string): string => `run/oddity warning ${at}`;
const ends = (rule: string): Pick<HostileRow, 'outcome' | 'findings'> => ({
  outcome: 'broken',
  findings: [`${rule} error `],
});
const held: Pick<HostileRow, 'outcome' | 'findings'> = { outcome: 'held', findings: [] };
const down: Pick<HostileRow, 'outcome' | 'findings'> = { outcome: 'down', findings: [] };
const endless = { ...down, isEndless: true, says: 'deadline' } as const;
const odd = (...places: readonly string[]): Pick<HostileRow, 'outcome' | 'findings'> => ({
  outcome: 'held',
  findings: places.map(oddity),
});
const broken = (...findings: readonly string[]): Pick<HostileRow, 'outcome' | 'findings'> => ({
  outcome: 'broken',
  findings,
});

const bodies: readonly HostileRow[] = [
  { name: 'an empty 200', answer: answers(''), ...broken(schema), says: 'an empty body' },
  {
    name: 'HTML with 200',
    answer: answers('<!doctype html><script>alert(1)</script>', { 'Content-Type': 'text/html' }),
    outcome: 'down',
    findings: [],
    says: 'an HTML page',
  },
  {
    name: 'JSON with the wrong media type',
    answer: answers(text, { 'Content-Type': 'text/html' }),
    ...broken('docs/media-type error '),
  },
  {
    name: 'JSON without a media type',
    answer: sends(until.replace(/Content-Type.*\r\n/, ''), text),
    ...broken('docs/media-type error '),
  },
  {
    name: 'a media type with odd parameters',
    answer: answers(text, { 'Content-Type': 'Application/JSON ;; charset="utf-8"; a=";"; q' }),
    ...held,
  },
  {
    name: 'a charset that does not exist',
    answer: answers(text, { 'Content-Type': 'application/json; charset=klingon' }),
    ...ends('run/encoded'),
  },
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', '"constructor"'].map((name) => ({
    name: `the charset ${name}`,
    answer: answers(text, { 'Content-Type': `application/json; charset=${name}` }),
    ...ends('run/encoded'),
  })),
  {
    name: 'a media type called constructor',
    answer: answers(text, { 'Content-Type': 'constructor' }),
    ...broken('docs/media-type error '),
  },
  { name: 'a BOM', answer: answers(`\ufeff${text}`), ...odd('') },
  {
    name: 'UTF-16 with its mark',
    answer: answers(Buffer.from(`\ufeff${text}`, 'utf16le')),
    ...broken(schema),
    says: 'not JSON: UTF-16',
  },
  {
    name: 'UTF-16 with its mark, and named',
    answer: answers(Buffer.from(`\ufeff${text}`, 'utf16le'), { 'Content-Type': 'application/json; charset=utf-16' }),
    ...odd(''),
  },
  {
    name: 'ISO 8859-1 that the media type names',
    answer: answers(Buffer.from(and('"x":"é"'), 'latin1'), { 'Content-Type': 'application/json; charset=iso-8859-1' }),
    ...odd(''),
  },
  {
    name: 'UTF-16 that the media type names',
    answer: answers(Buffer.from(text, 'utf16le'), { 'Content-Type': 'application/json; charset=utf-16le' }),
    ...odd(''),
  },
  { name: 'UTF-16 that nothing names', answer: answers(Buffer.from(text, 'utf16le')), ...broken(schema) },
  {
    name: 'invalid UTF-8',
    answer: answers(Buffer.from(and('"x":"\xff\xfe\x80"'), 'latin1')),
    ...odd(''),
  },
  { name: 'truncated JSON', answer: answers(text.slice(0, -20)), ...broken(schema), says: 'cut off JSON' },
  {
    name: 'repeated members',
    answer: answers(and('"token_type":"Bearer","token_type":"Bearer"')),
    ...odd('/token_type', '/token_type'),
  },
  {
    name: 'a repeated member that parsers read differently',
    answer: answers(and('"expires_in":"1"')),
    ...broken('docs/schema error /expires_in', oddity('/expires_in')),
  },
  {
    name: '__proto__ and constructor',
    answer: answers(and('"__proto__":{"access_token":1},"constructor":{"prototype":{"scope":1}}')),
    ...odd('/__proto__', '/constructor', '/constructor/prototype'),
  },
  { name: '10,000 levels', answer: answers(and(`"x":${nested(10_000)}`)), ...ends('run/too-deep') },
  {
    name: '10,000 levels of objects',
    answer: answers(and(`"x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)),
    ...ends('run/too-deep'),
  },
  { name: '10,000 levels that never close', answer: answers('['.repeat(10_000)), ...ends('run/too-deep') },
  { name: '1e400', answer: answers(and('"x":1e400')), ...odd('/x') },
  {
    name: '1e400 in a documented place',
    answer: answers(text.replace('86400', '1e400')),
    ...broken('docs/schema error /expires_in', oddity('/expires_in')),
  },
  { name: '2^53 + 1', answer: answers(and('"x":9007199254740993')), ...odd('/x') },
  { name: 'raw NUL bytes', answer: answers(`${text}\0\0`), ...broken(schema) },
  { name: 'an escaped NUL', answer: answers(and('"x":"a\\u0000b"')), ...held },
  { name: 'lone surrogates', answer: answers(and('"x":"\\ud800","\\udc00y":1')), ...odd('/x', '/\\udc00y') },
  {
    name: 'a JWT with a header of 40 KB that is no JSON',
    answer: answers(JSON.stringify({ ...good, access_token: `eyJ${'h'.repeat(40_000)}.eyJ9.c2ln` })),
    outcome: 'broken',
    findings: ['docs/token-format error /access_token'],
  },
  { name: 'a member name of 40 KB', answer: answers(and(`"${'n'.repeat(40_000)}":1`)), ...held },
  {
    name: '5,000 members',
    answer: answers(and(Array.from({ length: 5000 }, (_, index) => `"m${index}":1`).join(','))),
    outcome: 'held',
    findings: ['run/beyond-bound info '],
  },
  { name: '204 with a body', answer: answers(text, {}, '204 No Content'), ...ends('run/malformed-http') },
];

const escapes = '\\u001b[31m\\u001b]0;x\\u0007<script>alert(1)</script>]]>\\r\\n::error::pwned\\n';
const texts: readonly HostileRow[] = [
  {
    name: 'escapes, markup and commands in error_description',
    answer: answers(`{"error":"invalid_request","error_description":"${escapes}"}`, {}, '400 Bad Request'),
    ...broken('docs/status error '),
  },
  {
    name: 'the same in a documented place',
    answer: answers(text.replace('"Bearer"', `"${escapes}"`)),
    ...broken('docs/schema error /token_type'),
  },
  {
    name: 'the same in names of members',
    answer: answers(`{"${escapes}":1}`),
    ...broken(
      'docs/schema error /access_token',
      'docs/schema error /expires_in',
      'docs/schema error /token_type',
      'docs/schema error /scope',
    ),
  },
  { name: 'control characters in the status line', answer: answers(text, {}, '200 O\u001b[31mK\u0007'), ...held },
  {
    name: 'control characters in a header',
    answer: answers(text, { Server: 'x\u001b[31my' }),
    ...ends('run/malformed-http'),
  },
];

const framings: readonly HostileRow[] = [
  { name: 'a header of 1 MB', answer: answers(text, { 'X-Long': 'x'.repeat(2 ** 20) }), ...ends('run/too-large') },
  {
    name: '1,000 headers',
    answer: answers(text, Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`X${index}`, 'a']))),
    ...held,
  },
  {
    name: '10,000 headers',
    answer: answers(text, Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`X${index}`, 'a']))),
    ...ends('run/too-large'),
  },
  {
    name: 'a Content-Length that is too small',
    answer: answers(text, { 'Content-Length': '20' }),
    ...ends('run/malformed-http'),
  },
  {
    name: 'a Content-Length that is too large',
    answer: answers(text, { 'Content-Length': '9999' }),
    ...down,
    says: 'reset',
  },
  {
    name: 'a Content-Length that is no number',
    answer: answers(text, { 'Content-Length': '1e3' }),
    ...ends('run/malformed-http'),
  },
  {
    name: 'two Content-Lengths',
    answer: sends(until.replace('Connection', 'Content-Length: 5\r\nContent-Length: 6\r\nConnection'), text),
    ...ends('run/malformed-http'),
  },
  {
    name: 'a Content-Length and chunks',
    answer: sends(chunked.replace('\r\n\r\n', '\r\nContent-Length: 5\r\n\r\n'), '0\r\n\r\n'),
    ...ends('run/malformed-http'),
  },
  { name: 'chunks without end', answer: floods(chunked, '1\r\nx\r\n'), ...ends('run/too-large') },
  { name: '600 MB', answer: floods(until, 'x'.repeat(1024)), ...ends('run/too-large') },
  {
    name: '600 MB announced',
    answer: floods(until.replace('Connection', 'Content-Length: 629145600\r\nConnection'), 'x'),
    ...ends('run/too-large'),
  },
  { name: 'a byte now and then', answer: drips(until, 'x', 100), ...endless },
  {
    name: 'a header, a byte now and then',
    answer: drips('HTTP/1.1 200 OK\r\nX: ', 'x', 100),
    ...endless,
  },
  { name: 'nothing at all', answer: () => undefined, ...endless },
  { name: 'closed before an answer', answer: (socket) => socket.destroy(), ...down, says: 'reset' },
  {
    name: 'closed mid-body',
    answer: (socket) => {
      socket.write(head('200 OK', { 'Content-Length': '500' }) + text.slice(0, 50), () => socket.destroy());
    },
    ...down,
    says: 'reset',
  },
  { name: 'closed mid-chunk', answer: sends(chunked, '50\r\nhalf'), ...down, says: 'reset' },
  { name: 'a 103 first', answer: sends('HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n', until, text), ...held },
  { name: 'a 100 first', answer: sends('HTTP/1.1 100 Continue\r\n\r\n', until, text), ...held },
  {
    name: 'interim answers without end',
    answer: floods('', 'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n'),
    ...ends('run/too-large'),
  },
  {
    name: 'another protocol',
    answer: sends('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    ...ends('run/malformed-http'),
  },
  { name: 'no HTTP at all', answer: sends('SSH-2.0-OpenSSH_9.6\r\n'), ...ends('run/malformed-http') },
  {
    name: '10 MB of gzip',
    answer: answers(gzipSync(Buffer.alloc(10 ** 7)), { 'Content-Encoding': 'gzip' }),
    ...ends('run/too-large'),
  },
  {
    name: 'a brotli bomb',
    answer: answers(brotliCompressSync(Buffer.alloc(10 ** 8)), { 'Content-Encoding': 'br' }),
    ...ends('run/too-large'),
  },
  {
    name: 'a bomb in gzip in gzip',
    answer: answers(gzipSync(gzipSync(Buffer.alloc(10 ** 8))), { 'Content-Encoding': 'gzip, gzip' }),
    ...ends('run/too-large'),
  },
  {
    name: 'gzip that is small',
    answer: answers(gzipSync(text), { 'Content-Encoding': 'gzip' }),
    ...odd(''),
  },
  {
    name: 'gzip that is none',
    answer: answers(text, { 'Content-Encoding': 'gzip' }),
    ...ends('run/encoded'),
  },
  {
    name: 'three codings',
    answer: answers(gzipSync(gzipSync(gzipSync(text))), { 'Content-Encoding': 'gzip, gzip, gzip' }),
    ...ends('run/encoded'),
  },
  { name: 'a charset as content coding', answer: answers(text, { 'Content-Encoding': 'UTF-8' }), ...odd('') },
];

export const hostileRows: readonly HostileRow[] = [...bodies, ...texts, ...framings];
