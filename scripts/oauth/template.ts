import type { Json, Template } from '../model/provider.ts';

const variable = /\{\{([^{}]*)\}\}/g;

/** The names of the variables in a text, in order, each once. */
export const variablesIn = (template: Template): readonly string[] => [
  ...new Set([...template.matchAll(variable)].map((match) => match[1] ?? '')),
];

/** Rebuilds a template: `text` maps each text between variables, `name` the name of each variable. */
export const rewrite = (
  template: Template,
  text: (part: string) => string,
  name: (variable: string) => string,
): string =>
  template
    .split(variable)
    .map((part, index) => (index % 2 === 0 ? text(part) : name(part)))
    .join('');

/** @throws {Error} naming the variable that has no value */
export const resolve = (template: Template, values: Readonly<Record<string, string>>): string =>
  rewrite(
    template,
    (text) => text,
    (name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new Error(`the variable {{${name}}} has no value`);
      return value;
    },
  );

/** The text of a value in a form or a query: a string as it is, nothing for `null`, anything else as JSON. */
export const parameterText = (value: Json): Template =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
