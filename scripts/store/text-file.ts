import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file of ours that is larger was not written by this program. */
const mostBytes = 256 * 1024 * 1024;

/** The file is there, but it is no regular file or cannot be read as text. The message follows the file's name. */
export class UnreadableFile extends Error {
  readonly code = 'E_UNREADABLE';
}

export const isErrorWithCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Whether the system, or what stands at the path, is why a file cannot be used. Anything else is a fault of the tool. */
export const isUnreadable = (error: unknown): error is Error =>
  error instanceof UnreadableFile || (error instanceof Error && 'syscall' in error);

/** Why it cannot be used: words that follow the file's name. */
export const unreadableInWords = (error: Error): string =>
  error instanceof UnreadableFile ? error.message : `cannot be read: ${error.message}`;

/**
 * Opens a regular file to read it; `undefined` if there is none. Never waits: a FIFO or a device is refused.
 * @throws {UnreadableFile} for what is no regular file, the system's error for what cannot be opened
 */
async function openRegular(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a FIFO waits until somebody writes to it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    await statOfRegular(file);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function statOfRegular(file: FileHandle): Promise<Stats> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new UnreadableFile(`is ${stats.isDirectory() ? 'a folder' : 'no regular file'}`);
  return stats;
}

/**
 * The text of a regular file without its byte order mark, or `undefined` if there is none.
 * @throws {UnreadableFile} for what is no regular file, the system's error for what cannot be read
 */
export async function readIfPresent(path: string): Promise<string | undefined> {
  const file = await openRegular(path);
  if (file === undefined) return undefined;
  try {
    if ((await file.stat()).size > mostBytes) throw new UnreadableFile('is larger than 256 MiB');
    return withoutMark(await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

/**
 * The last `mostOfEnd` bytes of a regular file, from the beginning of a line; `undefined` if there is no file.
 * @throws as {@link openRegular}
 */
export async function readTail(path: string, mostOfEnd: number): Promise<string | undefined> {
  const file = await openRegular(path);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - mostOfEnd);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = withoutMark(buffer.subarray(0, bytesRead).toString('utf8'));
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

/** Editors on Windows put a byte order mark before the text. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** Whether two texts differ in nothing but a byte order mark and the endings of their lines: those are git's business. */
export const isSameText = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (text: string): string => withoutMark(text).replaceAll('\r\n', '\n');

/**
 * Writes to a temporary file, syncs it and renames it: a reader sees the old file or the new one, also after a power cut.
 * Makes the folder. @throws the system's error
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const temporary = `${path}.${randomUUID()}.tmp`;
  await makeFolder(folder);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Node's own recursive mkdir never returns where a folder cannot be made in one that is there, as in `/proc`. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT') && dirname(path) !== path) {
      await makeFolder(dirname(path));
      await mkdir(path);
    } else if (!(await isFolder(path))) throw error;
  }
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/**
 * Makes a folder, and makes sure that these files can be written into it.
 * @throws {UnreadableFile} for a folder in place of a file, or the system's error
 */
export async function prepareFolder(path: string, files: readonly string[]): Promise<void> {
  await makeFolder(path);
  const probe = join(path, `.probe-${randomUUID()}.tmp`);
  try {
    await (await open(probe, 'wx')).close();
  } finally {
    await rm(probe, { force: true });
  }
  for (const file of files) {
    const found = await lstat(join(path, file)).catch(() => undefined);
    if (found?.isDirectory() === true)
      throw new UnreadableFile(`has a folder called ${file}, where a file is to be written`);
  }
}

/**
 * Appends to a regular file in one write, and syncs it. What a full disk keeps of a write that failed is taken back. `before`
 * gets the last character of the file.
 * @throws {UnreadableFile} for what is no regular file, or the system's error
 */
export async function appendWhole(path: string, text: string, before = (_last: string): string => ''): Promise<void> {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags);
  try {
    const { size } = await statOfRegular(file);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const bytes = Buffer.from(`${before(bytesRead === 1 ? buffer.toString('latin1') : '')}${text}`);
    try {
      await file.appendFile(bytes);
      await file.sync();
    } catch (error) {
      const after = (await file.stat()).size;
      // Another run may have appended in the meantime: what it wrote stays.
      if (after > size && after < size + bytes.length) await file.truncate(size);
      throw error;
    }
  } finally {
    await file.close();
  }
}

/**
 * Appends whole lines as {@link appendWhole} does, so that the lines of parallel runs do not mix. Ends the last line first if a
 * crash cut it off.
 * @throws as {@link appendWhole}
 */
export const appendLines = (path: string, lines: string): Promise<void> =>
  appendWhole(path, lines, (last) => (last === '' || last === '\n' ? '' : '\n'));

/** The new name of a file is on the disk only when its folder is. Some systems cannot sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows cannot open a folder as a file.
  }
}
