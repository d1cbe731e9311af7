import type { Finding } from '../model/finding.ts';
import { childOf, isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';
import type { CaseReport } from '../model/report.ts';
import { findingsOf, isMissing } from './reading.ts';

/** A row of a table that compares an answer with what was expected, member by member. */
export interface MemberRow {
  readonly at: Pointer;
  /** Absent: no finding is about this member. */
  readonly expected?: string;
  /** As JSON. Absent: the member is missing. */
  readonly received?: string;
  readonly differs: boolean;
}

const mostRows = 60;

/** Every leaf of a JSON value with its pointer. Empty objects and arrays are leaves. */
function leaves(value: Json, at: Pointer): readonly (readonly [Pointer, Json])[] {
  const inner: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : isObject(value)
      ? Object.entries(value)
      : [];
  return inner.length === 0 ? [[at, value]] : inner.flatMap(([name, item]) => leaves(item, childOf(at, name)));
}

/** The last answer of a case, member by member; missing members first. Empty if its body is not a JSON object. */
export function membersOf(one: CaseReport): readonly MemberRow[] {
  const last = one.exchange.attempts.at(-1);
  if (last?.kind !== 'answered' || last.answer.body.kind !== 'json' || !isObject(last.answer.body.json)) return [];
  const findings = new Map<Pointer, Finding>();
  for (const finding of findingsOf(one))
    if (finding.at !== '' && !findings.has(finding.at)) findings.set(finding.at, finding);
  const rows = leaves(last.answer.body.json, '').filter(([at]) => at !== '');
  const received = rows.map(([at, value]): MemberRow => {
    const finding = findings.get(at);
    return {
      at,
      received: JSON.stringify(value),
      differs: finding !== undefined,
      ...(finding && { expected: finding.expected }),
    };
  });
  const present = new Set(rows.map(([at]) => at));
  const others = [...findings.values()]
    .filter(({ at }) => !present.has(at))
    .map(
      ({ at, expected, actual }): MemberRow => ({
        at,
        expected,
        differs: true,
        ...(isMissing({ actual }) ? {} : { received: actual }),
      }),
    );
  return [...others, ...received].slice(0, mostRows);
}
