import type { Case } from '../../scripts/model/case.ts';

export type ListedCase = readonly [id: string, folder: Case['folder'], basis: Case['basis']];

const tokens = (...ids: readonly string[]) => ids.map((id): ListedCase => [id, 'Token', 'documented']);
const documented = (...ids: readonly string[]) => ids.map((id): ListedCase => [id, 'Refusals', 'documented']);
const required = (...ids: readonly string[]) => ids.map((id): ListedCase => [id, 'Refusals', 'required']);
const observed = (...ids: readonly string[]) => ids.map((id): ListedCase => [id, 'Observed', 'observed']);

/** Written by hand from what each provider's page documents and leaves open, not from the providers' data. */
export const caseList: Readonly<Record<string, readonly ListedCase[]>> = {
  optty: [
    ...tokens('optty/token'),
    ...required('optty/unknown-client', 'optty/missing-parameter-client-id', 'optty/missing-parameter-client-secret'),
    ...observed(
      'optty/token-without-query',
      'optty/token-expires-in-2',
      'optty/token-basic',
      'optty/wrong-media-type-json',
      'optty/missing-parameter-scope',
      'optty/missing-parameter-grant-type',
      'optty/unknown-scope',
      'optty/unsupported-grant-type',
      'optty/wrong-method-get',
      'optty/repeated-parameter-grant-type',
      'optty/credentials-in-query',
      'optty/extra-parameter',
      'optty/empty-scope',
      'optty/unknown-client-basic',
      'optty/two-client-authentications',
    ),
  ],
  apinizer: [
    ...tokens('apinizer/token', 'apinizer/token-without-accept'),
    ...documented(
      'apinizer/unsupported-grant-type',
      'apinizer/unknown-client',
      'apinizer/server-error',
      'apinizer/locked-account',
    ),
    ...required('apinizer/missing-parameter-client-id', 'apinizer/missing-parameter-client-secret'),
    ...observed(
      'apinizer/missing-parameter-grant-type',
      'apinizer/wrong-media-type-json',
      'apinizer/token-basic',
      'apinizer/trailing-slash',
      'apinizer/wrong-method-get',
      'apinizer/repeated-parameter-grant-type',
      'apinizer/credentials-in-query',
      'apinizer/extra-parameter',
      'apinizer/empty-scope',
      'apinizer/unknown-client-basic',
      'apinizer/two-client-authentications',
    ),
  ],
  'open-banking-platform': [
    ...tokens('open-banking-platform/token'),
    ...required(
      'open-banking-platform/unknown-client',
      'open-banking-platform/missing-parameter-client-id',
      'open-banking-platform/missing-parameter-client-secret',
    ),
    ...observed(
      'open-banking-platform/token-corporate',
      'open-banking-platform/token-reversed-scope',
      'open-banking-platform/missing-parameter-scope',
      'open-banking-platform/unknown-scope',
      'open-banking-platform/unsupported-grant-type',
      'open-banking-platform/missing-parameter-grant-type',
      'open-banking-platform/wrong-method-get',
      'open-banking-platform/repeated-parameter-grant-type',
      'open-banking-platform/credentials-in-query',
      'open-banking-platform/extra-parameter',
      'open-banking-platform/empty-scope',
      'open-banking-platform/unknown-client-basic',
      'open-banking-platform/two-client-authentications',
    ),
  ],
  orum: [
    ...tokens('orum/token', 'orum/token-form'),
    ...documented(
      'orum/missing-parameter-client-id',
      'orum/missing-parameter-client-secret',
      'orum/wrong-type-client-id',
      'orum/wrong-type-client-secret',
      'orum/unknown-client',
      'orum/forbidden',
      'orum/too-many-requests',
      'orum/internal-server-error',
      'orum/service-unavailable',
    ),
    ...observed(
      'orum/token-grant-type',
      'orum/token-orum-version',
      'orum/empty-body',
      'orum/malformed-json',
      'orum/wrong-media-type-text-plain',
      'orum/wrong-method-get',
      'orum/repeated-parameter-client-id',
      'orum/credentials-in-query',
      'orum/extra-parameter',
      'orum/empty-scope',
      'orum/unknown-client-basic',
      'orum/two-client-authentications',
    ),
  ],
  octotable: [
    ...tokens('octotable/token'),
    ...required(
      'octotable/unknown-client',
      'octotable/missing-parameter-client-id',
      'octotable/missing-parameter-client-secret',
    ),
    ...observed(
      'octotable/wrong-media-type-json',
      'octotable/wrong-media-type-form-as-json',
      'octotable/token-without-accept',
      'octotable/token-basic',
      'octotable/unsupported-grant-type',
      'octotable/missing-parameter-grant-type',
      'octotable/wrong-method-get',
      'octotable/repeated-parameter-grant-type',
      'octotable/credentials-in-query',
      'octotable/extra-parameter',
      'octotable/empty-scope',
      'octotable/unknown-client-basic',
      'octotable/two-client-authentications',
    ),
  ],
};
