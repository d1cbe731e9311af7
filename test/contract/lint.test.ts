import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { lintProvider } from '../../scripts/contract/lint.ts';
import { tokensOf, withValueAt } from '../../scripts/model/pointer.ts';
import type { Json, Pointer } from '../../scripts/model/provider.ts';
import { collectionText } from '../../scripts/postman/index.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';

const workspace = new URL('../workspace/', import.meta.url);
const good: Json = JSON.parse(readFileSync(new URL('providers/acme-pay.json', workspace), 'utf8'));
const schemas = await readSchemas(workspace.pathname);
const context = { schemas, rules: ['rfc/cache-control', 'rfc/pragma'] };

const lint = (data: Json, more: Readonly<Record<string, Json>> = {}) =>
  lintProvider({ name: 'acme-pay', data }, { ...context, schemas: { ...schemas, ...more } });
const said = (data: Json, more: Readonly<Record<string, Json>> = {}): readonly string[] =>
  lint(data, more).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
const changed = (...changes: readonly (readonly [Pointer, Json | undefined])[]): Json =>
  changes.reduce((data, [pointer, value]) => withValueAt(data, pointer, value), good);

test('nothing is wrong', () => {
  expect(said(good)).toEqual([]);
  expect(lint(good).provider?.id).toBe('acme-pay');
});

test('$schema is allowed, for editors', () => {
  expect(said(changed(['/$schema', '../schemas/provider.schema.json']))).toEqual([]);
});

const source: Json = { doc: 'page' };
const variant = { name: 'other', title: 'Another', change: { query: { a: 'b' } }, basis: 'observed' };
const page = '/docs/page';

describe.each<[string, Json, readonly string[]]>([
  ['no object', [], [': a provider is an object with members']],
  [
    'a newer format',
    changed(['/format', 2]),
    ['/format: format 2 is of a newer version of the tool; this one reads 1'],
  ],
  ['no format', changed(['/format', undefined]), [': the member format is missing']],
  [
    'several things at once',
    changed(['/name', ''], ['/request/encoding', 'from'], ['/varants', []], ['/token/accessToken', 'access_token']),
    [
      '/varants: there is no such member; did you mean variants?',
      '/name: it must not be empty',
      '/request/encoding: "from" is not known; did you mean form?',
      '/token/accessToken: it must be a JSON pointer, e.g. /access_token',
    ],
  ],
  ['another type', changed(['/variants', {}]), ['/variants: it must be an array, and is an object']],
  [
    'a name',
    changed(['/variables/client-key', { about: 'a', mock: 'b' }]),
    ['/variables/client-key: the name: it must be in camelCase, e.g. clientId'],
  ],
  ['another id', changed(['/id', 'acme']), ['/id: it is acme, and the file is called acme-pay: they must be the same']],
  [
    'an unknown document',
    changed(['/request/source', { doc: 'pgae' }]),
    ['/request/source/doc: no document is called pgae; did you mean page?'],
  ],
  [
    'a document that nobody cites',
    changed(['/docs/errors', { title: 'Errors' }]),
    ['/docs/errors: no source cites this document'],
  ],
  [
    'an address',
    changed([`${page}/url`, 'http://docs.test/']),
    ['/docs/page/url: it must be an https address, e.g. https://docs.example.com/token'],
  ],
  [
    'a variable that is not there',
    changed(['/request/parameters/scope', '{{scpe}}'], ['/variables/scope', { about: 'a', mock: 'b' }]),
    [
      '/request/parameters/scope: there is no variable {{scpe}}; did you mean scope?',
      '/variables/scope: no request uses this variable',
    ],
  ],
  [
    'half a variable',
    changed(['/request/parameters/a', '{{b']),
    ['/request/parameters/a: it holds {{ or }} without the other'],
  ],
  [
    'a name that collections use',
    changed(['/variables/target', { about: 'a', mock: 'b' }], ['/request/parameters/a', '{{target}}']),
    ['/variables/target: collections use the name target themselves: choose another'],
  ],
  [
    'no role',
    changed(['/variables/clientId/role', undefined]),
    [
      '/variables/clientId: no request uses this variable',
      '/variables: no variable has the role client-id: the one that holds it says role: client-id',
    ],
  ],
  [
    'a secret that is not marked',
    changed(['/variables/apiKey', { about: 'a', mock: 'b' }], ['/request/headers', { 'X-Api-Key': '{{apiKey}}' }]),
    ['/variables/apiKey: apiKey is called like a secret and is not marked: give it a role, or secret: true'],
  ],
  [
    'a credential with a default',
    changed(['/variables/clientSecret/default', 'a']),
    ['/variables/clientSecret/default: a credential has no default'],
  ],
  [
    'a secret in the URL',
    changed(['/request/query', { key: '{{clientSecret}}' }]),
    ['/request/query/key: credentials must not stand in a URL (RFC 6749, section 2.3.1)'],
  ],
  [
    'hosts',
    changed(['/hosts/0/url', 'http://a.test'], ['/hosts/1/default', true]),
    [
      '/hosts/0/url: it must be an https address without credentials, query, fragment or a slash at its end',
      '/hosts/1/default: a production host is never the default',
      '/hosts: 2 hosts are the default: one at most',
    ],
  ],
  [
    'a deviation',
    changed(['/deviations', [{ rule: 'rfc/pragm', what: 'a', source }]]),
    ['/deviations/0/rule: there is no rule rfc/pragm; did you mean rfc/pragma?'],
  ],
  [
    'a path',
    changed(['/request/path', '/token?a=b']),
    ['/request/path: a path holds no query, no fragment and no space: the query is a member of its own'],
  ],
  [
    'an escape that no Basic has',
    changed(['/request/basicEscape', 'percent']),
    ['/request/basicEscape: "percent" is not known; known: form, none, base64'],
  ],
  [
    'an id with a colon that is sent raw',
    changed(['/request/basicEscape', 'none'], ['/variables/clientId/mock', 'mock:client']),
    ['/variables/clientId/mock: Basic without an escape cannot carry an id with a colon'],
  ],
  [
    'one name for the id and the secret',
    changed(['/request/credentialNames', { id: 'client_secret' }]),
    ['/request/credentialNames: the id and the secret are both called client_secret'],
  ],
  [
    'a parameter that is called like the id',
    changed(['/request/credentialNames', { id: 'username' }], ['/request/parameters/username', 'a']),
    ['/request/parameters/username: credentials follow from authentication: leave username out'],
  ],
  [
    'headers',
    changed(['/request/headers', { 'content-type': 'a', Authorization: 'b', 'a b': 'c' }]),
    [
      '/request/headers/content-type: Content-Type follows from encoding: leave it out',
      '/request/headers/Authorization: credentials follow from authentication: leave Authorization out',
      '/request/headers/a b: it is no name of a header',
    ],
  ],
  [
    'credentials as parameters',
    changed(['/request/parameters/client_id', 'a']),
    ['/request/parameters/client_id: credentials follow from authentication: leave client_id out'],
  ],
  [
    'a typographic quote',
    changed(['/request/parameters/grant_type', '“client_credentials”']),
    ['/request/parameters/grant_type: it holds a typographic quote, and would be sent with it'],
  ],
  [
    'variants',
    changed([
      '/variants',
      [
        { ...variant, change: {} },
        { ...variant, change: { headers: { Accept: null } } },
        { ...variant, name: 'token', basis: 'documented' },
      ],
    ]),
    [
      '/variants/0/change: it changes nothing: this is the canonical request',
      '/variants/1/change/headers/Accept: the canonical request has no Accept to remove; there are none',
      '/variants/1/name: another case is called other',
      '/variants/2/name: another case is called token',
      '/variants/2: what is documented names its source',
    ],
  ],
  [
    'the status of a token',
    changed(['/responses/token/status', 400]),
    ['/responses/token/status: a token is granted with a status from 200 to 299'],
  ],
  [
    'a value that the example does not have',
    changed(['/responses/invalid-client/values', { '/error': 'other', '/code': 1 }]),
    [
      '/responses/invalid-client/values/~1error: the example has "invalid_client" there',
      '/responses/invalid-client/values/~1code: the example has no /code',
    ],
  ],
  [
    'a schema that is not there',
    changed(['/responses/token/schema', 'acme-pay/token-respons']),
    [
      '/responses/token/schema: there is no schemas/acme-pay/token-respons.schema.json; did you mean acme-pay/token-response?',
    ],
  ],
  [
    'an example that is not what the schema says',
    changed(['/responses/token/example/expires_in', '31668']),
    [
      '/responses/token/example: it is not what schemas/acme-pay/token-response.schema.json says: /expires_in must be integer',
    ],
  ],
  [
    'an assumed member that is shown',
    changed(['/responses/token/assumed', { members: { scope: 'a' }, source }]),
    ['/responses/token/assumed/members/scope: the example shows this member: it is not assumed'],
  ],
  [
    'a pointer to the token that leads nowhere',
    changed(['/token/accessToken', '/data/access_token']),
    ['/token/accessToken: the token response has nothing at /data/access_token; did you mean /access_token?'],
  ],
  [
    'a token that is no string',
    changed(['/token/accessToken', '/expires_in']),
    ['/token/accessToken: the token at /expires_in must be a string'],
  ],
  [
    'a fault',
    changed(['/refusals/0/fault', 'unknown-clients']),
    ['/refusals/0/fault: there is no fault unknown-clients; did you mean unknown-client?'],
  ],
  [
    'a subject',
    changed(['/refusals/1/of', 'client_secrets']),
    ['/refusals/1/of: missing-parameter cannot be done to client_secrets; did you mean client_secret?'],
  ],
  [
    'a response',
    changed(['/refusals/0/response', 'invalid-clients']),
    ['/refusals/0/response: there is no response invalid-clients; did you mean invalid-client?'],
  ],
  [
    'a documented refusal without response',
    changed(['/refusals/0/response', undefined]),
    ['/refusals/0: what is documented names its response'],
  ],
  [
    'quirks',
    changed([
      '/quirks',
      [
        {
          id: 'a',
          question: 'b',
          statements: [source],
          outcomes: [
            { case: 'tokn', status: 200, means: 'c' },
            { case: 'token', status: '2xx', means: 'd' },
            { case: 'token', status: 201, means: 'e' },
          ],
        },
      ],
    ]),
    [
      '/quirks/0/outcomes/0/case: there is no case tokn; did you mean token?',
      '/quirks/0/outcomes/2: an earlier outcome of the same case hides it',
    ],
  ],
])('%s', (_, data, expected) => {
  test('is told, with its place', () => {
    expect(said(data)).toEqual(expected);
    expect(lint(data).provider).toBeUndefined();
  });
});

describe.each<[string, Json, string]>([
  [
    'a format',
    { properties: { expires_in: { format: 'int32' } } },
    ' at /properties/expires_in/format: format is not used: Postman throws on one that it does not know. Use pattern',
  ],
  [
    'a newer keyword',
    { unevaluatedProperties: false },
    ' at /unevaluatedProperties: unevaluatedProperties is no keyword of draft-07',
  ],
  [
    'a keyword of OpenAPI',
    { properties: { a: { type: 'string', nullable: true } } },
    ' at /properties/a/nullable: nullable is no keyword of draft-07',
  ],
  [
    'a type',
    { type: 'strng' },
    ': schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf',
  ],
  [
    'a reference that leads nowhere',
    { $ref: '#/definitions/a' },
    ": can't resolve reference #/definitions/a from id #",
  ],
])('a schema with %s', (_, schema, expected) => {
  test('is told', () => {
    expect(said(good, { 'acme-pay/token-response': schema })).toEqual([
      `/responses/token/schema: schemas/acme-pay/token-response.schema.json${expected}`,
    ]);
  });
});

/** mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const junk: readonly (Json | undefined)[] = [
  undefined,
  null,
  true,
  false,
  0,
  -1,
  1e308,
  200,
  '',
  ' ',
  '/',
  '/~2',
  '{{',
  '}}',
  '{{a}}',
  '{{clientId}}',
  'token',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  'ü',
  'https://',
  'a'.repeat(5000),
  [],
  [[]],
  {},
  { a: 1 },
  { doc: 'page' },
  { constructor: 1, toString: 'a' },
];

function pointersIn(value: Json, at: Pointer = ''): readonly Pointer[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([name, one]) =>
    pointersIn(one, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [at, ...inner];
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'broken files are told of, never thrown at (seed %i)',
  (seed) => {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
    for (let round = 0; round < 40; round += 1) {
      let data = good;
      for (let count = 1 + Math.floor(next() * 3); count > 0; count -= 1) {
        const pointer = pick(pointersIn(data)) ?? '';
        const target =
          next() < 0.3 ? (`${pointer}/${pick(['a', '0', '__proto__', 'constructor', 'token'])}` as const) : pointer;
        if (tokensOf(target).length > 0) data = withValueAt(data, target, pick(junk));
      }
      const { provider, problems } = lint(data);
      expect(problems.filter(({ message }) => message === '')).toEqual([]);
      // What the linter lets through can be built.
      if (provider !== undefined) expect(() => collectionText(provider, casesOf(provider), schemas)).not.toThrow();
      else expect(problems.length).toBeGreaterThan(0);
    }
  },
);
