// Writes the secret DOTENV as .env, for the nightly workflow. GitHub masks a secret as a whole, so each value and each of its lines
// is masked on its own before anything else is printed.
import { writeFileSync } from 'node:fs';
import { parse } from 'dotenv';

const text = process.env.DOTENV ?? '';
const escaped = (line) => line.replaceAll('%', '%25').replaceAll('\r', '%0D');
const lines = Object.values(parse(text)).flatMap((value) => value.split('\n'));
for (const line of lines) if (line.trim() !== '') process.stdout.write(`::add-mask::${escaped(line)}\n`);
if (text.trim() !== '') writeFileSync('.env', text, { mode: 0o600 });
