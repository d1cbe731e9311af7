/**
 * Content codings registered with IANA (RFC 9110 §8.4.1), and others that servers send. Any other name in Content-Encoding is no
 * coding: servers put charsets (`UTF-8`) and other words there.
 */
const registered: ReadonlySet<string> = new Set(
  'aes128gcm br compress dcb dcz deflate exi gzip pack200-gzip x-compress x-gzip zstd'.split(' '),
);

export const isContentCoding = (name: string): boolean => registered.has(name);

/** The names in a Content-Encoding or Transfer-Encoding header, in small letters, in the order in which they were applied. */
export const codingsIn = (header: string): readonly string[] =>
  header
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
