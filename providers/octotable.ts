import { defineProvider, sourcesIn } from '../scripts/model/define-provider.ts';
import type { Source } from '../scripts/model/provider.ts';

const page = sourcesIn('page');
const errors = sourcesIn('errors');
const postmanPage = (quote: string): Source => ({ doc: 'postman', quote });

export const octotable = defineProvider({
  format: 1,
  id: 'octotable',
  name: 'Octotable',
  docs: {
    page: {
      title: 'Octotable: Create Token',
      url: 'https://octotable-1.gitbook.io/octotable-api/authentication/quickstart.md',
    },
    errors: {
      title: 'Octotable: Error Manual, Overview',
      url: 'https://octotable-1.gitbook.io/octotable-api/getting-started-with-reservations/error-manual/overview',
    },
    postman: {
      title: 'Octotable: Postman documentation',
      url: 'https://documenter.getpostman.com/view/50380496/2sB3dK1YWg',
    },
    clients: { title: 'Public client code for Octotable' },
  },
  variables: {
    clientId: { about: 'The client id provided after registration', role: 'client-id', mock: 'mock-client' },
    clientSecret: {
      about: 'The client secret provided after registration',
      mock: 'mock-secret',
      role: 'client-secret',
    },
  },
  hosts: [
    {
      url: 'https://api.octotable.com/octotable-auth/api/v2',
      use: 'production',
      source: page('Use the base resource URL'),
    },
    {
      url: 'https://api.octorate.com/octotable-pms/api/v2',
      use: 'production',
      source: postmanPage('https://api.octorate.com/octotable-pms/api/v2 (in an older copy)'),
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
        error: {
          code: 'UNSUPPORTED_MEDIA_TYPE',
          message: 'Unsupported Media Type',
          class_name: 'UnsupportedMediaTypeException',
        },
      },
      basis: 'assumed',
      source: { doc: 'clients', quote: 'A JSON body is answered with 415.' },
    },
    'invalid-request': {
      status: 400,
      example: {
        success: false,
        error: { code: 'INVALID_REQUEST', message: 'Invalid Request', class_name: 'InvalidRequestException' },
      },
      basis: 'assumed',
      source: errors(
        'HTTP Status Codes',
        'The server could not process the request due to invalid or missing parameters.',
      ),
    },
    refused: {
      status: 401,
      example: {
        success: false,
        error: { code: 'UNAUTHORIZED', message: 'Authentication Required', class_name: 'UnauthorizedException' },
      },
      basis: 'assumed',
      source: errors('HTTP Status Codes', 'Authentication credentials are missing or invalid.'),
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
    {
      fault: 'wrong-media-type',
      of: 'form-as-json',
      basis: 'observed',
      response: 'unsupported-media-type',
      source: postmanPage('A form body with Content-Type: application/json.'),
    },
    { fault: 'unsupported-grant-type', basis: 'observed', response: 'invalid-request' },
    { fault: 'missing-parameter', of: 'grant_type', basis: 'observed', response: 'invalid-request' },
  ],
  quirks: [
    {
      id: 'body-encoding',
      question:
        'Is the body JSON, as the table of headers says, or a form, as the curl example sends? The Postman page sends a form called JSON.',
      statements: [
        page('Headers', 'Content-Type: application/json'),
        page('Example: Request', '--data-urlencode "grant_type=client_credentials"'),
        postmanPage('A form body with Content-Type: application/json.'),
        { doc: 'clients', quote: 'A JSON body is answered with 415.' },
      ],
      outcomes: [
        { case: 'token', status: '2xx', means: 'A form gets a token.' },
        { case: 'token', status: '4xx', means: 'A form is refused.' },
        { case: 'wrong-media-type-json', status: '2xx', means: 'JSON gets a token too.' },
        { case: 'wrong-media-type-json', status: 415, means: 'JSON gets 415.' },
        { case: 'wrong-media-type-json', status: '4xx', means: 'JSON is refused.' },
        { case: 'wrong-media-type-form-as-json', status: '2xx', means: 'A form called JSON gets a token too.' },
        { case: 'wrong-media-type-form-as-json', status: 415, means: 'A form called JSON gets 415.' },
        { case: 'wrong-media-type-form-as-json', status: '4xx', means: 'A form called JSON is refused.' },
      ],
    },
    {
      id: 'base-url',
      question: 'Which base URL is right? An older copy of the Postman page has another one.',
      statements: [
        page('Use the base resource URL', 'https://api.octotable.com/octotable-auth/api/v2'),
        postmanPage('https://api.octorate.com/octotable-pms/api/v2 (in an older copy)'),
      ],
      outcomes: [
        { case: 'token', status: '2xx', means: 'The configured base URL issues a token.' },
        { case: 'token', status: 404, means: 'There is no endpoint at the configured base URL.' },
      ],
    },
    {
      id: 'refusal-status',
      question:
        'Which status do missing credentials get? The general manual names 400 for missing parameters and 401 for missing credentials.',
      statements: [
        errors('HTTP Status Codes', 'The server could not process the request due to invalid or missing parameters.'),
        errors('HTTP Status Codes', 'Authentication credentials are missing or invalid.'),
      ],
      outcomes: [
        { case: 'missing-parameter-client-id', status: 400, means: '400, as for a missing parameter.' },
        { case: 'missing-parameter-client-id', status: 401, means: '401, as for missing credentials.' },
        { case: 'missing-parameter-client-id', status: '4xx', means: 'Another 4xx.' },
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
  shown: ['/type', '/error/code', '/error/message', '/error/class_name'],
  deviations: [
    {
      rule: 'rfc/top-level',
      what: 'The member is called type.',
      source: page('Example: Response', '"type": "Bearer"'),
    },
    {
      rule: 'rfc/error-code',
      what: 'error is an object of code, message and class_name.',
      source: errors('Overview', 'Generally, most of our error responses are composed of the following parameters'),
    },
    { rule: 'rfc/cache-control', what: 'The response is shown without any header.', source: page('Example: Response') },
    { rule: 'rfc/pragma', what: 'The response is shown without any header.', source: page('Example: Response') },
  ],
  next: { title: 'Step 2: call the API with the token', path: '/api/v2/', source: page('Step 2') },
});
