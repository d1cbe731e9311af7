import { stripVTControlCharacters } from 'node:util';

/** Rows that are copied as they are: requests, answers and commands. */
const raw = /^ {6}(?:[<>] |waive )/;
/** The name of a row of a finding: what follows it is set below itself. */
const rowName = /^ {6}[a-z]+ +/;

/** Breaks lines between words, so that none is wider than this many columns. Colours take no room; a word, and what stands between backticks, is never cut. */
export const wrapped = (lines: readonly string[], columns: number): readonly string[] =>
  lines.flatMap((line) => (widthOf(line) <= columns || raw.test(visible(line)) ? [line] : broken(line, columns)));

const visible = (text: string): string => stripVTControlCharacters(text);
const widthOf = (text: string): number => visible(text).length;

function broken(line: string, columns: number): readonly string[] {
  const text = visible(line);
  const indent = ' '.repeat(rowName.exec(text)?.[0].length ?? text.search(/\S/) + 2);
  const done: string[] = [];
  let current = '';
  for (const part of line.match(/\s*(?:`[^`]*`|\S)+/g) ?? []) {
    if (current.trim() !== '' && widthOf(current) + widthOf(part) > columns) {
      done.push(current);
      current = `${indent}${part.trimStart()}`;
    } else current += part;
  }
  return [...done, current];
}
