type Kind = 'token-response' | 'error-response';

export interface NearMiss {
  readonly provider: string;
  /** The name of the response in responses/<provider>.<name>.json. */
  readonly of: string;
  readonly kind: Kind;
  readonly what: string;
  readonly change: (body: Record<string, unknown>) => unknown;
  /** JSON pointer of the member that is wrong. */
  readonly at: string;
}

type Deviation = Pick<NearMiss, 'what' | 'change' | 'at'>;

const missing = (member: string): Deviation => ({
  what: `${member} is missing`,
  change: (body) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== member)),
  at: `/${member}`,
});

const replaced = (member: string, value: unknown): Deviation => ({
  what: `${member} is ${JSON.stringify(value)}`,
  change: (body) => ({ ...body, [member]: value }),
  at: `/${member}`,
});

const nearMissesOf = (provider: string, of: string, kind: Kind, deviations: readonly Deviation[]): NearMiss[] =>
  deviations.map((deviation) => ({ provider, of, kind, ...deviation }));

const requiredString = (member: string): Deviation[] => [missing(member), replaced(member, 12), replaced(member, null)];

const apinizerError = [...requiredString('error'), ...requiredString('error_description')];

const orumError = [...requiredString('error_code'), ...requiredString('message')];

export const nearMisses: readonly NearMiss[] = [
  ...nearMissesOf('optty', 'token', 'token-response', [
    ...requiredString('access_token'),
    missing('expires_in'),
    replaced('expires_in', '86400'),
    replaced('expires_in', 86_400.5),
    replaced('expires_in', 0),
    ...requiredString('token_type'),
    replaced('token_type', 'mac'),
    ...requiredString('scope'),
    replaced('scope', 'api-admin'),
  ]),
  ...nearMissesOf('apinizer', 'token', 'token-response', [
    ...requiredString('access_token'),
    ...requiredString('token_type'),
    replaced('token_type', 'mac'),
    replaced('expires_in', '3600'),
    replaced('expires_in', 3600.5),
  ]),
  ...nearMissesOf('apinizer', 'unsupported-grant-type', 'error-response', apinizerError),
  ...nearMissesOf('apinizer', 'bad-credentials', 'error-response', apinizerError),
  ...nearMissesOf('apinizer', 'server-error', 'error-response', apinizerError),
  ...nearMissesOf('open-banking-platform', 'token', 'token-response', requiredString('access_token')),
  ...nearMissesOf('orum', 'token', 'token-response', [
    ...requiredString('access_token'),
    ...requiredString('token_type'),
    replaced('token_type', 'mac'),
    missing('expires_in'),
    replaced('expires_in', '3600'),
    replaced('expires_in', null),
  ]),
  ...nearMissesOf('orum', 'missing-client-id', 'error-response', orumError),
  ...nearMissesOf('orum', 'missing-client-secret', 'error-response', orumError),
  ...nearMissesOf('orum', 'invalid-client-id', 'error-response', orumError),
  ...nearMissesOf('orum', 'invalid-client-secret', 'error-response', orumError),
  ...nearMissesOf('orum', 'error-with-null-details', 'error-response', [
    ...orumError,
    replaced('details', 'none'),
    replaced('details', 12),
  ]),
  ...nearMissesOf('octotable', 'token', 'token-response', [
    ...requiredString('access_token'),
    missing('expires_in'),
    replaced('expires_in', '1440'),
    replaced('expires_in', null),
    ...requiredString('type'),
    replaced('type', 'mac'),
    {
      what: 'type is renamed to token_type',
      change: ({ type, ...rest }) => ({ ...rest, token_type: type }),
      at: '/type',
    },
  ]),
];
