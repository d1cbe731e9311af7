import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../scripts/model/report.ts';
import { metrics } from '../../scripts/report/metrics.ts';
import { broken, caseReport, finding, providerReport, reportOf } from './reports.ts';
import { everything, hostile, plainOptions } from './samples.ts';

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = `[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"`;
const sample = new RegExp(`^(${name})\\{((?:${label})(?:,${label})*)\\} (-?\\d+(?:\\.\\d+)?)$`);

/** Reads Prometheus' text format, and throws for what it does not allow: a family in two places, HELP or TYPE twice or late. */
function parse(text: string): readonly { name: string; labels: string; value: number }[] {
  const families = new Set<string>();
  const samples: { name: string; labels: string; value: number }[] = [];
  let family = '';
  let typed = false;
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end');
  for (const line of text.split('\n').slice(0, -1)) {
    const help = new RegExp(`^# HELP (${name}) \\S.*$`).exec(line)?.[1];
    const type = new RegExp(`^# TYPE (${name}) gauge$`).exec(line)?.[1];
    if (help !== undefined) {
      if (families.has(help)) throw new Error(`${help} stands twice`);
      families.add(help);
      family = help;
      typed = false;
    } else if (type !== undefined) {
      if (type !== family || typed) throw new Error(`TYPE of ${type} is out of place`);
      typed = true;
    } else {
      const [, ofFamily = '', labels = '', value] = sample.exec(line) ?? [];
      if (ofFamily !== family || !typed) throw new Error(`no sample of ${family}: ${line}`);
      samples.push({ name: ofFamily, labels, value: Number(value) });
    }
  }
  if (new Set(samples.map((one) => `${one.name}{${one.labels}}`)).size < samples.length)
    throw new Error('a sample twice');
  return samples;
}

const render = (report: Report, measured = {}): string => metrics.render(report, { ...plainOptions, measured });

test('what was measured, in base units', () => {
  const report = reportOf([
    providerReport([caseReport([broken(), broken(finding({ severity: 'warning', fingerprint: 'bbbbbbbbbbbb' }))])], {
      outcome: 'broken',
    }),
    providerReport([], { id: 'bravo', name: 'Bravo', outcome: 'skipped' }),
  ]);
  const text = render(report, { acme: { lifetime: 86_400, acceptedAt: '2026-01-01T03:04:05.000Z' } });
  const of = 'provider="acme",target="sandbox"';
  expect(parse(text)).toEqual([
    { name: 'token_contract_outcome', labels: `${of},outcome="broken"`, value: 1 },
    { name: 'token_contract_outcome', labels: 'provider="bravo",target="sandbox",outcome="skipped"', value: 1 },
    { name: 'token_contract_errors', labels: of, value: 1 },
    { name: 'token_contract_warnings', labels: of, value: 1 },
    { name: 'token_contract_notes', labels: of, value: 0 },
    { name: 'token_contract_latency_p50_seconds', labels: of, value: 0.055 },
    { name: 'token_contract_latency_p95_seconds', labels: of, value: 0.055 },
    { name: 'token_contract_token_lifetime_seconds', labels: of, value: 86_400 },
    { name: 'token_contract_baseline_age_seconds', labels: of, value: 86_400 },
    { name: 'token_contract_last_run_timestamp_seconds', labels: 'target="sandbox"', value: 1_767_323_045 },
  ]);
  expect(metrics.file).toBe('metrics.prom');
});

test('no sample where nothing was measured', () => {
  const text = render(reportOf([], { stopped: { kind: 'misconfigured', problems: ['x'] } }));
  expect(parse(text).map((one) => one.name)).toEqual(['token_contract_last_run_timestamp_seconds']);
  expect(render(everything)).not.toMatch(/lifetime|baseline_age/);
});

describe('can be read', () => {
  const odd = reportOf([providerReport([], { id: 'a"b\\c\nd' })]);
  const reports: readonly [string, Report][] = [
    ['everything', everything],
    ['hostile', hostile],
    ['an odd id', odd],
  ];
  test.each(reports)('%s', (_, report) => {
    expect(parse(render(report)).length).toBeGreaterThan(0);
  });
  const promtool = spawnSync('promtool', ['--version']).status === 0;
  test.skipIf(!promtool).each(reports)('by promtool: %s', (_, report) => {
    expect(spawnSync('promtool', ['check', 'metrics'], { input: render(report) }).status).toBe(0);
  });
});
