/** A wrong use or configuration, found before anything is sent. Lists every problem, one line each. */
export class UsageError extends Error {
  readonly code = 'E_USAGE';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
