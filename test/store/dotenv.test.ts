import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withDotenv } from '../../scripts/store/dotenv.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterEach(() => rm(root, { recursive: true }));

test('the process wins over the file, which gives what the process lacks', async () => {
  await writeFile(join(root, '.env'), 'OPTTY_CLIENT_ID=from-file\nOPTTY_CLIENT_SECRET="with # and spaces"\n');
  expect(await withDotenv({ OPTTY_CLIENT_ID: 'from-process', HOME: '/home/me' }, root)).toEqual({
    OPTTY_CLIENT_ID: 'from-process',
    OPTTY_CLIENT_SECRET: 'with # and spaces',
    HOME: '/home/me',
  });
});

test('no such file is fine', async () => {
  expect(await withDotenv({ OPTTY_CLIENT_ID: 'from-process' }, root)).toEqual({ OPTTY_CLIENT_ID: 'from-process' });
});

test('one that cannot be read is not passed over', async () => {
  await mkdir(join(root, '.env'));
  await expect(withDotenv({}, root)).rejects.toMatchObject({ code: 'EISDIR' });
});
