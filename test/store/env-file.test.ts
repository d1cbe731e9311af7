import { execFileSync } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvFile } from '../../scripts/store/env-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const utf16 = 'is UTF-16, not UTF-8: save it as UTF-8 (PowerShell: Set-Content -Encoding utf8)';

test.each<[string, Buffer, string]>([
  ['UTF-8', Buffer.from('A=ä\n'), 'A=ä\n'],
  ['UTF-8 with a byte order mark', Buffer.from('\uFEFFA=1\n'), 'A=1\n'],
  ['a comment in Latin-1', Buffer.from('# \xe4\nA=1\n', 'latin1'), '# \uFFFD\nA=1\n'],
  ['nothing', Buffer.alloc(0), ''],
])('%s is read', async (_, bytes, text) => {
  const path = join(await temporaryFolder(), '.env');
  await writeFile(path, bytes);
  expect(await readEnvFile(path)).toBe(text);
});

test.each<[string, Buffer]>([
  ['UTF-16 with a byte order mark', Buffer.from('\uFEFFA=1\n', 'utf16le')],
  ['UTF-16, the larger byte first', Buffer.from('\uFEFFA=1\n', 'utf16le').swap16()],
  ['UTF-16 without a mark', Buffer.from('A=1\n', 'utf16le')],
])('%s is named as what it is', async (_, bytes) => {
  const path = join(await temporaryFolder(), '.env');
  await writeFile(path, bytes);
  await expect(readEnvFile(path)).rejects.toThrow(utf16);
});

test('no file; a folder; a device', async () => {
  const folder = await temporaryFolder();
  expect(await readEnvFile(join(folder, '.env'))).toBeUndefined();
  await mkdir(join(folder, '.env'));
  await expect(readEnvFile(join(folder, '.env'))).rejects.toThrow('is a folder');
});

test.skipIf(process.platform === 'win32')('a device that never ends', async () => {
  await expect(readEnvFile('/dev/zero')).rejects.toThrow('is no file that holds a text');
});

test.skipIf(process.platform === 'win32')('a FIFO: what is written to it, or nothing for too long', async () => {
  const path = join(await temporaryFolder(), '.env');
  execFileSync('mkfifo', [path]);
  const reading = readEnvFile(path);
  const writer = await open(path, 'w');
  await writer.write('A=1\n');
  await writer.write('B=2\n');
  await writer.close();
  expect(await reading).toBe('A=1\nB=2\n');
  await expect(readEnvFile(path, 40)).rejects.toThrow('is a FIFO, and nothing came out of it for 0.04 s');
});
