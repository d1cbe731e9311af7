import { childOf, isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import { inWords } from './findings.ts';
import { granted } from './rfc-answers.ts';
import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const names: readonly string[] = ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'];

/** Members of RFC 6749 inside other members. */
function nested(value: Json, at: Pointer): readonly Pointer[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => nested(item, childOf(at, index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(at !== '' && names.includes(name) ? [childOf(at, name)] : []),
    ...nested(inner, childOf(at, name)),
  ]);
}

/** RFC 6749 §5.1: each parameter stands at the highest structure level. */
export const rfcTopLevel = rfcCheck('rfc/top-level', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: granted(({ answer: { body } }) => {
    if (body.kind !== 'json') return 'the body of the token response is not JSON';
    const root = body.json;
    if (!isObject(root)) return [{ at: '', expected: 'an object', actual: inWords(root) }];
    return nested(root, '').flatMap((at) => {
      const name = at.slice(at.lastIndexOf('/') + 1);
      // A copy of a member that is where it must be disturbs nobody.
      return Object.hasOwn(root, name) ? [] : [{ at, expected: `${name} at the top level`, actual: `it is at ${at}` }];
    });
  }),
});
