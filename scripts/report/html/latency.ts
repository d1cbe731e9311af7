import { html } from 'hono/html';
import type { RunPoint } from '../runs.ts';
import { momentInWords } from '../wording.ts';
import { type Markup, none } from './markup.ts';

const width = 600;
const height = 100;
type Measured = RunPoint & { readonly latency: NonNullable<RunPoint['latency']> };

const isMeasured = (run: RunPoint): run is Measured => run.latency !== undefined;

type Read = (run: RunPoint) => number | undefined;
const p50: Read = ({ latency }) => latency?.p50;
const p95: Read = ({ latency }) => latency?.p95;
const lifetimeOf: Read = ({ lifetime }) => lifetime;

/** The SVG path of a line. It breaks where nothing was measured; a run between two gaps is a short dash. */
function path(runs: readonly RunPoint[], of: Read, most: number): string {
  const x = (index: number): number => Math.round((index / (runs.length - 1)) * width);
  let pen: 'M' | 'L' = 'M';
  return runs
    .map((run, index) => {
      const value = of(run);
      if (value === undefined) {
        pen = 'M';
        return '';
      }
      const y = Math.round((height - 4) * (1 - value / most)) + 2;
      const next = runs[index + 1];
      const alone = pen === 'M' && (next === undefined || of(next) === undefined);
      const part = `${pen}${x(index)} ${y}${alone ? 'h4' : ''}`;
      pen = 'L';
      return part;
    })
    .join('');
}

/** Median and 95th percentile over time. The text stands outside the drawing, so that it keeps its size on a phone. */
export function latencyChart(id: string, runs: readonly RunPoint[]): Markup {
  const measured = runs.filter(isMeasured);
  const [first] = runs;
  const last = runs.at(-1);
  const latest = measured.at(-1);
  if (measured.length < 2 || first === undefined || last === undefined || latest === undefined) return none;
  const most = Math.max(1, ...measured.map(({ latency }) => latency.p95));
  return html`<figure>
<figcaption>Latency in milliseconds, from 0 to ${most}; last measured: p50 ${latest.latency.p50}, p95 ${latest.latency.p95}</figcaption>
<svg class="chart" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="latency-${id}-title latency-${id}-desc">
<title id="latency-${id}-title">Latency of the last ${runs.length} runs</title>
<desc id="latency-${id}-desc">Median and 95th percentile in milliseconds: ${first.latency?.p50 ?? 'none'} and ${first.latency?.p95 ?? 'none'} at the start, ${latest.latency.p50} and ${latest.latency.p95} when last measured, at most ${most}.</desc>
<path class="axis" d="M0 1H${width}M0 ${height / 2}H${width}M0 ${height - 1}H${width}"/>
<path class="p95" d="${path(runs, p95, most)}"/><path class="p50" d="${path(runs, p50, most)}"/></svg>
<div class="ends"><span>${momentInWords(first.at)}</span><span>${momentInWords(last.at)}</span></div>
<ul class="key"><li><svg class="line" viewBox="0 0 28 16" aria-hidden="true"><path class="p50" d="M0 8H28"/></svg>p50: half of the answers came sooner</li>
<li><svg class="line" viewBox="0 0 28 16" aria-hidden="true"><path class="p95" d="M0 8H28"/></svg>p95: all but one in twenty</li></ul>
</figure>`;
}

/** The lifetime of tokens over time. A step in it is news even where the contract still holds. */
export function lifetimeChart(id: string, runs: readonly RunPoint[]): Markup {
  const values = runs.flatMap((run) => lifetimeOf(run) ?? []);
  const [first] = runs;
  const last = runs.at(-1);
  const latest = values.at(-1);
  if (values.length < 2 || first === undefined || last === undefined || latest === undefined) return none;
  const most = Math.max(1, ...values);
  return html`<figure>
<figcaption>Lifetime of tokens in seconds, from 0 to ${most}; last: ${latest}</figcaption>
<svg class="chart" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="lifetime-${id}-title lifetime-${id}-desc">
<title id="lifetime-${id}-title">Lifetime of tokens in the last ${runs.length} runs</title>
<desc id="lifetime-${id}-desc">In seconds: ${values[0]} when first measured, ${latest} when last measured, at least ${Math.min(...values)}, at most ${most}.</desc>
<path class="axis" d="M0 1H${width}M0 ${height / 2}H${width}M0 ${height - 1}H${width}"/>
<path class="p50" d="${path(runs, lifetimeOf, most)}"/></svg>
<div class="ends"><span>${momentInWords(first.at)}</span><span>${momentInWords(last.at)}</span></div>
</figure>`;
}
