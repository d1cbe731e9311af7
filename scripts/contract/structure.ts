import type { ErrorObject } from 'ajv';
import { isRecord } from '../model/json.ts';
import { childOf } from '../model/pointer.ts';
import type { Json, Pointer, Provider } from '../model/provider.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Problem } from './plain-data.ts';
import { validateProvider } from './provider-validator.ts';

/** What is wrong with the structure of a provider file, or the provider. */
export function providerFrom(data: Json): { readonly provider: Provider } | { readonly problems: readonly Problem[] } {
  if (!isRecord(data)) return { problems: [{ pointer: '', message: 'a provider is an object with members' }] };
  const format = data['format'];
  if (typeof format === 'number' && Number.isInteger(format) && format > 1)
    return {
      problems: [
        { pointer: '/format', message: `format ${format} is of a newer version of the tool; this one reads 1` },
      ],
    };
  const { $schema, ...rest } = data;
  const value: unknown = rest;
  if (validateProvider(value)) return { provider: value };
  const problems = (validateProvider.errors ?? []).flatMap(inWords);
  // Names that are wrong are reported twice by Ajv: as the name, and as the member that is called so.
  const seen = new Set<string>();
  return {
    problems: problems.filter(({ pointer, message }) => {
      const key = `${pointer} ${message}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    }),
  };
}

const namesOf = (schema: unknown): readonly string[] => (isRecord(schema) ? Object.keys(schema) : []);
const pointerOf = (path: string): Pointer => (path === '' ? '' : `/${path.slice(1)}`);
const article = (type: string): string => (/^[aio]/.test(type) ? `an ${type}` : type === 'null' ? 'null' : `a ${type}`);
const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : article(typeof value);

const patternWords: Readonly<Record<string, string>> = {
  '^[a-z][a-z0-9]*(-[a-z0-9]+)*$': 'it must be in kebab-case, e.g. token-response',
  '^[a-z][a-zA-Z0-9]*$': 'it must be in camelCase, e.g. clientId',
  '^/': 'it must begin with a slash',
  '^https://[A-Za-z0-9_.-]+/': 'it must be an https address, e.g. https://docs.example.com/token',
  '^rfc/': 'it must be the id of a rule of the rfc verdict, e.g. rfc/cache-control',
  '^(2xx|4xx|any)$': 'it must be a status, 2xx, 4xx or any',
  '^[a-z0-9.+-]+/[a-z0-9.+-]+$': 'it must be a media type without parameters, e.g. application/json',
};

function inWords(error: ErrorObject): readonly Problem[] {
  const { keyword, params, parentSchema, data, message = 'it is wrong', propertyName } = error;
  const pointer = pointerOf(error.instancePath);
  const at = (words: string, where: Pointer = pointer): readonly Problem[] => [{ pointer: where, message: words }];
  switch (keyword) {
    case 'required':
      return at(`the member ${params['missingProperty']} is missing`);
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      return at(
        `there is no such member${didYouMean(name, namesOf(parentSchema?.['properties']))}`,
        childOf(pointer, name),
      );
    }
    case 'type':
      return at(
        `it must be ${[params['type']]
          .flat()
          .map((type) => article(String(type)))
          .join(' or ')}, and is ${typeOf(data)}`,
      );
    case 'enum': {
      const known = [params['allowedValues']].flat().map(String);
      return at(
        typeof data === 'string'
          ? `${JSON.stringify(data)} is not known${didYouMean(data, known)}`
          : `it must be one of ${known.join(', ')}`,
      );
    }
    case 'const':
      return at(`it must be ${JSON.stringify(params['allowedValue'])}`);
    case 'pattern': {
      const words = patternWords[String(params['pattern'])] ?? 'it must be a JSON pointer, e.g. /access_token';
      return propertyName === undefined ? at(words) : at(`the name: ${words}`, childOf(pointer, propertyName));
    }
    case 'propertyNames':
      return [];
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return at('it must not be empty');
    default:
      return at(`it ${message}`);
  }
}
