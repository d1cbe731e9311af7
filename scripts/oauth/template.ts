import type { Template } from '../model/provider.ts';

const variable = /\{\{([^{}]*)\}\}/g;

/** The names of the variables in a text, in order, each once. */
export const variablesIn = (template: Template): readonly string[] => [
  ...new Set([...template.matchAll(variable)].map((match) => match[1] ?? '')),
];

/** @throws {Error} naming the variable that has no value */
export const resolve = (template: Template, values: Readonly<Record<string, string>>): string =>
  template.replace(variable, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`the variable {{${name}}} has no value`);
    return value;
  });
