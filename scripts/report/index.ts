import { consoleReporter } from './console.ts';
import { githubAnnotations, githubSummary } from './github.ts';
import { html } from './html/index.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { metrics } from './metrics.ts';
import type { Reporter } from './reporter.ts';

export { type ExitCode, exitCodeOf } from './exit-code.ts';
export { type NightlyAction, nightlyActions, nightlyLabel, type OpenIssue } from './nightly.ts';
export { noticeOf, payloadOf } from './notifications.ts';
export { counts, providerFindings } from './reading.ts';
export type { Measured, Reporter } from './reporter.ts';
export { latencyOf } from './runs.ts';
export { budgetInWords, lastSentInWords } from './wording.ts';

/** Every reporter, in the order in which they write. The console comes last. */
export const reporters: readonly Reporter[] = [
  json,
  html,
  junit,
  markdown,
  metrics,
  githubAnnotations,
  githubSummary,
  consoleReporter,
];
