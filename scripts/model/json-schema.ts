import { Ajv, type ValidateFunction } from 'ajv';

// One for all: each compiles the schema of schemas first, which takes longer than all of ours.
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });

/** Draft-07, strict, all errors. @throws {Error} when the schema is not valid */
export const compileSchema = (schema: object): ValidateFunction => ajv.compile(schema);
