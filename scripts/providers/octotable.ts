import { defineProvider, sourcesIn } from './define.ts';

const page = sourcesIn('page');

export const octotable = defineProvider({
  id: 'octotable',
  name: 'Octotable',
  docs: {
    page: {
      title: 'Octotable: Create Token',
      url: 'https://octotable-1.gitbook.io/octotable-api/authentication/quickstart.md',
    },
    elsewhere: { title: 'Octotable: other pages of the public documentation' },
    clients: { title: 'Public client code for Octotable' },
  },
  variables: {
    clientId: { about: 'The client id provided after registration', mock: 'mock-client' },
    clientSecret: { about: 'The client secret provided after registration', mock: 'mock-secret', secret: true },
  },
  hosts: [
    {
      url: 'https://api.octotable.com/octotable-auth/api/v2',
      use: 'production',
      source: page('Use the base resource URL'),
    },
  ],
  request: {
    method: 'POST',
    path: '/oauth2/token',
    headers: { Accept: 'application/json' },
    encoding: 'form',
    authentication: 'client_secret_post',
    parameters: { grant_type: 'client_credentials' },
    source: page('Example: Request', '--data-urlencode "grant_type=client_credentials"'),
  },
  token: {
    accessToken: '/access_token',
    tokenType: '/type',
    expiry: { at: '/expires_in', unit: 'undocumented' },
  },
  responses: {
    token: {
      status: 200,
      schema: 'octotable/token-response',
      advisory: ['status', 'media-type'],
      example: { access_token: 'YOUR_ACCESS_TOKEN', expires_in: 1440, type: 'Bearer' },
      basis: 'documented',
      source: page('Example: Response'),
    },
    'unsupported-media-type': {
      status: 415,
      example: {
        success: false,
        error: { code: 415, message: 'Unsupported Media Type', class_name: 'UnsupportedMediaType' },
      },
      basis: 'assumed',
      source: { doc: 'clients', quote: 'A JSON body is answered with 415.' },
    },
    refused: {
      status: 401,
      example: { success: false, error: { code: 401, message: 'Unauthorized', class_name: 'Unauthorized' } },
      basis: 'assumed',
      source: { doc: 'elsewhere', quote: 'The general error envelope.' },
    },
  },
  variants: [
    {
      name: 'token-without-accept',
      title: 'Token without Accept',
      change: { headers: { Accept: null } },
      basis: 'observed',
      source: page('Headers'),
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
    {
      fault: 'wrong-media-type',
      of: 'json',
      basis: 'observed',
      response: 'unsupported-media-type',
      source: page('Headers', 'Content-Type: application/json'),
    },
    { fault: 'unsupported-grant-type', basis: 'observed' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed' },
  ],
  quirks: [
    {
      id: 'body-encoding',
      question: 'Is the body JSON, as the table of headers says, or a form, as the curl example sends?',
      statements: [
        page('Headers', 'Content-Type: application/json'),
        page('Example: Request', '--data-urlencode "grant_type=client_credentials"'),
        { doc: 'clients', quote: 'A JSON body is answered with 415.' },
      ],
      outcomes: [
        { case: 'token', status: '2xx', means: 'A form gets a token.' },
        { case: 'token', status: '4xx', means: 'A form is refused.' },
        { case: 'wrong-media-type-json', status: '2xx', means: 'JSON gets a token too.' },
        { case: 'wrong-media-type-json', status: 415, means: 'JSON gets 415.' },
        { case: 'wrong-media-type-json', status: '4xx', means: 'JSON is refused.' },
      ],
    },
    {
      id: 'accept',
      question: 'Is the header Accept needed?',
      statements: [page('Headers', 'Accept: application/json')],
      outcomes: [
        { case: 'token-without-accept', status: '2xx', means: 'No: a token is issued without it.' },
        { case: 'token-without-accept', status: '4xx', means: 'Yes: without it the request is refused.' },
      ],
    },
  ],
  shown: ['/type', '/error/message', '/error/class_name'],
  deviations: [
    {
      rule: 'rfc/token-type',
      what: 'The member is called type.',
      source: page('Example: Response', '"type": "Bearer"'),
    },
    {
      rule: 'rfc/error-code',
      what: 'error is an object of code, message and class_name.',
      source: { doc: 'elsewhere', quote: 'The general error envelope.' },
    },
    { rule: 'rfc/cache-control', what: 'The response is shown without any header.', source: page('Example: Response') },
    { rule: 'rfc/pragma', what: 'The response is shown without any header.', source: page('Example: Response') },
  ],
  next: { title: 'Step 2: call the API with the token', path: '/api/v2/', source: page('Step 2') },
});
