import { createHash } from 'node:crypto';
import type { Provider } from '../../model/provider.ts';
import type { Report, Target } from '../../model/report.ts';
import { environmentName } from '../../model/variables.ts';
import type { Environment } from '../../store/dotenv.ts';
import type { ShardWanted } from '../flag.ts';

/** One part of a run that several processes share. `number` counts from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
  /** What `auto` read, e.g. `CI_NODE_INDEX=2 CI_NODE_TOTAL=5`. */
  readonly read?: string;
  /** The shard of each provider, by the id of the provider. */
  readonly placeOf: ReadonlyMap<string, number>;
}

const readNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined;

/** The shard that is meant, and for `auto` the variables that said so; or the words that follow `--shard auto`. */
export function resolveShard(
  wanted: ShardWanted,
  env: Environment,
): { readonly number: number; readonly of: number; readonly read?: string } | { readonly problem: string } {
  if (wanted !== 'auto') return wanted;
  const name = (env['JOB_COMPLETION_INDEX'] ?? '') === '' ? 'CI_NODE_INDEX' : 'JOB_COMPLETION_INDEX';
  const index = readNumber(env[name]);
  const of = readNumber(env['CI_NODE_TOTAL']);
  if (index === undefined || of === undefined)
    return { problem: 'needs CI_NODE_TOTAL, and JOB_COMPLETION_INDEX or CI_NODE_INDEX, as whole numbers' };
  const number = name === 'JOB_COMPLETION_INDEX' ? index + 1 : index;
  const read = `${name}=${index} CI_NODE_TOTAL=${of}`;
  return number < 1 || number > of
    ? { problem: `read ${read}: that is no shard from 1/${of} to ${of}/${of}` }
    : { number, of, read };
}

/**
 * Places every provider. Providers that share an origin stay together, because the order, the pauses and the token budget of a host
 * live in one process. A group goes to the shard with the highest hash of both names, so that a new provider moves few others.
 */
export function placesOf(
  providers: readonly Provider[],
  target: Target,
  env: Environment,
  of: number,
): ReadonlyMap<string, number> {
  const groups = target === 'mock' ? providers.map(({ id }) => [id]) : groupsByOrigin(providers, env);
  return new Map(
    groups.flatMap((ids) => {
      const [name = ''] = ids.toSorted();
      const shard = shardOf(name, of);
      return ids.map((id) => [id, shard] as const);
    }),
  );
}

function shardOf(name: string, of: number): number {
  const weights = Array.from({ length: of }, (_, index) =>
    createHash('sha256')
      .update(`${name} ${index + 1}`)
      .digest('hex'),
  );
  return weights.reduce((best, weight, index) => (weight > (weights[best - 1] ?? '') ? index + 1 : best), 1);
}

/** The ids of the providers, together where they share an origin. */
function groupsByOrigin(providers: readonly Provider[], env: Environment): readonly (readonly string[])[] {
  let groups: readonly { readonly ids: readonly string[]; readonly origins: ReadonlySet<string> }[] = [];
  for (const provider of providers) {
    const origins = new Set(originsOf(provider, env));
    const shares = (group: (typeof groups)[number]): boolean => [...origins].some((one) => group.origins.has(one));
    const same = groups.filter(shares);
    groups = [
      ...groups.filter((group) => !shares(group)),
      {
        ids: [...same.flatMap(({ ids }) => ids), provider.id],
        origins: new Set([...same.flatMap((group) => [...group.origins]), ...origins]),
      },
    ];
  }
  return groups.map(({ ids }) => ids);
}

/** Where its requests go. Empty: no base URL is configured, or it is none. */
function originsOf({ id, hosts }: Provider, env: Environment): readonly string[] {
  const typed = env[environmentName(id, 'baseUrl')] ?? '';
  const url = typed === '' ? (hosts.find((host) => host.default)?.url ?? '') : typed;
  return URL.canParse(url) ? [new URL(url).origin] : [];
}

/**
 * What the report says of the shard. `run` is what all shards of one run have in common: `SHARD_RUN`, or the run of GitHub or
 * GitLab; empty where none is set.
 */
export function shardInReport(
  { number, of }: Pick<Shard, 'number' | 'of'>,
  env: Environment,
): NonNullable<Report['shard']> {
  const attempt = readNumber(env['GITHUB_RUN_ATTEMPT']);
  const run = [env['SHARD_RUN'], env['GITHUB_RUN_ID'], env['CI_PIPELINE_ID']].find((one) => (one ?? '') !== '') ?? '';
  return { number, of, run, ...(attempt !== undefined && attempt > 0 && { attempt }) };
}
