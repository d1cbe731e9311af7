import type { Subject } from '../../model/finding.ts';
import type { FaultName, Json, Pairs } from '../../model/provider.ts';
import type { RfcRow } from '../row.ts';

type Cases = RfcRow['cases'];
type Chosen = Pick<RfcRow, 'cases' | 'otherwise'>;

export const isTokenRequest: Cases = ({ case: one }) => one.folder === 'Token';

/** Every request without a fault, observed ones too. */
export const isFaultless: Cases = ({ case: one }) => one.fault === undefined;

/** Without requests of a wrong method: those are HTTP's own matter, and so are the answers to them. */
const isRefusal: Cases = ({ case: one }) => one.fault !== undefined && one.fault.name !== 'wrong-method';

/** With a list of subjects: only where the fault was done to one of them. */
export const withFault =
  (name: FaultName, ...faultSubjects: readonly string[]): Cases =>
  ({ case: { fault } }) =>
    fault?.name === name && (faultSubjects.length === 0 || faultSubjects.includes(fault.of));

export const fieldsOf = ({ case: { request } }: Subject): Pairs<Json> =>
  request.body.kind === 'form' || request.body.kind === 'json' ? request.body.fields : [];

/** Whether the client is presented in an Authorization header and nowhere else. */
export const presentsBasic: Cases = ({ case: { request } }) =>
  request.clients.length > 0 && request.clients.every(({ authentication }) => authentication === 'client_secret_basic');

export const tokenRequests: Chosen = { cases: isTokenRequest, otherwise: 'no token request was selected' };
export const faultlessRequests: Chosen = { cases: isFaultless, otherwise: 'no token request was selected' };
export const refusals: Chosen = { cases: isRefusal, otherwise: 'no refusal was selected' };
export const refusalsOutsideBasic: Chosen = {
  cases: (subject) => isRefusal(subject) && !presentsBasic(subject),
  otherwise: 'no refusal was selected',
};
export const tokenRequestsAndRefusals: Chosen = {
  cases: (subject) => isTokenRequest(subject) || isRefusal(subject),
  otherwise: 'no token request and no refusal was selected',
};
