import type { Flag, Parsed, Typed } from './flag.ts';

/** What `--notify` says: which kind of message goes to the address that an environment variable holds. */
export interface NotifyTarget {
  readonly kind: 'slack' | 'teams' | 'json' | 'ping';
  readonly variable: string;
}

const notifyKinds: readonly NotifyTarget['kind'][] = ['slack', 'teams', 'json', 'ping'];

/** What is wrong is not repeated: it may be an address, and that is a secret. */
function readNotify(typed: Typed): Parsed<readonly NotifyTarget[]> {
  const targets = (Array.isArray(typed) ? typed : [])
    .flatMap((one: string) => one.split(','))
    .map((one: string) => {
      const [name = '', variable = ''] = one.trim().split('=');
      const kind = notifyKinds.find((known) => known === name);
      return kind !== undefined && /^[A-Za-z_]\w*$/.test(variable) && one.split('=').length === 2
        ? { kind, variable }
        : undefined;
    });
  const known = targets.filter((one) => one !== undefined);
  return known.length === targets.length
    ? { value: known }
    : {
        problem: `expected KIND=VARIABLE with KIND one of ${notifyKinds.join(', ')} and the name of an environment variable, never an address`,
      };
}

export const notifyFlag: Flag<readonly NotifyTarget[]> = {
  placeholder: 'kind=variable',
  help: `tell of news: ${notifyKinds.join(', ')}; the environment variable holds the address, which is a secret (repeat, or separate by commas)`,
  default: [],
  isList: true,
  parse: readNotify,
};
