import { createRedactor } from '../door/index.ts';
import type { Provider } from '../model/provider.ts';
import type { Environment } from '../store/dotenv.ts';
import { knownSecrets } from './config/index.ts';

const longestMessage = 2000;

/**
 * The text of an unexpected error. Its message may quote an answer and is masked like one. In the lines of its stack only the
 * known secrets are masked, so that they can be read. `env` holds what is configured, files included.
 */
export function crashText(error: unknown, env: Environment, providers: readonly Provider[]): string {
  const redactor = createRedactor({ secrets: knownSecrets(providers, env), key: new Uint8Array(32) });
  if (!(error instanceof Error)) return redactor.shown(String(error), longestMessage);
  const { name, message, stack = '' } = error;
  const said = redactor.shown(message, longestMessage);
  if ('code' in error && error.code === 'E_RUNNER') return said;
  const head = `${name}: ${message}`;
  // Show the lines of the stack only where the message can be cut off before them.
  const places = stack.startsWith(head) ? redactor.known(stack.slice(head.length)) : '';
  return `${redactor.shown(name)}: ${said}${places}`;
}
