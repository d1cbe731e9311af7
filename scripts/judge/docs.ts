import type { AssertionCheck } from './assertion-check.ts';
import { docsMediaType } from './docs-media-type.ts';
import { docsRange } from './docs-range.ts';
import { docsRefused } from './docs-refused.ts';
import { docsSchema } from './docs-schema.ts';
import { docsStatus } from './docs-status.ts';
import { docsValue } from './docs-value.ts';

/** The docs verdict, in the order in which its findings are read. */
export const docsChecks: readonly AssertionCheck[] = [
  docsRefused,
  docsStatus,
  docsMediaType,
  docsSchema,
  docsValue,
  docsRange,
];
