import { defineProvider, sourcesIn } from '../scripts/model/define-provider.ts';

const page = sourcesIn('page');
const current = sourcesIn('current');

export const openBankingPlatform = defineProvider({
  format: 1,
  id: 'open-banking-platform',
  name: 'Open Banking Platform',
  docs: {
    page: {
      title: 'Open Banking Platform: Create access token (May 2021)',
      url: 'https://github.com/openpaymentseurope/docs/blob/8010bbe6423e85b4f06f01d575546eb48dd84012/docs/get_access_token.md',
    },
    current: {
      title: 'Open Payments: Access Tokens',
      url: 'https://docs.openpayments.io/docs/get_access_token',
    },
    tutorials: {
      title: 'Open Banking Platform: tutorials of the public documentation',
      url: 'https://github.com/openpaymentseurope/docs',
    },
    clients: { title: 'Public client code for the Open Banking Platform' },
  },
  variables: {
    clientId: {
      about: 'The Client ID of the application you created in the Developer Portal',
      role: 'client-id',
      mock: 'mock-client',
    },
    clientSecret: {
      about: 'The secret that was generated with the application',
      mock: 'mock-secret',
      role: 'client-secret',
    },
    scope: {
      about:
        'An API scope (aspspinformation, accountinformation, paymentinitiation or bankgiroinformation) and a PSU context (private or corporate), separated by a space',
      mock: 'accountinformation private',
      default: 'accountinformation private',
    },
  },
  hosts: [
    {
      url: 'https://auth.sandbox.openbankingplatform.com',
      use: 'sandbox',
      source: { doc: 'tutorials', at: 'Available AUTH_HOST values' },
    },
    { url: 'https://oauth.sandbox.openbankingplatform.com', use: 'sandbox', source: { doc: 'clients' } },
    {
      url: 'https://auth.openbankingplatform.com',
      use: 'production',
      source: page('Variables and constants used in the guide'),
    },
  ],
  request: {
    method: 'POST',
    path: '/connect/token',
    encoding: 'form',
    authentication: 'client_secret_post',
    parameters: { grant_type: 'client_credentials', scope: '{{scope}}' },
    source: page('Request body'),
  },
  token: {
    accessToken: '/access_token',
    tokenType: '/token_type',
    scope: '/scope',
    expiry: {
      at: '/expires_in',
      unit: 'seconds',
      atMost: { value: 3600, source: page('', 'The access token is valid for one hour.') },
    },
    lifetime: { seconds: 3600, source: page('', 'The access token is valid for one hour.') },
  },
  responses: {
    token: {
      status: 200,
      schema: 'open-banking-platform/token-response',
      advisory: ['status', 'media-type'],
      example: { access_token: '<access token>' },
      assumed: {
        members: { expires_in: 3600, token_type: 'Bearer', scope: 'accountinformation private' },
        source: { doc: 'clients', quote: 'Clients read expires_in, token_type and scope beside access_token.' },
      },
      basis: 'documented',
      source: page('Result', 'accessToken = response.data.access_token;'),
    },
    'invalid-client': {
      status: 400,
      example: { error: 'invalid_client' },
      basis: 'assumed',
      source: {
        doc: 'clients',
        quote: '/connect/token is the path of IdentityServer, which answers 400 invalid_client.',
      },
    },
  },
  variants: [
    {
      name: 'token-corporate',
      title: 'Token for corporate accounts',
      change: { parameters: { scope: 'accountinformation corporate' } },
      basis: 'observed',
      source: current('Access Tokens', 'PSU Context Scope Values: private, corporate'),
    },
    {
      name: 'token-reversed-scope',
      title: 'Token with the scope in reverse order',
      change: { parameters: { scope: 'private accountinformation' } },
      basis: 'observed',
    },
  ],
  refusals: [
    { fault: 'unknown-client', basis: 'required', response: 'invalid-client' },
    { fault: 'missing-parameter', of: 'client_id', basis: 'required', response: 'invalid-client' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required', response: 'invalid-client' },
    { fault: 'missing-parameter', of: 'scope', basis: 'observed' },
    { fault: 'unknown-scope', basis: 'observed' },
    { fault: 'unsupported-grant-type', basis: 'observed' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
  ],
  quirks: [
    {
      id: 'refusal-status',
      question: 'How is an unknown client refused? No error is documented, and public client code knows two servers.',
      statements: [
        { doc: 'clients', quote: 'IdentityServer (by its path): 400 invalid_client.' },
        { doc: 'clients', quote: 'Keycloak (by a sample token): 401 unauthorized_client.' },
      ],
      outcomes: [
        { case: 'unknown-client', status: 400, means: '400, as IdentityServer answers.' },
        { case: 'unknown-client', status: 401, means: '401, as Keycloak answers.' },
        { case: 'unknown-client', status: '4xx', means: 'Another 4xx.' },
      ],
    },
    {
      id: 'scope-order',
      question: 'Does the order of the words in scope matter?',
      statements: [page('Variables and constants used in the guide')],
      outcomes: [
        { case: 'token-reversed-scope', status: '2xx', means: 'No: the reversed scope gets a token.' },
        { case: 'token-reversed-scope', status: '4xx', means: 'Yes: the reversed scope is refused.' },
      ],
    },
    {
      id: 'scope-in-answer',
      question: 'Does the answer name the scope? The page reads access_token alone.',
      statements: [
        page('Result', 'accessToken = response.data.access_token;'),
        { doc: 'clients', quote: 'A sandbox answered 200 with Bearer and about an hour, without scope.' },
      ],
      outcomes: [
        { case: 'token', status: '2xx', has: '/scope', means: 'Yes.' },
        { case: 'token', status: '2xx', means: 'No: the one that was asked for is granted.' },
      ],
    },
    {
      id: 'missing-scope',
      question: 'Is scope required?',
      statements: [page('Request body')],
      outcomes: [
        { case: 'missing-parameter-scope', status: '2xx', means: 'No: a token is issued without it.' },
        { case: 'missing-parameter-scope', status: '4xx', means: 'Yes: a request without it is refused.' },
      ],
    },
  ],
  // A run asks for one token, of one PSU context. The token for corporate accounts comes on top only where it is asked for.
  budget: {
    tokensPerHour: 2,
    source: current(
      'Access Tokens',
      'keep one active token per PSU context at a time. If you have both private and corporate PSUs, you should then have max two access tokens per hour',
    ),
  },
});
