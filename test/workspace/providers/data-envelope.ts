import { defineProvider, sourcesIn } from 'token-endpoint-contracts';

const page = sourcesIn('page');

export const dataEnvelope = defineProvider({
  format: 1,
  id: 'data-envelope',
  name: 'Data Envelope',
  docs: { page: { title: 'Data Envelope: Authentication', url: 'https://docs.data-envelope.test/authentication' } },
  variables: {
    clientId: { about: 'The id of an application', role: 'client-id', mock: 'mock-client' },
    clientSecret: { about: 'The secret of an application', role: 'client-secret', mock: 'mock-secret' },
  },
  hosts: [],
  request: {
    method: 'POST',
    path: '/api/v1/token',
    encoding: 'json',
    authentication: 'client_secret_post',
    parameters: { grant_type: 'client_credentials' },
    source: page('Request'),
  },
  token: {
    accessToken: '/data/token',
    tokenType: '/data/token_type',
    expiry: { at: '/data/expires_in', unit: 'seconds' },
  },
  responses: {
    token: {
      status: 200,
      schema: 'data-envelope/token-response',
      example: { success: true, data: { token: '<token>', token_type: 'Bearer', expires_in: 3600 } },
      basis: 'documented',
      source: page('Response'),
    },
    'wrong-credentials': {
      status: 401,
      schema: 'data-envelope/error-response',
      values: { '/code': 'invalid_credentials' },
      example: { success: false, code: 'invalid_credentials' },
      basis: 'documented',
      source: page('Errors'),
    },
  },
  variants: [],
  refusals: [
    { fault: 'unknown-client', basis: 'documented', response: 'wrong-credentials' },
    { fault: 'missing-parameter', of: 'client_secret', basis: 'required' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
  ],
  quirks: [
    {
      id: 'grant-type',
      question: 'Is grant_type needed?',
      statements: [page('Request')],
      outcomes: [
        { case: 'missing-parameter-grant-type', status: '2xx', means: 'No: a token is issued without it.' },
        { case: 'missing-parameter-grant-type', status: '4xx', means: 'Yes: the request is refused.' },
      ],
    },
  ],
});
