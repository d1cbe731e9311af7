import type { Provider } from '../../model/provider.ts';
import type { Shape } from '../../model/shape.ts';
import { bodyChange, headerChanges, parameterChange } from './compare-head.ts';
import { memberChanges } from './compare-members.ts';
import { statusChange } from './compare-status.ts';
import { valueChanges } from './compare-values.ts';
import type { Documented } from './documented.ts';
import type { ShapeChange } from './shape-change.ts';

export interface Comparison {
  readonly token: Provider['token'];
  readonly documented: Documented;
  /** The case sends a fault. */
  readonly isRefusal: boolean;
}

/** Every way in which an answer differs from the accepted one. What follows from a greater change is not reported. */
export function compare(
  accepted: Shape,
  observed: Shape,
  { token, documented, isRefusal }: Comparison,
): readonly ShapeChange[] {
  const status = statusChange(accepted, observed, documented, isRefusal);
  const found = status.found === undefined ? [] : [status.found];
  if (!status.comparable) return found;
  const body = bodyChange(accepted, observed) ?? parameterChange(accepted, observed);
  // A page of a gateway in front of the endpoint has headers of its own.
  if (body !== undefined && accepted.body !== observed.body) return [...found, body];
  const head = [...(body === undefined ? [] : [body]), ...headerChanges(accepted, observed)];
  if (accepted.body !== 'json') return [...found, ...head];
  // Beyond a limit, a member that is not kept would look like one that is gone.
  if (accepted.beyond !== undefined || observed.beyond !== undefined) return [...found, ...head];
  const members = memberChanges(accepted, observed, documented);
  return [...found, ...head, ...members.changes, ...valueChanges(members.same, accepted, observed, token)];
}
