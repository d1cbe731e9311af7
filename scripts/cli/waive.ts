import { join } from 'node:path';
import { createLeakSearch } from '../door/index.ts';
import { hasExpired } from '../judge/waivers.ts';
import { escapeControls } from '../model/controls.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { canBeWaived, type Waiver } from '../model/waiver.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { providerFindings } from '../report/index.ts';
import type { Environment } from '../store/dotenv.ts';
import { readJsonFile } from '../store/json-file.ts';
import { dayAfter, dayOf, readWaivers, waiversFile, waiversText } from '../store/waivers.ts';
import { knownSecrets, readEnvironment } from './config/index.ts';
import { refusal } from './confirm.ts';
import type { WaiveFlags } from './flags.ts';
import { absolute, type Io, type Project } from './project.ts';

/**
 * `npm run waive`: adds a finding of a report to waivers.json, or extends its waiver; lists the waivers; removes those that have
 * expired. Prints what it would change, and asks. Returns the exit code.
 * @throws {UsageError} with every problem; then nothing was written
 */
export async function waive(flags: WaiveFlags, env: Environment, io: Io, project: Project): Promise<ExitCode> {
  const today = new Date();
  const tasks = [flags.fingerprint !== undefined, flags.list, flags.prune].filter(Boolean).length;
  if (tasks !== 1) throw new UsageError(['say one of these: a fingerprint, --list, --prune']);
  const waivers = await readWaivers(project.root, project.providers, today);
  if (flags.list) {
    const lines = waivers.map((one) => `${inOneLine(one)}${hasExpired(one, dayOf(today)) ? ' (expired)' : ''}\n`);
    io.stdout.write(lines.length === 0 ? `${waiversFile} has no waiver.\n` : lines.join(''));
    return exitCodes.done;
  }
  const after = flags.prune
    ? waivers.filter((one) => !hasExpired(one, dayOf(today)))
    : withWaiver(waivers, await newWaiver(flags, { today, env, io, project }));
  const lines = diff(waivers, after);
  if (lines.length === 0) {
    io.stdout.write('Nothing to change.\n');
    return exitCodes.done;
  }
  io.stdout.write(`${waiversFile}:\n${lines.join('\n')}\n`);
  const refused = await refusal(waiversFile, { yes: flags.yes, verb: 'write it' }, io);
  if (refused !== undefined) return refused;
  await project.writeWhole(join(project.root, waiversFile), waiversText(after));
  io.stdout.write(`Wrote ${waiversFile}: read the diff and commit it.\n`);
  return exitCodes.done;
}

interface Place {
  readonly today: Date;
  readonly env: Environment;
  readonly io: Io;
  readonly project: Project;
}

async function newWaiver(flags: WaiveFlags, { today, env, io, project }: Place): Promise<Waiver> {
  const reason = (flags.reason ?? '').trim();
  const read = await findingNamed(flags.fingerprint ?? '', absolute(flags.report, io, project), flags.report.path);
  const secrets = createLeakSearch();
  const places = { root: project.root, cwd: io.cwd, envFiles: [] };
  const { env: configured } = await readEnvironment(env, project.providers, places);
  for (const secret of knownSecrets(project.providers, configured)) secrets.add(secret);
  const problems = [
    ...('problem' in read ? [read.problem] : []),
    ...(reason === '' ? ['--reason is needed: why it is accepted, and who knows of it'] : []),
    ...secrets.leaks(reason).map(({ name }) => `--reason holds the value of ${name}, a secret`),
  ];
  if (problems.length > 0 || 'problem' in read) throw new UsageError(problems);
  const { finding } = read;
  return {
    fingerprint: finding.fingerprint,
    of: finding.case ?? finding.provider,
    reason,
    expires: dayAfter(today, flags.days),
  };
}

async function findingNamed(
  prefix: string,
  file: string,
  path: string,
): Promise<{ readonly finding: Finding } | { readonly problem: string }> {
  const report = await readJsonFile<Report>(file, path, 'report');
  if (report === undefined) return { problem: `${path} is not there: run npm run verify first` };
  const all = report.providers.flatMap(providerFindings);
  const distinct = [...new Map(all.map((one) => [one.fingerprint, one] as const)).values()];
  const found = prefix === '' ? [] : distinct.filter(({ fingerprint }) => fingerprint.startsWith(prefix));
  const [finding, ...others] = found;
  if (finding === undefined) return { problem: `${path} has no finding ${escapeControls(prefix) || '(empty)'}` };
  if (others.length > 0)
    return {
      problem: `${prefix} is the beginning of several findings: ${found.map(({ fingerprint }) => fingerprint).join(', ')}`,
    };
  if (!canBeWaived(finding))
    return { problem: `${finding.fingerprint} cannot be waived: ${finding.rule} must be mended` };
  return { finding };
}

const withWaiver = (waivers: readonly Waiver[], added: Waiver): readonly Waiver[] =>
  waivers.some(({ fingerprint }) => fingerprint === added.fingerprint)
    ? waivers.map((one) => (one.fingerprint === added.fingerprint ? added : one))
    : [...waivers, added];

const inOneLine = ({ fingerprint, of, reason, expires }: Waiver): string =>
  escapeControls(`${fingerprint} ${of} until ${expires}: ${reason}`);

/** What changes, a line each. */
function diff(before: readonly Waiver[], after: readonly Waiver[]): readonly string[] {
  const afterwards = new Map(after.map((one) => [one.fingerprint, one] as const));
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  return [
    ...before.flatMap((one) => {
      const now = afterwards.get(one.fingerprint);
      if (now === undefined) return [`- ${inOneLine(one)}`];
      if (inOneLine(now) === inOneLine(one)) return [];
      const what = now.expires > one.expires ? 'extended' : 'changed';
      return [`- ${inOneLine(one)}`, `+ ${inOneLine(now)} (${what}: it was waived until ${one.expires})`];
    }),
    ...after.filter(({ fingerprint }) => !known.has(fingerprint)).map((one) => `+ ${inOneLine(one)}`),
  ];
}
