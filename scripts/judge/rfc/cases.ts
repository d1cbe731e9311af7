import type { Subject } from '../../model/finding.ts';
import type { FaultName, Json, Pairs } from '../../model/provider.ts';
import { credentialNamesOf } from '../../model/variables.ts';
import { tokenRequest } from '../../oauth/token-request.ts';
import type { RfcRow } from '../row.ts';

type Cases = RfcRow['cases'];
type Chosen = Pick<RfcRow, 'cases' | 'otherwise'>;

export const isTokenRequest: Cases = ({ case: one }) => one.folder === 'Token';

/** Every request without a fault, observed ones too. */
export const isFaultless: Cases = ({ case: one }) => one.fault === undefined;

/** Without requests of a wrong method: those are HTTP's own matter, and so are the answers to them. */
const isRefusal: Cases = ({ case: one }) =>
  one.fault !== undefined && one.fault.name !== 'wrong-method' && one.fault.name !== 'token-by-get';

/** With a list of subjects: only where the fault was done to one of them. */
export const withFault =
  (name: FaultName, ...faultSubjects: readonly string[]): Cases =>
  ({ case: { fault } }) =>
    fault?.name === name && (faultSubjects.length === 0 || faultSubjects.includes(fault.of));

/** One of these parts of the credentials is left out. */
export const missesCredential =
  (...parts: readonly ('id' | 'secret')[]): Cases =>
  (subject) => {
    const names = credentialNamesOf(subject.provider.request);
    return withFault('missing-parameter', ...parts.map((part) => names[part]))(subject);
  };

export const fieldsOf = ({ case: { request } }: Subject): Pairs<Json> =>
  request.body.kind === 'form' || request.body.kind === 'json' ? request.body.fields : [];

/** Whether the client is presented in an Authorization header and nowhere else. */
export const presentsBasic: Cases = ({ case: { request } }) =>
  request.clients.length > 0 && request.clients.every(({ authentication }) => authentication === 'client_secret_basic');

/** An unknown client in Basic. */
export const isRejectedBasic: Cases = (subject) => withFault('unknown-client')(subject) && presentsBasic(subject);

/** Whether the request differs from the canonical one in nothing but how it presents the client. */
const isCanonicalButForClient: Cases = ({ provider, case: { request } }) =>
  JSON.stringify({ ...request, clients: [] }) === JSON.stringify({ ...tokenRequest(provider), clients: [] });

/** A right request with the client in Basic, in its usual spelling. */
export const isPlainBasic: Cases = (subject) =>
  isFaultless(subject) &&
  presentsBasic(subject) &&
  isCanonicalButForClient(subject) &&
  subject.case.request.clients.every(({ basicScheme }) => basicScheme === undefined);

export const everyCase: Chosen = { cases: () => true, otherwise: 'no case was selected' };
export const tokenRequests: Chosen = { cases: isTokenRequest, otherwise: 'no token request was selected' };
export const faultlessRequests: Chosen = { cases: isFaultless, otherwise: 'no token request was selected' };
export const refusals: Chosen = { cases: isRefusal, otherwise: 'no refusal was selected' };
export const tokenRequestsAndRefusals: Chosen = {
  cases: (subject) => isTokenRequest(subject) || isRefusal(subject),
  otherwise: 'no token request and no refusal was selected',
};
