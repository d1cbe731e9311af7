import { defineProvider, sourcesIn } from '../scripts/model/define-provider.ts';
import type { Source } from '../scripts/model/provider.ts';

const page = sourcesIn('page');
const plugin = (quote: string): Source => ({ doc: 'plugin', quote });

export const optty = defineProvider({
  format: 1,
  id: 'optty',
  name: 'Optty',
  docs: {
    page: {
      title: 'Optty: Create Access Token',
      url: 'https://docs.optty.com/custom-api-or-headless/custom-integration-setup-and-integration/create-access-token',
    },
    scopes: { title: 'Optty: API Scopes', url: 'https://docs.optty.com/partner-onboarding-docs/api-scopes' },
    plugin: {
      title: 'A public WooCommerce plugin for Optty',
      url: 'https://github.com/common-repository/optty/blob/c0b3da33ca498a7c76323c1348dd9d615ac025a2/src/classes/class-authentication.php',
    },
  },
  variables: {
    clientId: { about: 'Client_ID credentials provided by Optty', role: 'client-id', mock: 'mock-client' },
    clientSecret: { about: 'Client secret credentials provided by Optty', mock: 'mock-secret', role: 'client-secret' },
  },
  hosts: [
    {
      url: 'https://auth.qa.optty.com',
      use: 'sandbox',
      default: true,
      source: page('Sandbox Testing Environment', 'https://auth.qa.optty.com/token'),
    },
    {
      url: 'https://auth.optty.com',
      use: 'production',
      source: page('Production Environment', 'https://auth.optty.com/token'),
    },
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
  },
  variants: [
    {
      name: 'token-without-query',
      title: 'Token without ?expires_in',
      change: { query: { expires_in: null } },
      basis: 'observed',
      source: plugin('The plugin sends no query.'),
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
    { fault: 'unknown-client', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_id', basis: 'required' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required' },
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
        { doc: 'scopes', at: 'Generating Token', quote: 'POST /token' },
        plugin('The plugin sends no query.'),
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
        plugin('The plugin reads `message` as the error, from an answer with a 2xx status only.'),
      ],
      outcomes: [
        { case: 'unknown-client', status: 401, means: 'An unknown client gets 401.' },
        { case: 'unknown-client', status: 400, means: 'An unknown client gets 400.' },
        { case: 'unknown-client', status: '4xx', means: 'An unknown client gets another 4xx.' },
        { case: 'unknown-client', status: '2xx', has: '/access_token', means: 'An unknown client gets a token.' },
        {
          case: 'unknown-client',
          status: '2xx',
          has: '/message',
          means: 'An unknown client gets a 2xx without access_token: the error is the member message.',
        },
        { case: 'unknown-client', status: '2xx', means: 'An unknown client gets a 2xx without access_token.' },
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
