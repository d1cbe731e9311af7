import type { ErrorObject } from 'ajv';
import { compileSchema, type Schemas } from '../model/json-schema.ts';
import { isObject } from '../model/pointer.ts';
import type { Json, Provider } from '../model/provider.ts';

type Compiled = ReturnType<typeof compileSchema>;

/** The one version of JSON Schema that the sandbox of Postman reads. */
const draft07 = 'http://json-schema.org/draft-07/schema#';

/**
 * What is wrong with the schemas that these providers name, and with the examples that they give of an answer: a whole line
 * each, with the file, the place and what to do.
 */
export function schemaProblems(providers: readonly Provider[], schemas: Schemas): readonly string[] {
  const compiled = new Map<string, Compiled | undefined>();
  const problems: string[] = [];
  for (const { id, responses } of providers)
    for (const [response, { schema: name, example }] of Object.entries(responses)) {
      if (name === undefined) continue;
      const schema = schemas[name];
      const file = `schemas/${name}.schema.json`;
      const user = `the response ${response} of ${id}`;
      if (schema === undefined) {
        problems.push(`${file} is not there, and ${user} names it`);
        continue;
      }
      if (!compiled.has(name)) {
        const reading = compile(schema);
        compiled.set(name, typeof reading === 'string' ? undefined : reading);
        if (typeof reading === 'string') problems.push(`${file} ${reading}`);
      }
      const validate = compiled.get(name);
      if (validate === undefined || validate(example)) continue;
      problems.push(...(validate.errors ?? []).map((error) => `the example of ${user}${inWords(error)}, says ${file}`));
    }
  return problems;
}

/** The compiled schema, or what is wrong with it: words that follow the name of its file. */
function compile(schema: Json): Compiled | string {
  if (!isObject(schema)) return 'is no JSON object';
  const version = schema['$schema'];
  if (version !== undefined && (typeof version !== 'string' || version.replace(/#$/, '') !== draft07.replace(/#$/, '')))
    return `at /$schema is ${JSON.stringify(version)}: Postman reads draft-07 only, so write ${draft07}`;
  try {
    return compileSchema(schema);
  } catch (error) {
    return `is no valid schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  const more = 'additionalProperty' in params ? ` (${params['additionalProperty']})` : '';
  return `${instancePath === '' ? '' : ` at ${instancePath}`} ${message}${more}`;
}
