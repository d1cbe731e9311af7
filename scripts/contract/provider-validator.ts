import { Ajv } from 'ajv';
import type { Provider } from '../model/provider.ts';
import { providerSchema } from './provider-schema.ts';

/** `verbose` gives each error the schema that it comes from, and with it the names that would be right. */
export const validatorOptions = {
  strict: true,
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  strictTypes: false,
} as const;

export { providerSchema };

/** Compiling this takes a tenth of a second of each run. The build replaces this file by the code that Ajv makes of the schema. */
export const validateProvider = new Ajv(validatorOptions).compile<Provider>(providerSchema);
