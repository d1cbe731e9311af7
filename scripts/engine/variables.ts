import { variablesIn } from '../oauth/template.ts';

interface Item {
  readonly id: string;
  readonly request?: unknown;
  readonly event?: readonly { readonly script?: { readonly exec?: readonly string[] } }[];
  readonly item?: readonly Item[];
}

const leaves = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((item) => (item.item === undefined ? [item] : leaves(item.item)));

const setByScript = (item: Item): readonly string[] => {
  const script = (item.event ?? []).flatMap((event) => event.script?.exec ?? []).join('\n');
  return [...script.matchAll(/pm\.variables\.set\("([^"]+)"/g)].map((match) => match[1] ?? '');
};

/** Variables in the items' requests that have no value. newman would send them as the literal text `{{name}}`. */
export function unresolvedVariables(
  collection: { readonly item: readonly Item[] },
  itemIds: readonly string[],
  environment: { readonly values: readonly { readonly key: string; readonly value: string }[] },
): readonly string[] {
  const given = new Set(environment.values.filter(({ value }) => value !== '').map(({ key }) => key));
  const wanted = leaves(collection.item).filter((item) => itemIds.includes(item.id));
  const missing = wanted.flatMap((item) => {
    const made = setByScript(item);
    return variablesIn(JSON.stringify(item.request)).filter((name) => !given.has(name) && !made.includes(name));
  });
  return [...new Set(missing)];
}
