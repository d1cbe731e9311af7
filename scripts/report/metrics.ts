import type { Severity } from '../model/finding.ts';
import type { ProviderReport, Report } from '../model/report.ts';
import { counts, providerFindings } from './reading.ts';
import type { Measured, Reporter } from './reporter.ts';
import { latencyOf } from './runs.ts';

/** A family of samples in Prometheus' text format. `undefined`: nothing was measured. */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly measure: (provider: ProviderReport, report: Report, measured: Measured) => number | undefined;
}

const countOf = (severity: Severity) => (provider: ProviderReport, report: Report) =>
  provider.outcome === 'skipped'
    ? undefined
    : providerFindings(provider).filter((finding) => finding.severity === severity && counts(finding, report)).length;

const secondsOf = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

const families: readonly Family[] = [
  { name: 'errors', help: 'Findings that break the contract, without waived ones.', measure: countOf('error') },
  {
    name: 'warnings',
    help: 'Findings that do not break the contract, without waived ones.',
    measure: countOf('warning'),
  },
  { name: 'notes', help: 'Findings that are only worth knowing, without waived ones.', measure: countOf('info') },
  {
    name: 'latency_p50_seconds',
    help: 'Half of the answers came sooner.',
    measure: (provider) => secondsOf(latencyOf(provider)?.p50),
  },
  {
    name: 'latency_p95_seconds',
    help: 'All but one in twenty answers came sooner.',
    measure: (provider) => secondsOf(latencyOf(provider)?.p95),
  },
  {
    name: 'token_lifetime_seconds',
    help: 'Lifetime that the canonical token response states.',
    measure: (_, __, { lifetime }) => lifetime,
  },
  {
    name: 'baseline_age_seconds',
    help: 'Time from the last accepted observation to this run.',
    measure: (_, { startedAt }, { acceptedAt }) =>
      acceptedAt === undefined ? undefined : Math.max(0, (Date.parse(startedAt) - Date.parse(acceptedAt)) / 1000),
  },
];

const prefix = 'token_contract_';
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const labelled = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;

/** Empty without samples: a family stands in the file only if something was measured. */
function familyText(name: string, help: string, samples: readonly string[]): string {
  if (samples.length === 0) return '';
  const whole = `${prefix}${name}`;
  return [`# HELP ${whole} ${help}`, `# TYPE ${whole} gauge`, ...samples.map((sample) => `${whole}${sample}`), ''].join(
    '\n',
  );
}

/** Prometheus' text format, for the textfile collector of its node exporter. */
export const metrics: Reporter = {
  name: 'metrics',
  file: 'metrics.prom',
  render(report, { measured = {} }) {
    const { target, providers, startedAt, missing = [] } = report;
    return [
      familyText(
        'outcome',
        'The outcome of the last run: always 1, and named by a label.',
        providers.map(({ id, outcome }) => `${labelled({ provider: id, target, outcome })} 1`),
      ),
      ...families.map(({ name, help, measure }) =>
        familyText(
          name,
          help,
          providers.flatMap((provider) => {
            const value = measure(provider, report, measured[provider.id] ?? {});
            return value === undefined ? [] : [`${labelled({ provider: provider.id, target })} ${value}`];
          }),
        ),
      ),
      familyText(
        'missing_shards',
        'Shards of the last run that are not in its merged report.',
        missing.length === 0 ? [] : [`${labelled({ target })} ${missing.length}`],
      ),
      familyText('last_run_timestamp_seconds', 'When the last run started, in seconds since 1970.', [
        `${labelled({ target })} ${Date.parse(startedAt) / 1000}`,
      ]),
    ].join('');
  },
};
