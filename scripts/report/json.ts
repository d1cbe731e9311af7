import type { Reporter } from './reporter.ts';

export const json: Reporter = {
  name: 'json',
  file: 'report.json',
  render: (report) => `${JSON.stringify(report, null, 2)}\n`,
};
