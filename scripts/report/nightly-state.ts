/** What a nightly run must know of the earlier ones. It is kept in an HTML comment in the body of the issue. */
export interface IssueState {
  /** The fingerprints, or names of outcomes, that the issue has told already. */
  readonly fingerprints: readonly string[];
  /** The day of the last comment, e.g. `2026-03-31`. Empty: unknown. */
  readonly commented: string;
}

const hidden = /\n*<!-- token-contract (\{[^\n]*\}) -->/g;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The state in the body of an issue. An empty state if people have removed or damaged it. */
export function readState(body: string): IssueState {
  const text = [...body.matchAll(hidden)].at(-1)?.[1];
  const none: IssueState = { fingerprints: [], commented: '' };
  if (text === undefined) return none;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return none;
    const { fingerprints, commented } = { ...value };
    return {
      fingerprints: Array.isArray(fingerprints)
        ? fingerprints.filter((one): one is string => typeof one === 'string')
        : none.fingerprints,
      commented: typeof commented === 'string' ? commented : none.commented,
    };
  } catch {
    return none;
  }
}

/** The body with this state in place of its old one. */
export const withState = (body: string, state: IssueState): string =>
  `${body.replaceAll(hidden, '').trimEnd()}\n\n<!-- token-contract ${JSON.stringify(state)} -->`;
