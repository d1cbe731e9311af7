import { assertionCheck, breaks, holds } from './assertion-check.ts';

export const docsStatus = assertionCheck('docs/status', ({ oneOf }, { status }) =>
  oneOf.includes(status)
    ? holds
    : breaks({ at: '', expected: `status ${oneOf.join(' or ')}`, actual: `status ${status}` }),
);
