import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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
export async function openRegular(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a FIFO waits until somebody writes to it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UnreadableFile(`is ${stats.isDirectory() ? 'a folder' : 'no regular file'}`);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
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

/** Editors on Windows put a byte order mark before the text. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

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
  await mkdir(folder, { recursive: true });
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

/** The new name of a file is on the disk only when its folder is. Some systems cannot sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows cannot open a folder as a file.
  }
}
