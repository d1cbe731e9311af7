import { isRecord, parsedJson } from '../model/json.ts';

/** What a nightly run must know of the earlier ones. It is kept in an HTML comment in the body of the issue. */
export interface IssueState {
  /** The fingerprints, or names of outcomes, that the issue has told already. */
  readonly fingerprints: readonly string[];
  /** The day of the last comment, e.g. `2026-03-31`. Empty: unknown. */
  readonly commented: string;
  /** The fingerprints, or the name of the outcome, that the title is about. Absent: unknown. */
  readonly cause?: readonly string[];
}

/** GitHub takes 65536 characters of text: with 1000 fingerprints the state has 16,000. */
const mostFingerprints = 1000;
export const mostCauses = 20;

const hidden = /\n*<!-- token-contract (\{[^\n]*\}) -->/g;

const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;

/** The state in the body of an issue. An empty state if people have removed or damaged it. */
export function readState(body: string): IssueState {
  const text = [...body.matchAll(hidden)].at(-1)?.[1];
  const none: IssueState = { fingerprints: [], commented: '' };
  if (text === undefined) return none;
  const value = parsedJson(text);
  if (!isRecord(value)) return none;
  const { fingerprints, commented, cause: causes } = { ...value };
  const cause = texts(causes);
  return {
    fingerprints: texts(fingerprints) ?? none.fingerprints,
    commented: typeof commented === 'string' ? commented : none.commented,
    ...(cause && { cause }),
  };
}

/** The body with this state in place of its old one. */
export function withState(body: string, { fingerprints, commented, cause }: IssueState): string {
  const kept = {
    fingerprints: fingerprints.slice(-mostFingerprints),
    commented,
    ...(cause && { cause: cause.slice(0, mostCauses) }),
  };
  return `${body.replaceAll(hidden, '').trimEnd()}\n\n<!-- token-contract ${JSON.stringify(kept)} -->`;
}
