import { appendHistory } from '../../scripts/store/history.ts';

// A process of its own, so that a limit on its files holds for it alone.
process.on('SIGXFSZ', () => undefined);
const line = `${JSON.stringify({ note: 'x'.repeat(4000) })}\n`;
try {
  await appendHistory(process.argv[2] ?? '', line);
} catch (error) {
  process.stdout.write(`${error instanceof Error && 'code' in error ? error.code : error}\n`);
}
