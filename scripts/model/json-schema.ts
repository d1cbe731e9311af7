import { Ajv, type ValidateFunction } from 'ajv';
import type { Json } from './provider.ts';

/** The hand-written JSON Schemas by name, e.g. `optty/token-response`. */
export type Schemas = Readonly<Record<string, Json>>;

// One instance is shared: each new one compiles the meta-schema first, which takes longer than all of our schemas.
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });

/** Draft-07, strict, all errors. @throws {Error} when the schema is not valid */
export const compileSchema = (schema: object): ValidateFunction => ajv.compile(schema);
