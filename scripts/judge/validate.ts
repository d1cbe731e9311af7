import type { ErrorObject } from 'ajv';
import type { SchemaError, Validate } from '../model/finding.ts';
import { compileSchema } from '../model/json-schema.ts';
import { maskedNumber, numberBeyondRange } from '../model/mask.ts';
import { childOf, isObject } from '../model/pointer.ts';
import type { Json, Pointer } from '../model/provider.ts';

const toPointer = (path: string): Pointer => (path === '' ? '' : `/${path.slice(1)}`);

function schemaError({ keyword, instancePath, params, message }: ErrorObject): SchemaError {
  const at = toPointer(instancePath);
  switch (keyword) {
    case 'required':
      return { at: childOf(at, String(params['missingProperty'])), keyword, expected: 'present' };
    case 'type':
      return { at, keyword, expected: [params['type']].flat().join(' or ') };
    case 'const':
      return { at, keyword, expected: JSON.stringify(params['allowedValue']) };
    case 'minLength':
      return { at, keyword, expected: 'not empty' };
    default:
      return { at, keyword, expected: message ?? keyword };
  }
}

/** A body with some number in place of each masked one: a schema looks at its type. One that no double can hold fits no schema. */
function withNumbers(value: Json): Json {
  if (typeof value === 'string') {
    const type = value === numberBeyondRange ? undefined : maskedNumber(value);
    return type === undefined ? value : type === 'integer' ? 1 : 0.5;
  }
  if (value === null || typeof value !== 'object') return value;
  if (!isObject(value)) return value.map(withNumbers);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withNumbers(inner)]));
}

/**
 * Compiles the schemas once: draft-07, strict, all errors.
 * @throws {Error} when a schema is not valid
 */
export function createValidate(schemas: Readonly<Record<string, Json>>): Validate {
  const compiled = new Map(Object.entries(schemas).map(([name, schema]) => [name, compileSchema(Object(schema))]));
  return (name, value) => {
    const validate = compiled.get(name);
    if (validate === undefined) throw new Error(`there is no schema called ${name}`);
    return validate(withNumbers(value)) ? [] : (validate.errors ?? []).map(schemaError);
  };
}
