import { variablesIn } from '../oauth/template.ts';

interface Item {
  readonly id: string;
  readonly request?: unknown;
  readonly event?: readonly { readonly script?: { readonly exec?: readonly string[] } }[];
  readonly item?: readonly Item[];
}

/** The items, each with the scripts of its folders, which run before its own. */
const leaves = (items: readonly Item[], ofFolders: NonNullable<Item['event']> = []): readonly Item[] =>
  items.flatMap((item) => {
    const event = [...ofFolders, ...(item.event ?? [])];
    return item.item === undefined ? [{ ...item, event }] : leaves(item.item, event);
  });

const setByScript = (item: Item): readonly string[] => {
  const script = (item.event ?? []).flatMap((event) => event.script?.exec ?? []).join('\n');
  return [...script.matchAll(/pm\.variables\.set\("([^"]+)"/g)].map((match) => match[1] ?? '');
};

/** Variables of the items' requests that nothing gives a value to: newman would send `{{name}}` as it stands. */
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
