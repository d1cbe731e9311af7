import { escapeControls } from '../model/controls.ts';
import type { Report } from '../model/report.ts';

/**
 * A copy of the report without control, bidi and other invisible characters, in values and names of members: they are escaped. A
 * terminal would obey them, and a new line could start a command to a CI system. Masking escapes them too; this does not rely on it.
 */
export const printable = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => {
    if (typeof value === 'string') return escapeControls(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [escapeControls(name), inner]));
  });
