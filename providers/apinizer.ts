import { defineProvider, sourcesIn } from '../scripts/model/define-provider.ts';

const page = sourcesIn('page');

export const apinizer = defineProvider({
  format: 1,
  id: 'apinizer',
  name: 'Apinizer',
  docs: {
    page: {
      title: 'Apinizer: Create Token',
      url: 'https://apinizer.github.io/management-api-docs/02-api-reference/01-auth/create-token',
    },
    reference: { title: 'Apinizer: API reference, Auth', url: 'https://docs.apinizer.com/api-reference/auth' },
    openapi: {
      title: 'Apinizer: OpenAPI document, POST /apiops/auth/token',
      url: 'https://github.com/apinizer/docs/blob/9434764039cd3c528aa2b3c9f8dc313ad92eea0b/openapi.yaml',
    },
    errors: {
      title: 'Apinizer: Error Handling',
      url: 'https://github.com/apinizer/docs/blob/c2e8e82b/api-reference/getting-started/error-handling.mdx',
    },
    legacy: {
      title: 'Apinizer: Authorization API of an older version',
      url: 'https://docs.apinizer.com/authorization-api-39727936.html',
    },
  },
  variables: {
    clientId: { about: 'Your Apinizer username', role: 'client-id', mock: 'mock-client' },
    clientSecret: { about: 'Your Apinizer password', mock: 'mock-secret', role: 'client-secret' },
  },
  hosts: [
    {
      url: 'https://demo.apinizer.com',
      use: 'sandbox',
      default: true,
      source: page('cURL Example', 'https://demo.apinizer.com/apiops/auth/token'),
    },
  ],
  request: {
    method: 'POST',
    path: '/apiops/auth/token',
    headers: { Accept: 'application/json' },
    encoding: 'form',
    authentication: 'client_secret_post',
    parameters: { grant_type: 'client_credentials' },
    source: page('Request'),
  },
  token: {
    accessToken: '/access_token',
    tokenType: '/token_type',
    expiry: {
      at: '/expires_in',
      unit: 'seconds',
      atMost: {
        value: 315_360_000,
        source: { doc: 'legacy', at: 'Response', quote: '"expires_in": 1656505346947' },
      },
    },
  },
  responses: {
    token: {
      status: 200,
      schema: 'apinizer/token-response',
      example: { access_token: '<access token>', token_type: 'Bearer', expires_in: 3600 },
      basis: 'documented',
      source: page('Success Response (200 OK)'),
    },
    'unsupported-grant-type': {
      status: 400,
      schema: 'apinizer/error-response',
      values: {
        '/error': 'unsupported_grant_type',
        '/error_description': 'GrantType value must be client_credentials!',
      },
      advisory: ['/error_description'],
      example: { error: 'unsupported_grant_type', error_description: 'GrantType value must be client_credentials!' },
      basis: 'documented',
      source: page('Error Response (400 Bad Request)'),
    },
    'bad-credentials': {
      status: 401,
      schema: 'apinizer/error-response',
      values: { '/error': 'unauthorized_client', '/error_description': 'Bad credentials' },
      advisory: ['/error_description'],
      example: { error: 'unauthorized_client', error_description: 'Bad credentials' },
      basis: 'documented',
      source: page('Error Response (401 Unauthorized)', 'Invalid username or password'),
    },
    'locked-account': {
      status: 401,
      schema: 'apinizer/error-response',
      values: { '/error': 'unauthorized_client', '/error_description': 'Bad credentials' },
      advisory: ['/error_description'],
      example: { error: 'unauthorized_client', error_description: 'Bad credentials' },
      basis: 'documented',
      source: page('Error Response (401 Unauthorized)', 'Account is disabled or locked'),
    },
    'server-error': {
      status: 500,
      schema: 'apinizer/error-response',
      values: { '/error': 'server_error', '/error_description': 'An unexpected error occurred' },
      advisory: ['/error', '/error_description'],
      example: { error: 'server_error', error_description: 'An unexpected error occurred' },
      basis: 'documented',
      source: page('Error Response (500 Internal Server Error)'),
    },
  },
  variants: [
    {
      name: 'token-without-accept',
      title: 'Token without Accept',
      change: { headers: { Accept: null } },
      basis: 'documented',
      source: page('Headers'),
    },
    {
      name: 'token-basic',
      title: 'Token with Basic authentication',
      change: { authentication: 'client_secret_basic' },
      basis: 'observed',
    },
    {
      name: 'trailing-slash',
      title: 'Token with a slash at the end of the path',
      change: { path: '/apiops/auth/token/' },
      basis: 'observed',
    },
  ],
  refusals: [
    { fault: 'unsupported-grant-type', basis: 'documented', response: 'unsupported-grant-type' },
    { fault: 'unknown-client', basis: 'documented', response: 'bad-credentials' },
    { fault: 'missing-parameter', of: 'client_id', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
    { fault: 'wrong-media-type', of: 'json', basis: 'observed' },
  ],
  quirks: [
    {
      id: 'json-body',
      question: 'The page says "form, not JSON" and shows a JSON body: what does a JSON request get?',
      statements: [page('Request Body (URL Encoded)'), page('Full JSON Body Example')],
      outcomes: [
        { case: 'wrong-media-type-json', status: '2xx', means: 'JSON is accepted too.' },
        { case: 'wrong-media-type-json', status: '4xx', means: 'JSON is refused, as documented.' },
      ],
    },
    {
      id: 'token-type',
      question: 'Is token_type always there? The page says so, and the OpenAPI document has no such member.',
      statements: [
        page('Response Fields', 'token_type: Always `Bearer`'),
        { doc: 'reference' },
        {
          doc: 'openapi',
          at: 'responses.200',
          quote: 'error, error_description, access_token, expires_in: no token_type, and nothing is required.',
        },
      ],
      outcomes: [
        { case: 'token', status: '2xx', has: '/token_type', means: 'token_type is there.' },
        { case: 'token', status: '2xx', means: 'token_type is not there, as in the OpenAPI document.' },
      ],
    },
    {
      id: 'error-envelope',
      question:
        'Which members has a refusal? One section says OAuth-style fields and shows the envelope of the other endpoints.',
      statements: [
        page('Error Response (401 Unauthorized)', '"error": "unauthorized_client"'),
        {
          doc: 'errors',
          at: 'Token endpoint errors',
          quote: 'uses OAuth-style error fields (not `status` / `resultMessage`)',
        },
        {
          doc: 'errors',
          at: 'Token endpoint errors',
          quote: '{"status":"FAILURE","resultMessage":"Bad credentials"}',
        },
      ],
      outcomes: [
        { case: 'unknown-client', status: 'any', has: '/error', means: 'error and error_description, as documented.' },
        {
          case: 'unknown-client',
          status: 'any',
          has: '/resultMessage',
          means: 'status and resultMessage, as the other endpoints answer.',
        },
        { case: 'unknown-client', status: 'any', means: 'Neither error nor resultMessage.' },
      ],
    },
    {
      id: 'missing-grant-type',
      question: 'Is a missing grant_type answered like an unsupported one?',
      statements: [page('Error Response (400 Bad Request)')],
      outcomes: [
        { case: 'missing-parameter-grant-type', status: 400, means: 'Yes: 400.' },
        { case: 'missing-parameter-grant-type', status: '2xx', means: 'No: a token is issued.' },
        { case: 'missing-parameter-grant-type', status: '4xx', means: 'No: another 4xx.' },
      ],
    },
  ],
  deviations: [
    {
      rule: 'rfc/rejected-client',
      what: 'Rejected credentials are unauthorized_client.',
      source: page('Error Response (401 Unauthorized)', '"error": "unauthorized_client"'),
    },
    {
      rule: 'rfc/error-code',
      what: 'server_error is an error code.',
      source: page('Error Response (500 Internal Server Error)', '"error": "server_error"'),
    },
    {
      rule: 'rfc/expires-in',
      what: 'expires_in is there "if applicable".',
      source: page('Response Fields', 'Token expiration time in seconds (if applicable)'),
    },
    {
      rule: 'rfc/cache-control',
      what: 'The response is shown without any header.',
      source: page('Success Response (200 OK)'),
    },
    {
      rule: 'rfc/pragma',
      what: 'The response is shown without any header.',
      source: page('Success Response (200 OK)'),
    },
  ],
});
