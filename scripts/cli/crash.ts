import { createRedactor } from '../door/index.ts';
import type { Provider } from '../model/provider.ts';
import { type Environment, knownSecrets, withDotenv } from './config/index.ts';

const longestMessage = 2000;

/**
 * What an error says that nobody foresaw. Its message may quote anything, hence is masked like the text of an answer; in the
 * places of its stack the known secrets alone are.
 */
export async function crashText(
  error: unknown,
  env: Environment,
  { root, providers }: { readonly root: string; readonly providers: readonly Provider[] },
): Promise<string> {
  const all = await withDotenv(env, root).catch(() => env);
  const redactor = createRedactor({ secrets: knownSecrets(providers, all), key: new Uint8Array(32) });
  if (!(error instanceof Error)) return redactor.shown(String(error), longestMessage);
  const { name, message, stack = '' } = error;
  const said = redactor.shown(message, longestMessage);
  if ('code' in error && error.code === 'E_RUNNER') return said;
  const head = `${name}: ${message}`;
  // A stack that does not begin with the message may hold it anywhere.
  const places = stack.startsWith(head) ? redactor.known(stack.slice(head.length)) : '';
  return `${redactor.shown(name)}: ${said}${places}`;
}
