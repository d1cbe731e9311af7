/**
 * Names of charsets that are decoded. Others are refused: the decoder that newman uses looks a name up among the members of an
 * object, and ends the program at some of them.
 */
const known: ReadonlySet<string> = new Set([
  ...['utf-8', 'utf8', 'utf-16', 'utf-16le', 'utf-16be', 'us-ascii', 'ascii', 'latin1'],
  ...Array.from({ length: 16 }, (_, index) => `iso-8859-${index + 1}`),
  ...Array.from({ length: 9 }, (_, index) => `windows-125${index}`),
  ...['shift_jis', 'euc-jp', 'gbk', 'gb2312', 'gb18030', 'big5', 'euc-kr', 'koi8-r', 'koi8-u'],
]);

/** Whether a Content-Type names a charset that is not known. It may name several: a reader picks any of them. */
export const hasUnknownCharset = (contentType: string): boolean =>
  [...contentType.matchAll(/charset[^=;]{0,8}=\s*["']?([^\s;,"']*)/gi)].some(
    ({ 1: name = '' }) => name !== '' && !known.has(name.toLowerCase()),
  );
