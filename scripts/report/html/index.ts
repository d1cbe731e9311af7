import { printable } from '../printable.ts';
import type { Reporter } from '../reporter.ts';
import { page } from './page.ts';

/** One self-contained file: no script, and it loads nothing. */
export const html: Reporter = {
  name: 'html',
  file: 'report.html',
  render: (report, background) => String(page(printable(report), background)),
};
