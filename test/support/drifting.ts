import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import type { Finding } from '../../scripts/model/finding.ts';
import type { Report } from '../../scripts/model/report.ts';
import { environmentName } from '../../scripts/model/variables.ts';
import * as apinizer from '../servers/apinizer.ts';
import * as optty from '../servers/optty.ts';
import * as orum from '../servers/orum.ts';
import { type Handler, type RunningServer, serve } from '../servers/serve.ts';
import { type CliRun, runInProcess, testProject } from './cli.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { thisProject } from './this-project.ts';

const servers = { optty, apinizer, orum };
export type Id = keyof typeof servers;

const running: RunningServer[] = [];

/** The folder of a project of its own, for each test. */
export let root: string;

/** To be called once by each file whose tests let providers drift: support files are loaded once for several of them. */
export function useDriftingProviders(): void {
  beforeEach(async () => {
    root = await temporaryFolder();
    for (const path of ['collections', 'schemas'])
      await cp(join(thisProject.root, path), join(root, path), { recursive: true });
  });
  afterAll(async () => {
    acceptedOnce.clear();
    await Promise.all(running.splice(0).map((server) => server.close()));
  });
}

export const run = (
  argv: readonly string[],
  env: Record<string, string> = {},
  ask?: (question: string) => Promise<string>,
): Promise<CliRun> =>
  runInProcess(argv, { env, outIsGiven: true, project: { ...testProject, root }, ...(ask && { ask }) });

/** A provider's own server, whose behaviour can be changed between runs. */
export async function provider(id: Id) {
  const { handler, credentials } = servers[id];
  let behaviour: Handler = handler;
  const server = await serve((seen) => behaviour(seen));
  running.push(server);
  const env = {
    [environmentName(id, 'baseUrl')]: server.url,
    [environmentName(id, 'clientId')]: credentials.id,
    [environmentName(id, 'clientSecret')]: credentials.secret,
  };
  const verify = async (...flags: string[]) => {
    const argv = ['verify', '--provider', id, '--target', 'sandbox', '--interval', '0'];
    const output = ['--out', 'reports', '--reporter', 'console,json'];
    const result = await run([...argv, ...output, ...flags], env);
    const text = await readFile(join(root, 'reports/report.json'), 'utf8').catch(() => undefined);
    const report: Report | undefined = text === undefined ? undefined : JSON.parse(text);
    return { ...result, report, findings: allFindings(report) };
  };
  return {
    server,
    handler,
    verify,
    accept: (...flags: string[]) => run(['accept', '--provider', id, '--yes', ...flags]),
    become: (next: Handler) => {
      behaviour = next;
    },
  };
}

const acceptedOnce = new Map<Id, { readonly one: Awaited<ReturnType<typeof provider>>; readonly baseline: string }>();

/** A provider whose canonical answer was accepted, back to its first behaviour. It is accepted once for all tests of a file. */
export async function acceptedProvider(id: Id) {
  const path = () => join(root, `baselines/${id}.json`);
  const known = acceptedOnce.get(id);
  if (known !== undefined) {
    await mkdir(join(root, 'baselines'), { recursive: true });
    await writeFile(path(), known.baseline);
    known.one.become(known.one.handler);
    return known.one;
  }
  const one = await provider(id);
  await one.verify('--case', `${id}/token`);
  const { exitCode, stderr } = await one.accept();
  if (exitCode !== 0) throw new Error(stderr);
  acceptedOnce.set(id, { one, baseline: await readFile(path(), 'utf8') });
  return one;
}

const allFindings = (report: Report | undefined): readonly Finding[] =>
  (report?.providers ?? []).flatMap(({ cases, judgements }) =>
    [...cases.flatMap((one) => one.judgements), ...judgements].flatMap((judgement) =>
      judgement.outcome === 'broken' ? judgement.findings : [],
    ),
  );

type Body = Record<string, unknown>;
export const without = (name: string) => (body: Body) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
export const set = (name: string, value: unknown) => (body: Body) => ({ ...body, [name]: value });
