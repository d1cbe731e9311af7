import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isErrorWithCode, UnreadableFile } from './text-file.ts';

/** How much of a file with settings or a secret is read. */
const mostBytes = 1024 * 1024;
const pollMs = 20;

/**
 * The text of a `.env` file or of a file with a secret, without its byte order mark; `undefined` if there is none. It may be
 * a FIFO, which password managers use: it is read once, and for `waitMs` at the most.
 * @throws {UnreadableFile} for a folder, a device, a FIFO that nothing is written to or a text in UTF-16; the
 * system's error for what cannot be opened
 */
export async function readEnvFile(path: string, waitMs = 10_000): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile() && !stats.isFIFO())
      throw new UnreadableFile(stats.isDirectory() ? 'is a folder' : 'is no file that holds a text');
    return decoded(await bytesOf(file, stats.isFIFO() ? waitMs : 0));
  } finally {
    await file.close();
  }
}

/** `waitMs` is how long to wait for the first and for each further byte; 0: until the end of the file. */
async function bytesOf(file: FileHandle, waitMs: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let waited = 0;
  for (;;) {
    const read = await file.read(Buffer.alloc(64 * 1024)).catch((error: unknown) => {
      if (isErrorWithCode(error, 'EAGAIN')) return 'not yet' as const;
      throw error;
    });
    if (read !== 'not yet' && read.bytesRead > 0) {
      chunks.push(read.buffer.subarray(0, read.bytesRead));
      size += read.bytesRead;
      if (size > mostBytes) throw new UnreadableFile('is larger than 1 MiB');
      continue;
    }
    // A FIFO is at its end too while nobody has opened it to write.
    if (read !== 'not yet' && (waitMs === 0 || size > 0)) return Buffer.concat(chunks);
    if (waited >= waitMs) throw new UnreadableFile(`is a FIFO, and nothing came out of it for ${waitMs / 1000} s`);
    await sleep(pollMs);
    waited += pollMs;
  }
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Without a byte order mark, every second byte of a Latin text is 0.
  if (isUtf16 || bytes.filter((byte) => byte === 0).length > bytes.length / 4)
    throw new UnreadableFile('is UTF-16, not UTF-8: save it as UTF-8 (PowerShell: Set-Content -Encoding utf8)');
  // A byte that is not UTF-8 may stand in a comment: what is read of a value is looked at later.
  return new TextDecoder().decode(bytes);
}
