/** What an issue remembers between two nights. */
export interface IssueState {
  /** Everything that was told in it. */
  readonly fingerprints: readonly string[];
  /** The day of the last comment, as in 2026-03-31; empty: unknown. */
  readonly commented: string;
}

const hidden = /\n*<!-- token-contract (\{[^\n]*\}) -->/g;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Of an issue's text; whatever people made of it, there is a state. */
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

/** The text with its state, unseen by readers. */
export const withState = (body: string, state: IssueState): string =>
  `${body.replaceAll(hidden, '').trimEnd()}\n\n<!-- token-contract ${JSON.stringify(state)} -->`;
