import { escapeControls } from '../model/controls.ts';
import type { Report } from '../model/report.ts';

/**
 * A copy in which control, bidi and other invisible characters are escapes, in names of members too. A terminal would obey them,
 * and a new line could be a command to a CI system. Masking escapes them before; this does not rely on it.
 */
export const printable = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => {
    if (typeof value === 'string') return escapeControls(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [escapeControls(name), inner]));
  });
