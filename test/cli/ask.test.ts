import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askOn } from '../../scripts/cli/ask.ts';

const asked = async (act: (input: PassThrough, interrupt: AbortController) => void) => {
  const [input, output, interrupt] = [new PassThrough(), new PassThrough(), new AbortController()];
  const answer = askOn(input, output, interrupt)('Really? ');
  setImmediate(() => act(input, interrupt));
  return { answer: await answer, shown: String(output.read()) };
};

test.each<[string, Parameters<typeof asked>[0], string]>([
  ['a line', (input) => input.write('yes\n'), 'yes'],
  ['the end of the input', (input) => input.end(), ''],
  ['Ctrl-C', (_, interrupt) => interrupt.abort(), ''],
])('%s', async (_, act, wanted) => {
  expect(await asked(act)).toEqual({ answer: wanted, shown: expect.stringContaining('Really? ') });
});
