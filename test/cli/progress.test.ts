import { expect, test } from 'vitest';
import { createProgress } from '../../scripts/cli/progress.ts';
import { acme } from '../support/exchanges.ts';

const chosen = [{ provider: acme, cases: [1, 2] }];
const terminal = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, output: { isTTY, write: (text: string) => void written.push(text) } };
};

test('says how far a provider is, and leaves nothing behind', () => {
  const { written, output } = terminal(true);
  const progress = createProgress(output, chosen);
  progress.step('acme');
  progress.end();
  expect(written).toEqual(['\r\u001b[2Kacme 1/2', '\r\u001b[2K']);
});

test('what comes after its end is not said: the report stands there', () => {
  const { written, output } = terminal(true);
  const progress = createProgress(output, chosen);
  progress.end();
  progress.step('acme');
  expect(written).toEqual(['\r\u001b[2K']);
});

test('is for terminals only', () => {
  const { written, output } = terminal(false);
  const progress = createProgress(output, chosen);
  progress.step('acme');
  progress.end();
  expect(written).toEqual([]);
});
