import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { casesOf } from '../contract/cases.ts';
import { schemaProblems } from '../contract/schema-problems.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import { baselinePath } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import { environmentName } from '../model/variables.ts';
import { collectionPath, collectionText } from '../postman/index.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { budgetInWords } from '../report/index.ts';
import { readBaseline } from '../store/baselines.ts';
import { budgetFile } from '../store/budget.ts';
import type { Environment } from '../store/dotenv.ts';
import { historyFile, readHistory } from '../store/history.ts';
import { readSchemas } from '../store/schemas.ts';
import { isSameText, isUnreadable, prepareFolder, readIfPresent, unreadableInWords } from '../store/text-file.ts';
import { readWaivers } from '../store/waivers.ts';
import {
  type LiveReading,
  type ReadEnvironment,
  readEnvironment,
  readLiveProvider,
  variableNames,
} from './config/index.ts';
import type { DoctorFlags } from './flags.ts';
import { absolute, type Io, type Project } from './project.ts';
import { checkedFlags, type FlagReading, unknownNames } from './read-flags.ts';
import { readBudgets } from './token-budgets.ts';

type Live = Extract<LiveReading, { kind: 'live' }>;

/** One line of the checklist. `bad` ends with exit code 2. */
interface Line {
  readonly mark: 'ok' | 'note' | 'bad';
  readonly words: string;
}
const marks = { ok: '✓', note: '!', bad: '✗' } as const;

const ok = (words: string): Line => ({ mark: 'ok', words });
const note = (words: string): Line => ({ mark: 'note', words });
const bad = (words: string): Line => ({ mark: 'bad', words });

/**
 * `npm run doctor`: reads everything that a live run would read, sends nothing, and prints a checklist. Never shows a value.
 * Returns the exit code: 0, or 2 where something must be mended.
 */
export async function doctor(
  reading: FlagReading<DoctorFlags>,
  env: Environment,
  io: Io,
  project: Project,
): Promise<ExitCode> {
  const flags = checkedFlags(reading);
  const { root, providers } = project;
  const unknown = unknownNames(
    'provider',
    flags.provider,
    providers.map(({ id }) => id),
  );
  if (unknown.length > 0) throw new UsageError(unknown);
  const chosen = providers.filter(({ id }) => flags.provider.length === 0 || flags.provider.includes(id));
  const environment = await readEnvironment(env, providers, { root, cwd: io.cwd, envFiles: flags['env-file'] });
  const out = absolute(flags.out, io, project);
  let schemas: Schemas | undefined;
  const sections: [string, Line[]][] = [
    [
      'The tool',
      [
        await nodeLine(),
        await outLine(out, io),
        ...(await tried('waivers.json', async () => {
          const waivers = await readWaivers(root, providers, new Date());
          return [ok(`waivers.json: ${waivers.length} waived`)];
        })),
        ...(await tried('schemas/', async () => {
          schemas = await readSchemas(root);
          return [];
        })),
        ...environment.problems.map(bad),
      ],
    ],
  ];
  for (const provider of chosen) {
    const reading = readLiveProvider(provider, casesOf(provider), environment, {
      named: flags.provider.length > 0,
      allowProduction: true,
      intervalMs: 1000,
      knownNames: variableNames(providers),
    });
    const lines = [
      ...configurationLines(provider, environment, reading),
      ...(reading.kind === 'live' ? await budgetLines(reading, out, io) : []),
      ...(schemas === undefined ? [] : await collectionLines(provider, schemas, root)),
      ...(await baselineLines(provider, root)),
    ];
    sections.push([provider.name, lines]);
  }
  for (const [title, lines] of sections)
    io.stdout.write(`${title}\n${lines.map(({ mark, words }) => `  ${marks[mark]} ${words}\n`).join('')}\n`);
  const wrong = sections.flatMap(([, lines]) => lines).filter(({ mark }) => mark === 'bad').length;
  io.stdout.write(
    wrong === 0 ? 'Nothing must be mended. Nothing was sent.\n' : `${wrong} to mend (✗). Nothing was sent.\n`,
  );
  return wrong === 0 ? exitCodes.done : exitCodes.usage;
}

/** What a reading says of itself where it fails for a reason that a person can mend. */
async function tried(name: string, read: () => Promise<readonly Line[]>): Promise<readonly Line[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UsageError) return error.problems.map(bad);
    if (isUnreadable(error)) return [bad(`${name} ${unreadableInWords(error)}`)];
    throw error;
  }
}

/** The oldest Node that `engines` of package.json allows, e.g. `>=20.19.0`. */
async function nodeLine(): Promise<Line> {
  const manifest: { engines: { node: string } } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const parts = (version: string): readonly number[] => version.replace(/^\D+/, '').split('.').map(Number);
  const [have, need] = [parts(process.version), parts(manifest.engines.node)];
  const differing = need.findIndex((part, index) => part !== have[index]);
  const isEnough = differing < 0 || (have[differing] ?? 0) > (need[differing] ?? 0);
  return isEnough
    ? ok(`Node ${process.version}`)
    : bad(`Node ${process.version} is too old: ${manifest.engines.node} is needed`);
}

async function outLine(out: string, { cwd }: Io): Promise<Line> {
  const shown = relative(cwd, out) || '.';
  try {
    await prepareFolder(out, [historyFile]);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return bad(`reports cannot be written to ${shown}: ${error.message}`);
  }
  const [problem] = await tried(historyFile, async () => {
    await readHistory(join(out, historyFile));
    return [];
  });
  return problem ?? ok(`reports go to ${shown}`);
}

function configurationLines(provider: Provider, environment: ReadEnvironment, reading: LiveReading): readonly Line[] {
  const warnings = reading.kind === 'live' ? reading.live.warnings : reading.warnings;
  return [
    ...(reading.kind === 'skipped'
      ? [note('not configured: a live run skips it')]
      : variableLines(provider, environment)),
    ...(reading.kind === 'misconfigured' ? reading.problems.map(bad) : []),
    ...warnings.map(note),
    ...(reading.kind === 'live' ? [hostLine(reading)] : []),
  ];
}

/** What the runs of the last hour left of the provider's token budget, if it has one. */
async function budgetLines({ live }: Live, out: string, { cwd }: Io): Promise<readonly Line[]> {
  const warnings: Line[] = [];
  const path = join(out, budgetFile);
  const budgets = await readBudgets({ live: [live] }, path, relative(cwd, path), (text) => warnings.push(note(text)));
  const budget = budgets.get(live.provider.id);
  if (budget === undefined) return [];
  const { left, before } = budget;
  return [
    ...warnings,
    left === 0 ? note(budgetInWords(before)) : ok(`token budget: ${left} of ${before.tokensPerHour} left in this hour`),
  ];
}

/** Where each variable comes from. */
const variableLines = (provider: Provider, { placeOf }: ReadEnvironment): readonly Line[] =>
  ['baseUrl', ...Object.keys(provider.variables)].flatMap((name) => {
    const variable = environmentName(provider.id, name);
    const place = placeOf(variable);
    const isDefault =
      name === 'baseUrl'
        ? provider.hosts.some((host) => host.default)
        : provider.variables[name]?.default !== undefined;
    if (place !== undefined) return [ok(`${variable}: set in ${place}`)];
    return isDefault ? [ok(`${variable}: not set, so the default is used`)] : [];
  });

function hostLine({ live }: Live): Line {
  const { host } = new URL(live.values['baseUrl'] ?? '');
  const isProduction = live.provider.hosts.some((one) => one.use === 'production' && new URL(one.url).host === host);
  const way = live.proxy === undefined ? 'directly' : `through the proxy ${new URL(live.proxy).host}`;
  return isProduction
    ? note(`${host} is asked ${way}: it is a production host, which needs --allow-production`)
    : ok(`${host} is asked ${way}`);
}

async function collectionLines(provider: Provider, schemas: Schemas, root: string): Promise<readonly Line[]> {
  const problems = schemaProblems([provider], schemas);
  if (problems.length > 0) return problems.map(bad);
  const path = collectionPath(provider.id);
  return tried(path, async () => {
    const committed = await readIfPresent(join(root, path));
    if (committed === undefined) return [bad(`${path} is not there: run npm run build`)];
    return isSameText(committed, collectionText(provider, casesOf(provider), schemas))
      ? [ok(`${path} is what the provider file says`)]
      : [bad(`${path} is not what the provider file says: run npm run build`)];
  });
}

const baselineLines = (provider: Provider, root: string): Promise<readonly Line[]> =>
  tried(baselinePath(provider.id), async () => {
    const baseline = await readBaseline(root, provider);
    return baseline === undefined
      ? [note(`no baseline yet: after a live run, npm run accept -- --provider ${provider.id}`)]
      : [
          ok(
            `${baselinePath(provider.id)}: ${Object.keys(baseline.cases).length} answers accepted, of ${baseline.origin}`,
          ),
        ];
  });
