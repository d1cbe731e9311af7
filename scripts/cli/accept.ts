import { join } from 'node:path';
import { casesOf } from '../contract/cases.ts';
import { type Acceptance, accept, baselineText } from '../judge/index.ts';
import { stripControls } from '../model/controls.ts';
import type { Finding } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { type Baseline, baselinePath } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import { waiveCommand } from '../model/waiver.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { counts, providerFindings } from '../report/index.ts';
import { readBaseline } from '../store/baselines.ts';
import { readJsonFile } from '../store/json-file.ts';
import { readSchemas } from '../store/schemas.ts';
import { ranIn, refuseOlder, subjectsOf } from './accepted-report.ts';
import { refusal } from './confirm.ts';
import type { AcceptFlags } from './flags.ts';
import { absolute, type Io, type Project } from './project.ts';
import { unknownNames } from './read-flags.ts';

/**
 * `npm run accept`: prints what accepting the answers of a report would change, asks, and writes the provider's baseline.
 * Returns the exit code.
 * @throws {UsageError} unless the report holds a complete run of the provider against a live host
 */
export async function acceptReport(flags: AcceptFlags, io: Io, project: Project): Promise<ExitCode> {
  const provider = providerNamed(flags.provider, project.providers);
  const shownPath = flags.report.path;
  const report = await readJsonFile<Report>(absolute(flags.report, io, project), shownPath, 'report');
  if (report === undefined)
    throw new UsageError([
      `${shownPath} is not there: run npm run verify -- --provider ${provider.id} --target sandbox`,
    ]);
  const ran = ranIn(report, provider, shownPath);
  const before = await readBaseline(project.root, provider);
  refuseOlder(report, before, shownPath);
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
  io.stdout.write(stripControls(summary(acceptance, before, ran, report, shownPath, provider)));
  if (acceptance.cases.every(({ is }) => is === 'already accepted')) return exitCodes.done;
  const refused = await refusal(baselinePath(provider.id), { yes: flags.yes, verb: 'accept' }, io);
  if (refused !== undefined) return refused;
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
  report: Report,
  path: string,
  provider: Provider,
): string {
  const { startedAt } = report;
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
    ...(before?.format === 1 && before.origin === origin && already < cases.length
      ? ['  lifts     format 1 → 2: a lifetime is a range now, with the number of runs that showed it']
      : []),
    ...cases
      .filter(({ does }) => does.length > 0)
      .flatMap(({ case: id, does }) => [`  ${id}`, ...does.map((line) => `    ${line}`)]),
    ...(unchanged > 0 ? [`  ${unchanged} answered as accepted`] : []),
    ...(already > 0 ? [`  ${already} of this report accepted already`] : []),
    ...broken.map(
      ({ case: { id } }) => `  warning: ${id} breaks its documented contract; accepting does not mend that`,
    ),
    ...stillRed(ran, report, provider),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a baseline does not settle: the errors that will still make the next run fail, and what to edit for each. */
function stillRed(ran: ProviderReport, report: Report, provider: Provider): readonly string[] {
  const responses = new Map(casesOf(provider).map(({ id, response }) => [id, response?.schema]));
  const fileOf = ({ rule, case: id }: Finding): string | undefined => {
    const schema = id === undefined ? undefined : responses.get(id);
    if (!rule.startsWith('docs/')) return undefined;
    return rule === 'docs/schema' && schema !== undefined
      ? `schemas/${schema}.schema.json`
      : `scripts/providers/${ran.id}.ts`;
  };
  const errors = providerFindings(ran).filter(
    (finding) => finding.severity === 'error' && counts(finding, report) && !finding.rule.startsWith('baseline/'),
  );
  const distinct = [...new Map(errors.map((finding) => [finding.fingerprint, finding] as const)).values()];
  return distinct.map((finding) => {
    const { rule, case: id, at, fingerprint } = finding;
    const file = fileOf(finding);
    const ways = [
      ...(file === undefined ? [] : [`edit ${file} if it is meant to be so`]),
      ...(waiveCommand(finding) === undefined ? [] : [`npm run waive -- ${fingerprint}`]),
    ];
    const todo = ways.length === 0 ? 'it can only be mended by the provider' : ways.join(', or ');
    return `  still red: ${[id ?? ran.id, at, rule].filter((part) => part !== '').join(' ')}: ${todo}`;
  });
}
