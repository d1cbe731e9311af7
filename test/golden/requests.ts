export type ProviderId = 'optty' | 'apinizer' | 'open-banking-platform' | 'orum' | 'octotable';

export interface GoldenRequest {
  readonly case: string;
  readonly method: string;
  /** What follows the base URL, without the query. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** Lower-case names; only the headers the page documents. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded. '*' stands for any value but the documented one, or for a probe's own credentials. */
  readonly form?: Readonly<Record<string, string>>;
  /** '*' as in `form`; in a wrong-type case, on the member the case is named after, any value that is not a string. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** The line or lines of the page this was taken from. */
  readonly quote: string;
}

export interface GoldenAnswer {
  /** undefined: the page gives none. */
  readonly status: number | undefined;
  /** By JSON pointer: the constants and error codes the page states. */
  readonly values: Readonly<Record<string, unknown>>;
}

export const goldenRequests: Readonly<Record<ProviderId, readonly GoldenRequest[]>> = {
  optty: [
    {
      case: 'optty/token',
      method: 'POST',
      path: '/token',
      query: [['expires_in', '1']],
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      form: {
        client_id: 'mock-client',
        client_secret: 'mock-secret',
        grant_type: 'client_credentials',
        scope: 'api-user',
      },
      quote: [
        '`POST` `/token?expires_in=1`',
        'content-type* | application/x-www-form-urlencoded',
        'client_id* | string | Client_ID credentials provided by Optty',
        'client_secret* | string | Client secret credentials provided by Optty',
        'grant_type* | string | Always “client_credentials”',
        'scope* | string | The “api-user”, this is needed to make API calls for placing an order.',
      ].join('\n'),
    },
  ],
  apinizer: [
    {
      case: 'apinizer/token',
      method: 'POST',
      path: '/apiops/auth/token',
      query: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      form: { grant_type: 'client_credentials', client_id: 'mock-client', client_secret: 'mock-secret' },
      quote: [
        'curl -X POST \\',
        '  "https://demo.apinizer.com/apiops/auth/token" \\',
        '  -H "Content-Type: application/x-www-form-urlencoded" \\',
        '  -H "Accept: application/json" \\',
        '  -d "grant_type=client_credentials&client_id=your_username&client_secret=your_password"',
      ].join('\n'),
    },
    {
      case: 'apinizer/token-without-accept',
      method: 'POST',
      path: '/apiops/auth/token',
      query: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      form: { grant_type: 'client_credentials', client_id: 'mock-client', client_secret: 'mock-secret' },
      quote: [
        'Header | Value | Required',
        'Content-Type | application/x-www-form-urlencoded | Yes',
        'Accept | application/json | No',
      ].join('\n'),
    },
    {
      case: 'apinizer/unsupported-grant-type',
      method: 'POST',
      path: '/apiops/auth/token',
      query: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      form: { grant_type: '*', client_id: '*', client_secret: '*' },
      quote: [
        '### Error Response (400 Bad Request)',
        '**Cause:** The `grant_type` parameter is not `client_credentials`.',
      ].join('\n'),
    },
  ],
  'open-banking-platform': [
    {
      case: 'open-banking-platform/token',
      method: 'POST',
      path: '/connect/token',
      query: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      form: {
        client_id: 'mock-client',
        client_secret: 'mock-secret',
        grant_type: 'client_credentials',
        scope: 'accountinformation private',
      },
      quote: [
        'The token URL. For production, use `https://auth.openbankingplatform.com/connect/token`',
        'POST AUTH_HOST',
        'Content-Type: "application/x-www-form-urlencoded"',
        'client_id: CLIENT_ID,',
        'client_secret: CLIENT_SECRET,',
        'grant_type: ”client_credentials”,',
        'scope: scope',
        'an access token for making requests to the AIS API for private accounts has `scope` set to ' +
          '`"accountinformation private"`.',
      ].join('\n'),
    },
  ],
  orum: [
    {
      case: 'orum/token',
      method: 'POST',
      path: '/oauth/token',
      query: [],
      headers: { 'content-type': 'application/json' },
      json: { client_id: 'mock-client', client_secret: 'mock-secret' },
      quote: [
        '/oauth/token:',
        '  post:',
        '    requestBody:',
        '      content:',
        '        application/json:',
        '          schema:',
        "            $ref: '#/components/schemas/OauthTokenBody'",
      ].join('\n'),
    },
    {
      case: 'orum/token-form',
      method: 'POST',
      path: '/oauth/token',
      query: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      form: { client_id: 'mock-client', client_secret: 'mock-secret' },
      quote: [
        'application/x-www-form-urlencoded:',
        '  schema:',
        "    $ref: '#/components/schemas/OauthTokenBody'",
      ].join('\n'),
    },
    {
      case: 'orum/missing-parameter-client-id',
      method: 'POST',
      path: '/oauth/token',
      query: [],
      headers: { 'content-type': 'application/json' },
      json: { client_secret: '*' },
      quote: ['x-orum-error-missing:', '  message: client_id is required', '  code: missing_client_id'].join('\n'),
    },
    {
      case: 'orum/missing-parameter-client-secret',
      method: 'POST',
      path: '/oauth/token',
      query: [],
      headers: { 'content-type': 'application/json' },
      json: { client_id: '*' },
      quote: ['x-orum-error-missing:', '  message: client_secret is required', '  code: missing_client_secret'].join(
        '\n',
      ),
    },
    {
      case: 'orum/wrong-type-client-id',
      method: 'POST',
      path: '/oauth/token',
      query: [],
      headers: { 'content-type': 'application/json' },
      json: { client_id: '*', client_secret: '*' },
      quote: [
        'x-orum-error-invalid:',
        '  message: client_id must be a string',
        '  code: invalid_client_id',
        "  status: '400'",
      ].join('\n'),
    },
    {
      case: 'orum/wrong-type-client-secret',
      method: 'POST',
      path: '/oauth/token',
      query: [],
      headers: { 'content-type': 'application/json' },
      json: { client_id: '*', client_secret: '*' },
      quote: [
        'x-orum-error-invalid:',
        '  message: client_secret must be a string',
        '  code: invalid_client_secret',
        "  status: '400'",
      ].join('\n'),
    },
  ],
  octotable: [
    {
      case: 'octotable/token',
      method: 'POST',
      path: '/oauth2/token',
      query: [],
      // The header table says application/json; the curl example, with --data-urlencode, sends a form.
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      form: { grant_type: 'client_credentials', client_id: 'mock-client', client_secret: 'mock-secret' },
      quote: [
        'curl --location "https://api.octotable.com/octotable-auth/api/v2/oauth2/token" \\',
        '--data-urlencode "grant_type=client_credentials" \\',
        '--data-urlencode "client_id=your_client" \\',
        '--data-urlencode "client_secret=***"',
        '`Accept` | application/json',
      ].join('\n'),
    },
  ],
};

/** Hosts as a page of the vendor names them for this endpoint. Where it names none, there is no default. */
export const goldenHosts: Readonly<Record<ProviderId, { readonly default?: string; readonly quote: string }>> = {
  optty: {
    default: 'https://auth.qa.optty.com',
    quote: 'Sandbox Testing Environment | Authentication | https://auth.qa.optty.com/token',
  },
  apinizer: { default: 'https://demo.apinizer.com', quote: '"https://demo.apinizer.com/apiops/auth/token"' },
  'open-banking-platform': {
    quote: 'For production, use `https://auth.openbankingplatform.com/connect/token`',
  },
  orum: { default: 'https://api-sandbox.orum.io', quote: 'servers:\n  - url: https://api-sandbox.orum.io' },
  octotable: { quote: 'https://api.octotable.com/octotable-auth/api/v2' },
};

export const goldenAnswers: Readonly<Record<string, GoldenAnswer>> = {
  'optty/token': { status: 200, values: { '/expires_in': 86400, '/token_type': 'Bearer', '/scope': 'api-user' } },
  'apinizer/token': { status: 200, values: { '/token_type': 'Bearer' } },
  'apinizer/token-without-accept': { status: 200, values: { '/token_type': 'Bearer' } },
  'apinizer/unsupported-grant-type': { status: 400, values: { '/error': 'unsupported_grant_type' } },
  'open-banking-platform/token': { status: undefined, values: {} },
  'orum/token': { status: 200, values: { '/token_type': 'Bearer' } },
  'orum/token-form': { status: 200, values: { '/token_type': 'Bearer' } },
  'orum/missing-parameter-client-id': { status: undefined, values: { '/error_code': 'missing_client_id' } },
  'orum/missing-parameter-client-secret': { status: undefined, values: { '/error_code': 'missing_client_secret' } },
  'orum/wrong-type-client-id': { status: 400, values: { '/error_code': 'invalid_client_id' } },
  'orum/wrong-type-client-secret': { status: 400, values: { '/error_code': 'invalid_client_secret' } },
  'octotable/token': { status: undefined, values: { '/type': 'Bearer' } },
};
