import type { Pointer } from '../model/provider.ts';
import { assertionCheck, breaks, holds } from './assertion-check.ts';

const pointerOf = (at: string): Pointer => (at.startsWith('/') ? `/${at.slice(1)}` : '');

/** A request that no correct endpoint may grant: no 2xx, and no token anywhere in the answer, whatever its status. */
export const docsRefused = assertionCheck('docs/refused', (_, { status, tokens }) => {
  const expected = 'a refusal without any token';
  const token = tokens.find(({ kind }) => kind === 'jwt' || kind === 'opaque');
  if (token !== undefined) {
    const where = token.at.startsWith('/') ? token.at : `the ${token.at}`;
    return breaks({ at: pointerOf(token.at), expected, actual: `status ${status} with a token at ${where}` });
  }
  return status >= 200 && status < 300 ? breaks({ at: '', expected, actual: `status ${status}` }) : holds;
});
