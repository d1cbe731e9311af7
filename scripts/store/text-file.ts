import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The text of a file, or `undefined` if there is none. @throws the system's error if it cannot be read */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The last `mostBytes` bytes of a regular file, from the beginning of a line; `undefined` if there is no file.
 * @throws the system's error, or one that says that the path is no regular file
 */
export async function readTail(path: string, mostBytes: number): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await openRegular(path, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - mostBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

/**
 * Appends whole lines to a regular file in one write, so that the lines of parallel runs do not mix. Ends the last line first if
 * a crash cut it off.
 * @throws the system's error, or one that says that the path is no regular file
 */
export async function appendLines(path: string, lines: string): Promise<void> {
  const file = await openRegular(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isOpen = bytesRead === 1 && buffer.toString() !== '\n';
    await file.appendFile(`${isOpen ? '\n' : ''}${lines}`);
  } finally {
    await file.close();
  }
}

/** Reading a pipe would wait for ever, and a device may never end. O_NONBLOCK: opening a pipe would wait too. */
async function openRegular(path: string, flags: number): Promise<FileHandle> {
  const file = await open(path, flags | constants.O_NONBLOCK, 0o666);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error(`${path} is not a regular file`);
}

/** Writes to a temporary file and renames it, so that a reader never sees half a file. Makes the folder. @throws the system's error */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
