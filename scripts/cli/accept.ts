import { join, resolve } from 'node:path';
import { casesOf } from '../contract/cases.ts';
import { type Acceptance, accept, baselineText } from '../judge/index.ts';
import { stripControls } from '../model/controls.ts';
import type { Provider } from '../model/provider.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import type { Baseline } from '../model/shape.ts';
import { baselinePath } from '../model/shape.ts';
import { readBaseline } from '../store/baselines.ts';
import { readJsonFile } from '../store/json-file.ts';
import { ranIn, refuseOlder, subjectsOf } from './accepted-report.ts';
import { UsageError } from './config/index.ts';
import { type Io, type Project, readSchemas } from './project.ts';

export interface AcceptFlags {
  readonly provider: string;
  readonly report: string;
  readonly yes?: boolean;
}

/**
 * `npm run accept`: makes the answers of a report the baseline of a provider, after it was said what that changes. Returns the exit code.
 * @throws {UsageError} for a report whose answers are not a provider's own or not whole
 */
export async function acceptReport(flags: AcceptFlags, io: Io, project: Project): Promise<0 | 130> {
  const provider = providerNamed(flags.provider, project.providers);
  const report = await readJsonFile<Report>(resolve(project.root, flags.report), flags.report, 'report');
  if (report === undefined)
    throw new UsageError([
      `${flags.report} is not there: run npm run verify -- --provider ${provider.id} --target sandbox`,
    ]);
  const ran = ranIn(report, provider, flags.report);
  const before = await readBaseline(project.root, provider);
  refuseOlder(report, before, flags.report);
  const acceptance = accept({
    provider,
    subjects: subjectsOf(ran, provider),
    origin: ran.origin ?? '',
    at: report.startedAt,
    before,
    known: casesOf(provider).map(({ id }) => id),
    schemas: await readSchemas(project.root),
  });
  io.stdout.write(stripControls(summary(acceptance, before, ran, report, flags.report)));
  if (acceptance.cases.every(({ is }) => is === 'already accepted')) return 0;
  if (flags.yes !== true) {
    if (io.ask === undefined)
      throw new UsageError(['nothing was written: this is no terminal to ask on, so say --yes to accept']);
    const answer = await io.ask(`Write ${baselinePath(provider.id)}? [y/N] `);
    if (io.signal.aborted) return 130;
    if (!/^y(?:es)?$/i.test(answer.trim())) {
      io.stdout.write('Nothing was written.\n');
      return 0;
    }
  }
  await project.writeWhole(join(project.root, baselinePath(provider.id)), baselineText(acceptance.baseline));
  io.stdout.write(`Wrote ${baselinePath(provider.id)}: read the diff and commit it.\n`);
  return 0;
}

function providerNamed(id: string, providers: readonly Provider[]): Provider {
  const found = providers.find((one) => one.id === id);
  if (found === undefined)
    throw new UsageError([
      `--provider ${id}: there is no such provider; known: ${providers.map((one) => one.id).join(', ')}`,
    ]);
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
