import { defineProvider, sourcesIn } from '../scripts/model/define-provider.ts';
import type { Json, KnownResponse } from '../scripts/model/provider.ts';

const openapi = sourcesIn('openapi');

const error = (
  status: KnownResponse['status'],
  example: { error_code: string; message: string },
  source: KnownResponse['source'],
): KnownResponse => ({
  status,
  schema: 'orum/error-response',
  example: { ...example } satisfies Json,
  basis: 'documented',
  source,
});

const invalid = (code: string, message: string, at: string): KnownResponse => ({
  ...error(400, { error_code: code, message }, openapi(at)),
  values: { '/error_code': code },
});

export const orum = defineProvider({
  format: 1,
  id: 'orum',
  name: 'Orum',
  docs: {
    openapi: {
      title: 'Orum API v2022-09-21: operation post-oauth-token',
      url: 'https://docs.orum.io/api-reference/auth/post-oauth-token',
    },
    limits: { title: 'Orum: Rate Limits', url: 'https://docs.orum.io/docs/rate-limits' },
    versions: { title: 'Orum: Versioning', url: 'https://docs.orum.io/guides/versioning' },
    overlay: {
      title: 'API Evangelist: overlay of the Orum API, not by Orum',
      url: 'https://raw.githubusercontent.com/api-evangelist/orum/refs/heads/main/overlays/orum-openapi-overlay.yaml',
    },
  },
  variables: {
    clientId: { about: 'ID returned when generating API Credentials', role: 'client-id', mock: 'mock-client' },
    clientSecret: {
      about: 'Secret returned when generating API Credentials',
      mock: 'mock-secret',
      role: 'client-secret',
    },
  },
  hosts: [
    { url: 'https://api-sandbox.orum.io', use: 'sandbox', default: true, source: openapi('servers') },
    { url: 'https://vault.api-sandbox.orum.io', use: 'sandbox', source: openapi('servers') },
    { url: 'https://api.orum.io', use: 'production', source: { doc: 'overlay', at: 'servers' } },
  ],
  request: {
    method: 'POST',
    path: '/oauth/token',
    encoding: 'json',
    authentication: 'client_secret_post',
    parameters: {},
    source: openapi('paths./oauth/token.post.requestBody'),
  },
  token: {
    accessToken: '/access_token',
    tokenType: '/token_type',
    expiry: { at: '/expires_in', unit: 'seconds' },
    lifetime: { seconds: 3600, source: openapi('Warning', 'The auth token is valid for one hour.') },
  },
  responses: {
    token: {
      status: 200,
      schema: 'orum/token-response',
      example: { access_token: '<access token>', token_type: 'Bearer', expires_in: 3600 },
      basis: 'documented',
      source: openapi('components.schemas.OauthTokenResponse'),
    },
    'missing-client-id': {
      ...invalid(
        'missing_client_id',
        'client_id is required',
        'components.schemas.OauthTokenBody.properties.client_id.x-orum-error-missing',
      ),
      advisory: ['status'],
    },
    'missing-client-secret': {
      ...invalid(
        'missing_client_secret',
        'client_secret is required',
        'components.schemas.OauthTokenBody.properties.client_secret.x-orum-error-missing',
      ),
      advisory: ['status'],
    },
    'invalid-client-id': invalid(
      'invalid_client_id',
      'client_id must be a string',
      'components.schemas.OauthTokenBody.properties.client_id.x-orum-error-invalid',
    ),
    'invalid-client-secret': invalid(
      'invalid_client_secret',
      'client_secret must be a string',
      'components.schemas.OauthTokenBody.properties.client_secret.x-orum-error-invalid',
    ),
    unauthorized: error(
      [401, 400, 403],
      { error_code: 'unauthorized', message: 'unauthorized request' },
      openapi('responses.401', 'unauthorized request.'),
    ),
    forbidden: error(
      403,
      { error_code: 'forbidden', message: 'forbidden request' },
      openapi('responses.403', 'forbidden request.'),
    ),
    'too-many-requests': {
      ...error(
        429,
        { error_code: 'too_many_requests', message: 'Too Many Requests' },
        openapi('responses.429', 'too many requests.'),
      ),
      assumed: {
        headers: { 'Retry-After': '2', 'X-Retry-In': '1.250s' },
        source: {
          doc: 'limits',
          quote:
            'X-Retry-In is a text value indicating down to the millisecond the approximate time to retry after. Retry-After indicates how long to wait in seconds before making a new request.',
        },
      },
    },
    'internal-server-error': error(
      500,
      { error_code: 'internal_server_error', message: 'internal server error' },
      openapi('responses.500', 'internal server error.'),
    ),
    'service-unavailable': error(
      503,
      { error_code: 'service_unavailable', message: 'service unavailable' },
      openapi('responses.503', 'service unavailable.'),
    ),
    'invalid-request': {
      ...error(
        400,
        { error_code: 'invalid_request', message: 'invalid request' },
        openapi('responses.400', 'invalid request.'),
      ),
      basis: 'assumed',
    },
  },
  variants: [
    {
      name: 'token-form',
      title: 'Token with a form body',
      change: { encoding: 'form' },
      basis: 'documented',
      source: openapi('paths./oauth/token.post.requestBody'),
    },
    {
      name: 'token-grant-type',
      title: 'Token with grant_type',
      change: { parameters: { grant_type: 'client_credentials' } },
      basis: 'observed',
    },
    {
      name: 'token-orum-version',
      title: 'Token with Orum-Version',
      change: { headers: { 'Orum-Version': 'v2022-09-21' } },
      basis: 'observed',
      source: { doc: 'versions', quote: 'Orum-Version' },
    },
  ],
  refusals: [
    { fault: 'missing-parameter', of: 'client_id', basis: 'documented', response: 'missing-client-id' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'documented', response: 'missing-client-secret' },
    { fault: 'wrong-type', of: 'client_id', basis: 'documented', response: 'invalid-client-id' },
    { fault: 'wrong-type', of: 'client_secret', basis: 'documented', response: 'invalid-client-secret' },
    { fault: 'unknown-client', basis: 'documented', response: 'unauthorized' },
    { fault: 'empty-body', basis: 'observed', response: 'invalid-request' },
    { fault: 'malformed-json', basis: 'observed', response: 'invalid-request' },
    { fault: 'wrong-media-type', of: 'text/plain', basis: 'observed', response: 'invalid-request' },
  ],
  quirks: [
    {
      id: 'grant-type',
      question: 'The request has no grant_type: does one disturb?',
      statements: [openapi('components.schemas.OauthTokenBody')],
      outcomes: [
        { case: 'token-grant-type', status: '2xx', means: 'No: it is ignored.' },
        { case: 'token-grant-type', status: '4xx', means: 'Yes: it is refused.' },
      ],
    },
    {
      id: 'orum-version',
      question: 'Every other operation needs the header Orum-Version: does it disturb here?',
      statements: [{ doc: 'versions', quote: 'Orum-Version' }],
      outcomes: [
        { case: 'token-orum-version', status: '2xx', means: 'No.' },
        { case: 'token-orum-version', status: '4xx', means: 'Yes: it is refused.' },
      ],
    },
    {
      id: 'missing-status',
      question: 'Which status does a missing parameter get? Only the error code is documented.',
      statements: [openapi('components.schemas.OauthTokenBody.properties.client_id.x-orum-error-missing')],
      outcomes: [
        { case: 'missing-parameter-client-id', status: 400, means: '400.' },
        { case: 'missing-parameter-client-id', status: '4xx', means: 'Another 4xx.' },
      ],
    },
  ],
  shown: ['/error_code'],
  budget: {
    refusalsPerRun: 6,
    source: {
      doc: 'limits',
      quote:
        'If your traffic suddenly has a spike in unauthenticated requests […], you may be blocked for up to 10 minutes if rate limits are hit in a continued manner.',
    },
  },
  deviations: [
    {
      rule: 'rfc/error-code',
      what: 'An error is error_code and message.',
      source: openapi('components.schemas.ErrorResponse'),
    },
    {
      rule: 'rfc/missing-grant-type',
      what: 'The request has no grant_type.',
      source: openapi('components.schemas.OauthTokenBody'),
    },
    {
      rule: 'rfc/expires-in-digits',
      what: 'expires_in is a number, which may have a fraction.',
      source: openapi('components.schemas.OauthTokenResponse.properties.expires_in', 'type: number'),
    },
    {
      rule: 'rfc/cache-control',
      what: 'The response is described without any header.',
      source: openapi('responses.200'),
    },
    { rule: 'rfc/pragma', what: 'The response is described without any header.', source: openapi('responses.200') },
  ],
});
