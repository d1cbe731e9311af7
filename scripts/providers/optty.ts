import { defineProvider, sourcesIn } from './define.ts';

const page = sourcesIn('page');

export const optty = defineProvider({
  id: 'optty',
  name: 'Optty',
  docs: {
    page: {
      title: 'Optty: Create Access Token',
      url: 'https://docs.optty.com/direct-api-orders/create-access-token.md',
    },
    elsewhere: { title: 'Optty: other pages of the public documentation' },
    clients: { title: 'Public client code for Optty' },
  },
  variables: {
    clientId: { about: 'Client_ID credentials provided by Optty', mock: 'mock-client' },
    clientSecret: { about: 'Client secret credentials provided by Optty', mock: 'mock-secret', secret: true },
  },
  hosts: [
    { url: 'https://auth.qa.optty.com', use: 'sandbox', source: { doc: 'elsewhere' } },
    { url: 'https://auth.optty.com', use: 'production', source: { doc: 'elsewhere' } },
  ],
  request: {
    method: 'POST',
    path: '/token',
    query: { expires_in: '1' },
    encoding: 'form',
    authentication: 'client_secret_post',
    parameters: { grant_type: 'client_credentials', scope: 'api-user' },
    source: page('Create Access Token', 'POST /token?expires_in=1'),
  },
  token: {
    accessToken: '/access_token',
    tokenType: '/token_type',
    scope: '/scope',
    expiry: { at: '/expires_in', unit: 'seconds' },
    lifetime: {
      seconds: 86_400,
      source: page('Create Access Token', 'Access tokens are only valid for 24 hours from its creation.'),
    },
    format: { is: 'jwt', source: page('200: OK Success', '<access token in JWT format>') },
  },
  responses: {
    token: {
      status: 200,
      schema: 'optty/token-response',
      example: {
        access_token: '<access token in JWT format>',
        expires_in: 86_400,
        token_type: 'Bearer',
        scope: 'api-user',
      },
      basis: 'documented',
      source: page('200: OK Success'),
    },
    refused: {
      status: 401,
      example: { message: 'Unauthorized' },
      basis: 'assumed',
      source: { doc: 'clients', quote: 'A body with a `message` member is treated as the error.' },
    },
  },
  variants: [
    {
      name: 'token-without-query',
      title: 'Token without ?expires_in',
      change: { query: { expires_in: null } },
      basis: 'observed',
      source: { doc: 'clients' },
    },
    {
      name: 'token-expires-in-2',
      title: 'Token with ?expires_in=2',
      change: { query: { expires_in: '2' } },
      basis: 'observed',
    },
    {
      name: 'token-basic',
      title: 'Token with Basic authentication',
      change: { authentication: 'client_secret_basic' },
      basis: 'observed',
    },
  ],
  refusals: [
    { fault: 'unknown-client', basis: 'required', response: 'refused' },
    { fault: 'missing-parameter', of: 'client_id', basis: 'required', response: 'refused' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required', response: 'refused' },
    { fault: 'wrong-media-type', of: 'json', basis: 'observed' },
    { fault: 'missing-parameter', of: 'scope', basis: 'observed' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
    { fault: 'unknown-scope', basis: 'observed' },
    { fault: 'unsupported-grant-type', basis: 'observed' },
  ],
  quirks: [
    {
      id: 'expires-in-query',
      question: 'What does the query ?expires_in=1 do, beside a documented lifetime of 86400 seconds?',
      statements: [
        page('Create Access Token', 'POST /token?expires_in=1'),
        page('200: OK Success', '"expires_in": 86400'),
        { doc: 'clients', quote: 'A plugin sends no such query.' },
      ],
      outcomes: [
        { case: 'token-without-query', status: '2xx', means: 'The query is optional: a token is issued without it.' },
        { case: 'token-without-query', status: '4xx', means: 'The query is required.' },
      ],
    },
    {
      id: 'error-envelope',
      question: 'What does a refusal look like? No error is documented.',
      statements: [
        page('Create Access Token'),
        { doc: 'clients', quote: 'A body with a `message` member is treated as the error.' },
      ],
      outcomes: [
        { case: 'unknown-client', status: 401, means: 'An unknown client gets 401.' },
        { case: 'unknown-client', status: 400, means: 'An unknown client gets 400.' },
        { case: 'unknown-client', status: '4xx', means: 'An unknown client gets another 4xx.' },
      ],
    },
  ],
  deviations: [
    {
      rule: 'rfc/short-lifetime',
      what: 'A token lives for 24 hours.',
      source: page('Create Access Token', 'Access tokens are only valid for 24 hours from its creation.'),
    },
    {
      rule: 'rfc/cache-control',
      what: 'The response is shown with Content-type as its only header.',
      source: page('200: OK Success', 'Content-type application/json:'),
    },
    {
      rule: 'rfc/pragma',
      what: 'The response is shown with Content-type as its only header.',
      source: page('200: OK Success', 'Content-type application/json:'),
    },
  ],
});
