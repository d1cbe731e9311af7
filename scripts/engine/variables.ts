import { createRequire } from 'node:module';
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

/** The variables that newman fills by itself, such as `$guid`. Loading their list takes longer than all else that is configured. */
function dynamicVariables(): Readonly<Record<string, unknown>> {
  const requireOfNewman = createRequire(createRequire(import.meta.url).resolve('newman'));
  return requireOfNewman('postman-collection/lib/superstring/dynamic-variables');
}

/**
 * What newman would replace in a value that is itself the value of a variable, such as `{{clientId}}` or `{{$guid}}`. It sends
 * any other `{{name}}` as it stands. `names` are the variables that there are.
 */
export const replacedIn = (value: string, names: readonly string[]): readonly string[] =>
  variablesIn(value).filter(
    (name) => names.includes(name) || (name.startsWith('$') && Object.hasOwn(dynamicVariables(), name)),
  );
