import { createInterface } from 'node:readline/promises';

/** Asks on a terminal. A closed input is an empty answer; Ctrl-C aborts the signal, and with it the question. */
export const askOn =
  (input: NodeJS.ReadableStream, output: NodeJS.WritableStream, interrupt: AbortController) =>
  async (question: string): Promise<string> => {
    const lines = createInterface({ input, output });
    // While readline reads a line, the process gets no SIGINT.
    lines.once('SIGINT', () => interrupt.abort());
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    try {
      return await Promise.race([lines.question(question, { signal: interrupt.signal }), closed]);
    } catch {
      return '';
    } finally {
      lines.close();
    }
  };
