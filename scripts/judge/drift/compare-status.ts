import type { Pointer } from '../../model/provider.ts';
import type { Shape } from '../../model/shape.ts';
import { type Change, change } from './change.ts';
import { isInItems } from './compare-types.ts';
import type { Documented } from './documented.ts';
import { notKept } from './kept.ts';
import { toPointer } from './pairs.ts';

const redirects: readonly number[] = [301, 302, 303, 307, 308];
const classOf = (status: number): number => Math.floor(status / 100);
export const isGranted = ({ status, tokens }: Shape): boolean => classOf(status) === 2 || tokens.length > 0;

export interface StatusChange {
  readonly found?: Change;
  /** Whether the bodies can be compared at all. */
  readonly comparable: boolean;
}

/** `isRefusal`: the case sends something wrong. */
export function statusChange(
  accepted: Shape,
  observed: Shape,
  documented: Documented,
  isRefusal: boolean,
): StatusChange {
  const [expected, actual] = [`status ${accepted.status}`, `status ${observed.status}`];
  if (isRefusal && !isGranted(accepted) && isGranted(observed)) {
    const tokens = observed.tokens.length === 0 ? '' : ` with a token at ${observed.tokens.join(', ')}`;
    return {
      found: change('baseline/refusal-granted', '', inWords(accepted), `${actual}${tokens}`),
      comparable: false,
    };
  }
  if (redirects.includes(observed.status) && !redirects.includes(accepted.status))
    return { found: change('baseline/redirect', '', expected, actual), comparable: false };
  if (classOf(accepted.status) === 2) {
    if (accepted.status === observed.status) return { comparable: true };
    return {
      found: change('baseline/success-status', '', expected, inWords(observed)),
      comparable: classOf(observed.status) === 2,
    };
  }
  const code = changedCode(accepted, observed);
  if (accepted.status === observed.status) {
    if (code === undefined) return { comparable: true };
    const severity = documented.hasCode(code) ? 'error' : 'warning';
    const found = change('baseline/refusal-changed', code, codeAt(accepted, code), codeAt(observed, code), {
      severity,
    });
    return { found, comparable: true };
  }
  const severity = documented.hasStatus && !documented.allowsStatus(observed.status) ? 'error' : 'warning';
  return {
    found: change('baseline/refusal-changed', '', inWords(accepted), inWords(observed), { severity }),
    // An error page of something in front of the provider is one change.
    comparable: classOf(accepted.status) === classOf(observed.status) && accepted.body === observed.body,
  };
}

const codePlaces = ({ members }: Shape): readonly Pointer[] =>
  Object.keys(members)
    .map(toPointer)
    .filter((at) => members[at]?.codes !== undefined && !isInItems(at));

const codeAt = ({ members }: Shape, at: Pointer): string =>
  (members[at]?.codes ?? []).map((code) => (code === notKept ? 'a code that is not kept' : `"${code}"`)).join(' or ');

/** The first code that is there in both and differs. */
const changedCode = (accepted: Shape, observed: Shape): Pointer | undefined =>
  codePlaces(accepted).find(
    (at) =>
      observed.members[at]?.codes !== undefined &&
      accepted.members[at]?.types.join() === observed.members[at].types.join() &&
      codeAt(accepted, at) !== codeAt(observed, at),
  );

/** The status with the codes beside it. */
function inWords(shape: Shape): string {
  const codes = codePlaces(shape).map((at) => codeAt(shape, at));
  const page = shape.body === 'text' ? [shape.why ?? 'not JSON'] : [];
  return [`status ${shape.status}`, ...codes, ...page].join(', ');
}
