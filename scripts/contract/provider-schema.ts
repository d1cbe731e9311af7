/**
 * The structure of a provider file as JSON Schema, draft-07. Each definition is the type of the same name in
 * `model/provider.ts`; the descriptions of the published schema are taken from the comments there.
 */
const text = { type: 'string', minLength: 1 } as const;
const template = { type: 'string' } as const;
const pointer = { type: 'string', pattern: '^(/([^~/]|~[01])*)*$' } as const;
const memberPointer = { type: 'string', pattern: '^(/([^~/]|~[01])*)+$' } as const;
const kebabCase = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' } as const;
const source = { $ref: '#/definitions/Source' } as const;
const isTrue = { const: true } as const;
const listOf = (items: object) => ({ type: 'array', items }) as const;
const templates = { type: 'object', additionalProperties: template } as const;
const removable = { type: 'object', additionalProperties: { type: ['string', 'null'] } } as const;
const encoding = { enum: ['form', 'json'] } as const;
const authentication = { enum: ['client_secret_post', 'client_secret_basic'] } as const;
const status = { type: 'integer', minimum: 100, maximum: 599 } as const;
const positive = { type: 'integer', minimum: 1 } as const;

/** An object that has these members and no others. The names of optional ones end in a question mark. */
const closed = (members: Readonly<Record<string, object>>) => {
  const entries = Object.entries(members);
  return {
    type: 'object',
    required: entries.flatMap(([name]) => (name.endsWith('?') ? [] : [name])),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace('?', ''), schema])),
    additionalProperties: false,
  };
};

export const providerDefinitions = {
  Source: closed({ doc: text, 'at?': { type: 'string' }, 'quote?': text }),
  Variable: closed({
    about: text,
    'role?': { enum: ['setting', 'client-id', 'client-secret', 'gate'] },
    mock: text,
    'secret?': isTrue,
    'default?': { type: 'string' },
  }),
  Host: closed({ url: text, use: { enum: ['sandbox', 'production'] }, 'default?': isTrue, source }),
  TokenRequest: closed({
    method: { enum: ['POST'] },
    path: { type: 'string', pattern: '^/' },
    'query?': templates,
    'headers?': templates,
    encoding,
    authentication,
    'basicEscape?': { enum: ['form', 'none', 'base64'] },
    'credentialNames?': closed({ 'id?': text, 'secret?': text }),
    parameters: templates,
    source,
  }),
  RequestChange: closed({
    'path?': { type: 'string', pattern: '^/' },
    'encoding?': encoding,
    'authentication?': authentication,
    'basicScheme?': { type: 'string', pattern: '^[Bb][Aa][Ss][Ii][Cc]$' },
    'headers?': removable,
    'query?': removable,
    'parameters?': removable,
  }),
  TokenMembers: closed({
    accessToken: memberPointer,
    'tokenType?': memberPointer,
    'scope?': memberPointer,
    'expiry?': closed({
      at: memberPointer,
      unit: { enum: ['milliseconds', 'seconds', 'minutes', 'hours', 'undocumented'] },
      'atMost?': closed({ value: positive, source }),
      'never?': { type: 'number' },
    }),
    'lifetime?': closed({ seconds: positive, source }),
    'format?': closed({ is: { enum: ['jwt'] }, source }),
  }),
  KnownResponse: closed({
    status: { type: ['integer', 'array'], minimum: 100, maximum: 599, minItems: 1, items: status },
    'mediaType?': { type: 'string', pattern: '^[a-z0-9.+-]+/[a-z0-9.+-]+$' },
    'schema?': text,
    'values?': { type: 'object', propertyNames: { pattern: memberPointer.pattern } },
    'advisory?': listOf({ type: 'string', pattern: '^(status|media-type|(/([^~/]|~[01])*)+)$' }),
    'headers?': { type: 'object', additionalProperties: { type: 'string' } },
    example: {},
    'isEmpty?': isTrue,
    'assumed?': closed({
      'members?': { type: 'object' },
      'headers?': { type: 'object', additionalProperties: { type: 'string' } },
      source,
    }),
    basis: { enum: ['documented', 'assumed'] },
    source,
  }),
  Variant: closed({
    name: kebabCase,
    title: text,
    change: { $ref: '#/definitions/RequestChange' },
    basis: { enum: ['documented', 'observed'] },
    'response?': text,
    'source?': source,
  }),
  Refusal: closed({
    fault: text,
    'of?': text,
    'source?': source,
    basis: { enum: ['documented', 'required', 'observed'] },
    'response?': text,
  }),
  Quirk: closed({
    id: kebabCase,
    question: text,
    statements: { ...listOf(source), minItems: 1 },
    outcomes: {
      ...listOf(
        closed({
          case: text,
          status: { type: ['integer', 'string'], minimum: 100, maximum: 599, pattern: '^(2xx|4xx|any)$' },
          'has?': pointer,
          means: text,
        }),
      ),
      minItems: 1,
    },
  }),
  Provider: closed({
    format: { const: 1 },
    id: kebabCase,
    name: text,
    docs: {
      type: 'object',
      minProperties: 1,
      additionalProperties: closed({ title: text, 'url?': { type: 'string', pattern: '^https://[A-Za-z0-9_.-]+/' } }),
    },
    variables: {
      type: 'object',
      propertyNames: { pattern: '^[a-z][a-zA-Z0-9]*$' },
      additionalProperties: { $ref: '#/definitions/Variable' },
    },
    hosts: listOf({ $ref: '#/definitions/Host' }),
    request: { $ref: '#/definitions/TokenRequest' },
    token: { $ref: '#/definitions/TokenMembers' },
    responses: {
      type: 'object',
      required: ['token'],
      propertyNames: { pattern: kebabCase.pattern },
      properties: { token: { $ref: '#/definitions/KnownResponse' } },
      additionalProperties: { $ref: '#/definitions/KnownResponse' },
    },
    variants: listOf({ $ref: '#/definitions/Variant' }),
    refusals: listOf({ $ref: '#/definitions/Refusal' }),
    quirks: listOf({ $ref: '#/definitions/Quirk' }),
    'userAgent?': text,
    'shown?': listOf(memberPointer),
    'deviations?': listOf(closed({ rule: { type: 'string', pattern: '^rfc/' }, what: text, source })),
    'budget?': closed({ 'tokensPerHour?': positive, 'refusalsPerRun?': { type: 'integer', minimum: 0 }, source }),
    'next?': closed({ title: text, path: { type: 'string', pattern: '^/' }, source }),
  }),
};

/** The whole schema. A file may name it in `$schema`. */
export const providerSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $ref: '#/definitions/Provider',
  definitions: providerDefinitions,
};
