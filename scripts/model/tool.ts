import { readFileSync } from 'node:fs';

/** This tool, as its package.json names it. */
export const tool: { readonly name: string; readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
