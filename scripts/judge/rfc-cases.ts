import type { Subject } from '../model/finding.ts';
import type { FaultName, Json, Pairs } from '../model/provider.ts';

type Cases = (subject: Subject) => boolean;

export const tokenCases: Cases = ({ case: one }) => one.folder === 'Token';

/** Every request without a fault, observed ones too. */
export const faultless: Cases = ({ case: one }) => one.fault === undefined;

/** The method is HTTP's own matter, and so is the answer to a wrong one. */
export const refusalCases: Cases = ({ case: one }) => one.fault !== undefined && one.fault.name !== 'wrong-method';

export const withFault =
  (name: FaultName, ...of: readonly string[]): Cases =>
  ({ case: { fault } }) =>
    fault?.name === name && (of.length === 0 || of.includes(fault.of));

export const fieldsOf = ({ case: { request } }: Subject): Pairs<Json> =>
  request.body.kind === 'form' || request.body.kind === 'json' ? request.body.fields : [];

/** Whether the client is presented in an Authorization header and nowhere else. */
export const presentsBasic: Cases = ({ case: { request } }) =>
  request.clients.length > 0 && request.clients.every(({ authentication }) => authentication === 'client_secret_basic');
