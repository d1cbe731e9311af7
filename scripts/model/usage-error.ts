/** A wrong use or configuration, found before anything is sent. Lists every problem, one line each. */
export class UsageError extends Error {
  readonly code = 'E_USAGE';
  readonly problems: readonly string[];
  /** What may be the cause, although it is allowed. */
  readonly warnings: readonly string[];

  constructor(problems: readonly string[], warnings: readonly string[] = []) {
    super(problems.join('\n'));
    this.problems = problems;
    this.warnings = warnings;
  }
}
