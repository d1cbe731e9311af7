import { stripControls } from '../model/controls.ts';
import type { Io, Output } from './project.ts';

/**
 * What begins a command to a CI system: `::name` at the start of a line and `##[name]` (GitHub), `##vso[` (Azure Pipelines),
 * `##teamcity[` (TeamCity).
 */
const lineOpener = /^([^\S\n]*):(?=:)/gm;
const hashOpener = /#(?=#\s*(?:\[|vso\[|teamcity\[))/gi;
/** Colours, which only this program writes: in text of others the escape character is shown as text before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const colors = /(\u001b\[[\d;]*m|\r\u001b\[2K)/;

/** A text that no CI system takes for a command: a space parts what would begin one. Controls but colours are escaped. */
export const printed = (text: string): string =>
  text
    .split(colors)
    .map((part, index) => (index % 2 === 1 ? part : stripControls(part)))
    .join('')
    .replaceAll(lineOpener, (opener) => `${opener} `)
    .replaceAll(hashOpener, '# ');

/** A message that may quote a file or a server: no colours either. */
export const printedPlainly = (message: string): string => printed(stripControls(message));

/** Streams on which nothing can be a command, but for what is written with `writeCommands`. */
export const quietIo = (io: Io): Io => ({ ...io, stdout: quiet(io.stdout), stderr: quiet(io.stderr) });

const quiet = (output: Output): Output => ({
  ...(output.isTTY !== undefined && { isTTY: output.isTTY }),
  ...(output.columns !== undefined && { columns: output.columns }),
  write: (text) => output.write(printed(text)),
  writeCommands: (text) => output.write(text.replaceAll(hashOpener, '# ')),
});
