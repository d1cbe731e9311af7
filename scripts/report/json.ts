import { randomUUID } from 'node:crypto';
import type { Reporter } from './reporter.ts';

export const json: Reporter = {
  name: 'json',
  file: 'report.json',
  render: (report) => `${indentedButBodies(report)}\n`,
};

/** Bodies of answers and lists of headers on one line: many levels of indentation take more space than what stands there. */
function indentedButBodies(report: object): string {
  const bodies: string[] = [];
  const place = randomUUID();
  const text = JSON.stringify(
    report,
    (name, value: unknown) => {
      if (!['json', 'headers'].includes(name) || typeof value !== 'object' || value === null) return value;
      return `${place} ${bodies.push(JSON.stringify(value)) - 1}`;
    },
    2,
  );
  return text.replaceAll(new RegExp(`"${place} (\\d+)"`, 'g'), (_, index: string) => bodies[Number(index)] ?? '');
}
