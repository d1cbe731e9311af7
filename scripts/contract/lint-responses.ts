import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Schemas } from '../model/json-schema.ts';
import { sentBody } from '../model/known-response.ts';
import { childOf, isObject, tokensOf, valueAt } from '../model/pointer.ts';
import type { Json, KnownResponse, Pointer, Provider } from '../model/provider.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Lint } from './lint.ts';
import type { Problem } from './plain-data.ts';
import { schemaProblems } from './schema-keywords.ts';

/** What the endpoint answers. */
export const lintResponses: Lint = (provider, { schemas }) => [
  ...Object.entries(provider.responses).flatMap(([name, response]) => [
    ...shape(response, childOf('/responses', name), name === 'token'),
    ...schemaOf(provider, response, childOf('/responses', name), schemas),
  ]),
  ...members(provider),
];

function shape(response: KnownResponse, pointer: Pointer, isToken: boolean): readonly Problem[] {
  const { status, example, isEmpty, assumed, values = {}, advisory = [], basis } = response;
  const statuses = [status].flat();
  const at = (name: string): Pointer => childOf(pointer, name);
  const assumedNames = Object.keys(assumed?.members ?? {});
  return [
    ...(isToken && statuses.some((one) => one < 200 || one > 299)
      ? [{ pointer: at('status'), message: 'a token is granted with a status from 200 to 299' }]
      : []),
    ...(isToken && basis !== 'documented'
      ? [{ pointer: at('basis'), message: 'the token response must be documented' }]
      : []),
    ...(isEmpty === true && example !== null
      ? [{ pointer: at('example'), message: 'a response that is empty has the example null' }]
      : []),
    ...(assumedNames.length > 0 && !isObject(example)
      ? [{ pointer: childOf(at('assumed'), 'members'), message: 'members are added to an example that is an object' }]
      : []),
    ...assumedNames
      .filter((name) => isObject(example) && Object.hasOwn(example, name))
      .map((name) => ({
        pointer: childOf(childOf(at('assumed'), 'members'), name),
        message: 'the example shows this member: it is not assumed',
      })),
    ...Object.entries(values).flatMap(([name, value]): readonly Problem[] => {
      const shown = valueAt(example, asPointer(name));
      if (JSON.stringify(shown) === JSON.stringify(value)) return [];
      return [
        {
          pointer: childOf(at('values'), name),
          message:
            shown === undefined ? `the example has no ${name}` : `the example has ${JSON.stringify(shown)} there`,
        },
      ];
    }),
    ...advisory.flatMap((one, index): readonly Problem[] =>
      one === 'status' || one === 'media-type' || Object.hasOwn(values, one)
        ? []
        : [
            {
              pointer: childOf(at('advisory'), index),
              message: `there is no value at ${one}${didYouMean(one, Object.keys(values))}`,
            },
          ],
    ),
  ];
}

const asPointer = (name: string): Pointer => `/${name.slice(1)}`;

function schemaOf({ id }: Provider, response: KnownResponse, pointer: Pointer, schemas: Schemas): readonly Problem[] {
  const { schema: name } = response;
  if (name === undefined) return [];
  const at = childOf(pointer, 'schema');
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) {
    const known = Object.keys(schemas);
    const own = known.filter((one) => one.startsWith(`${id}/`));
    return [
      {
        pointer: at,
        message: `there is no schemas/${name}.schema.json${didYouMean(name, own.length > 0 ? own : known)}`,
      },
    ];
  }
  const wrong = schemaProblems(schema);
  if (wrong.length > 0)
    return wrong.map((problem) => ({
      pointer: at,
      message: `schemas/${name}.schema.json${problem.pointer === '' ? '' : ` at ${problem.pointer}`}: ${problem.message}`,
    }));
  const validate = compiled(schema);
  if (typeof validate === 'string') return [{ pointer: at, message: `schemas/${name}.schema.json: ${validate}` }];
  if (response.isEmpty === true) return [];
  const bodies = [
    { body: response.example, what: 'example' },
    { body: sentBody(response), what: 'assumed' },
  ];
  const found = bodies.flatMap(({ body, what }) =>
    validate(body) ? [] : (validate.errors ?? []).map((error) => ({ what, error })),
  );
  const first = new Set(found.filter(({ what }) => what === 'example').map(({ error }) => inWords(error)));
  return found
    .filter(({ what, error }) => what === 'example' || !first.has(inWords(error)))
    .map(({ what, error }) => ({
      pointer: childOf(pointer, what),
      message: `it is not what schemas/${name}.schema.json says: ${inWords(error)}`,
    }));
}

const inWords = ({ instancePath, message }: ErrorObject): string =>
  `${instancePath === '' ? 'it' : instancePath} ${message}`;

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true, addUsedSchema: false, logger: false });

/** The schema, or what is wrong with it. */
function compiled(schema: Json): ValidateFunction | string {
  try {
    return ajv.compile(isObject(schema) ? schema : {});
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  }
}

/** Where a client finds the token and what belongs to it. */
function members(provider: Provider): readonly Problem[] {
  const { token, responses } = provider;
  const body = sentBody(responses.token);
  const places: readonly (readonly [string, Pointer | undefined])[] = [
    ['accessToken', token.accessToken],
    ['tokenType', token.tokenType],
    ['scope', token.scope],
    ['expiry', token.expiry?.at],
  ];
  const known = pointersIn(body, '');
  return [
    ...places.flatMap(([name, place]): readonly Problem[] => {
      if (place === undefined || valueAt(body, place) !== undefined) return [];
      const pointer = name === 'expiry' ? '/token/expiry/at' : (`/token/${name}` as const);
      const same = known.filter((one) => tokensOf(one).at(-1) === tokensOf(place).at(-1));
      const hint = same.length > 0 ? `; did you mean ${same[0]}?` : didYouMean(place, known);
      return [{ pointer, message: `the token response has nothing at ${place}${hint}` }];
    }),
    ...(valueAt(body, token.accessToken) !== undefined && typeof valueAt(body, token.accessToken) !== 'string'
      ? [{ pointer: '/token/accessToken', message: `the token at ${token.accessToken} must be a string` } as const]
      : []),
  ];
}

function pointersIn(value: Json, at: Pointer): readonly Pointer[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [childOf(at, name), ...pointersIn(inner, childOf(at, name))]);
}
