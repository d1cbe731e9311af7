import { join, resolve } from 'node:path';
import { casesOf } from '../contract/cases.ts';
import { type Acceptance, accept, baselineText } from '../judge/index.ts';
import { stripControls } from '../model/controls.ts';
import type { Provider } from '../model/provider.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { type Baseline, baselinePath } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { readBaseline } from '../store/baselines.ts';
import { readJsonFile } from '../store/json-file.ts';
import { readSchemas } from '../store/schemas.ts';
import { ranIn, refuseOlder, subjectsOf } from './accepted-report.ts';
import type { AcceptFlags } from './flags.ts';
import type { Io, Project } from './project.ts';
import { unknownNames } from './read-flags.ts';

/**
 * `npm run accept`: prints what accepting the answers of a report would change, asks, and writes the provider's baseline.
 * Returns the exit code.
 * @throws {UsageError} unless the report holds a complete run of the provider against a live host
 */
export async function acceptReport(flags: AcceptFlags, io: Io, project: Project): Promise<ExitCode> {
  const provider = providerNamed(flags.provider, project.providers);
  const report = await readJsonFile<Report>(resolve(project.root, flags.report), flags.report, 'report');
  if (report === undefined)
    throw new UsageError([
      `${flags.report} is not there: run npm run verify -- --provider ${provider.id} --target sandbox`,
    ]);
  const ran = ranIn(report, provider, flags.report);
  const before = await readBaseline(project.root, provider);
  refuseOlder(report, before, flags.report);
  const cases = casesOf(provider);
  const acceptance = accept({
    provider,
    subjects: subjectsOf(ran, provider, cases),
    origin: ran.origin ?? '',
    at: report.startedAt,
    before,
    known: cases.map(({ id }) => id),
    schemas: await readSchemas(project.root),
  });
  io.stdout.write(stripControls(summary(acceptance, before, ran, report, flags.report)));
  if (acceptance.cases.every(({ is }) => is === 'already accepted')) return exitCodes.done;
  if (!flags.yes) {
    if (io.ask === undefined)
      throw new UsageError(['nothing was written: this is no terminal to ask on, so say --yes to accept']);
    const answer = await io.ask(`Write ${baselinePath(provider.id)}? [y/N] `);
    if (io.signal.aborted) return exitCodes.interrupted;
    if (!/^y(?:es)?$/i.test(answer.trim())) {
      io.stdout.write('Nothing was written.\n');
      return exitCodes.done;
    }
  }
  await project.writeWhole(join(project.root, baselinePath(provider.id)), baselineText(acceptance.baseline));
  io.stdout.write(`Wrote ${baselinePath(provider.id)}: read the diff and commit it.\n`);
  return exitCodes.done;
}

function providerNamed(id: string, providers: readonly Provider[]): Provider {
  const found = providers.find((one) => one.id === id);
  const known = providers.map((one) => one.id);
  if (found === undefined) throw new UsageError(unknownNames('provider', [id], known));
  return found;
}

function summary(
  { cases }: Acceptance,
  before: Baseline | undefined,
  ran: ProviderReport,
  { startedAt }: Report,
  path: string,
): string {
  const origin = ran.origin ?? '';
  const what =
    before === undefined
      ? 'a new baseline'
      : before.origin === origin
        ? 'more of the baseline'
        : `replaces the baseline of ${before.origin}: nothing of it is kept`;
  const unchanged = cases.filter(({ is }) => is === 'seen again').length;
  const already = cases.filter(({ is }) => is === 'already accepted').length;
  const broken = ran.cases.filter(({ judgements }) =>
    judgements.some(
      (one) =>
        one.outcome === 'broken' &&
        one.findings.some(({ rule, severity }) => rule.startsWith('docs/') && severity === 'error'),
    ),
  );
  const lines = [
    `${baselinePath(ran.id)}: ${what}, of ${origin}, from ${path} (${startedAt})`,
    ...cases
      .filter(({ does }) => does.length > 0)
      .flatMap(({ case: id, does }) => [`  ${id}`, ...does.map((line) => `    ${line}`)]),
    ...(unchanged > 0 ? [`  ${unchanged} answered as accepted`] : []),
    ...(already > 0 ? [`  ${already} of this report accepted already`] : []),
    ...broken.map(
      ({ case: { id } }) => `  warning: ${id} breaks its documented contract; accepting does not mend that`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
