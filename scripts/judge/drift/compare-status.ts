import type { Pointer } from '../../model/provider.ts';
import { notKept, type Shape } from '../../model/shape.ts';
import { isRedirect, isSuccess, isTokenResponse, statusClass } from '../../oauth/token-response.ts';
import { isInItems } from './compare-types.ts';
import type { Documented } from './documented.ts';
import { toPointer } from './pairs.ts';
import { type ShapeChange, shapeChange } from './shape-change.ts';

export interface StatusChange {
  readonly found?: ShapeChange;
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
  if (isRefusal && !isTokenResponse(accepted) && isTokenResponse(observed)) {
    const { tokens } = observed;
    const found =
      tokens.length > 0
        ? shapeChange(
            'baseline/refusal-granted',
            '',
            statusInWords(accepted),
            `${actual} with a token at ${tokens.join(', ')}`,
          )
        : shapeChange('baseline/refusal-changed', '', statusInWords(accepted), statusInWords(observed), {
            severity: 'error',
          });
    return { found, comparable: false };
  }
  if (isRedirect(observed.status) && !isRedirect(accepted.status))
    return { found: shapeChange('baseline/redirect', '', expected, actual), comparable: false };
  if (isSuccess(accepted.status)) {
    if (accepted.status === observed.status) return { comparable: true };
    return {
      found: shapeChange('baseline/success-status', '', expected, statusInWords(observed)),
      comparable: isSuccess(observed.status),
    };
  }
  const code = changedCode(accepted, observed);
  if (accepted.status === observed.status) {
    if (code === undefined) return { comparable: true };
    const severity = documented.hasCode(code) ? 'error' : 'warning';
    const found = shapeChange('baseline/refusal-changed', code, codeAt(accepted, code), codeAt(observed, code), {
      severity,
    });
    return { found, comparable: true };
  }
  const severity = documented.hasStatus && !documented.allowsStatus(observed.status) ? 'error' : 'warning';
  return {
    found: shapeChange('baseline/refusal-changed', '', statusInWords(accepted), statusInWords(observed), { severity }),
    // An error page of a gateway in front of the provider is one change.
    comparable: statusClass(accepted.status) === statusClass(observed.status) && accepted.body === observed.body,
  };
}

const codePlaces = ({ members }: Shape): readonly Pointer[] =>
  Object.keys(members)
    .map(toPointer)
    .filter((at) => members[at]?.codes !== undefined && !isInItems(at));

const codeAt = ({ members }: Shape, at: Pointer): string =>
  (members[at]?.codes ?? []).map((code) => (code === notKept ? 'a code that is not kept' : `"${code}"`)).join(' or ');

/** Where the first code stands that both have and that differs. */
const changedCode = (accepted: Shape, observed: Shape): Pointer | undefined =>
  codePlaces(accepted).find(
    (at) =>
      observed.members[at]?.codes !== undefined &&
      accepted.members[at]?.types.join() === observed.members[at].types.join() &&
      codeAt(accepted, at) !== codeAt(observed, at),
  );

/** The status with the error codes of the body, e.g. `status 401, "invalid_client"`. */
function statusInWords(shape: Shape): string {
  const codes = codePlaces(shape).map((at) => codeAt(shape, at));
  const page = shape.body === 'text' ? [shape.why ?? 'not JSON'] : [];
  return [`status ${shape.status}`, ...codes, ...page].join(', ');
}
