import { html } from 'hono/html';
import type { Outcome } from '../../model/report.ts';
import { outcomes } from '../outcomes.ts';
import type { RunPoint } from '../runs.ts';
import { momentInWords, plural } from '../wording.ts';
import { latencyChart, lifetimeChart } from './latency.ts';
import { type Markup, none } from './markup.ts';

/** How many runs share a row. The two rows stand side by side on a screen, one below the other on a phone. */
const perRow = 15;
const step = 20;

const cell = (outcome: Outcome): Markup => html`<rect class="cell" x=".5" y=".5" width="15" height="15" rx="3"/>
<path class="sign" d="${outcomes[outcome].sign}"/>`;

function counted(runs: readonly RunPoint[]): readonly (readonly [Outcome, number])[] {
  const seen = [...new Set(runs.map(({ outcome }) => outcome))];
  return seen.map((outcome) => [outcome, runs.filter((run) => run.outcome === outcome).length]);
}

const countsInWords = (runs: readonly RunPoint[]): string =>
  counted(runs)
    .map(([outcome, count]) => `${count} ${outcomes[outcome].run}`)
    .join(', ');

const tooltip = ({ at, outcome, errors }: RunPoint): string =>
  `${momentInWords(at)}: ${outcomes[outcome].run}${errors > 0 ? `, ${plural(errors, 'error')}` : ''}`;

const rowsOf = (runs: readonly RunPoint[]): readonly (readonly RunPoint[])[] =>
  [runs.slice(0, perRow), runs.slice(perRow)].filter((row) => row.length > 0);

function rowOfSigns(id: string, runs: readonly RunPoint[]): Markup {
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return none;
  return html`<svg viewBox="0 0 ${perRow * step - 4} 16" role="img" aria-labelledby="runs-${id}-title runs-${id}-desc">
<title id="runs-${id}-title">Outcomes of ${plural(runs.length, 'run')}</title>
<desc id="runs-${id}-desc">From ${momentInWords(first.at)} to ${momentInWords(last.at)}: ${countsInWords(runs)}. The last: ${outcomes[last.outcome].run}.</desc>
${runs.map(
  (run, index) => html`<g class="${outcomes[run.outcome].tone}" transform="translate(${index * step} 0)">
<title>${tooltip(run)}</title>${cell(run.outcome)}</g>`,
)}</svg>`;
}

/** The last runs as signs, as lines of latency, and as a table. */
export function timeline(id: string, runs: readonly RunPoint[]): Markup {
  const [first] = runs;
  const last = runs.at(-1);
  // Nothing to show for a provider that was never run.
  if (first === undefined || last === undefined || runs.every(({ outcome }) => outcome === 'skipped')) return none;
  return html`<h3>Over time</h3>
<figure>
<figcaption>${runs.length === 1 ? 'This is the first run on record' : `The last ${runs.length} runs: ${countsInWords(runs)}`}</figcaption>
<div class="halves">${rowsOf(runs).map((row, index) => rowOfSigns(`${id}-${index}`, row))}</div>
<ul class="key">${counted(runs).map(
    ([outcome]) =>
      html`<li><svg class="${outcomes[outcome].tone}" viewBox="0 0 16 16" aria-hidden="true">${cell(outcome)}</svg>${outcomes[outcome].run}</li>`,
  )}</ul>
</figure>
<div class="charts">${latencyChart(id, runs)}${lifetimeChart(id, runs)}</div>
${runs.length === 1 ? none : runTable(runs)}`;
}

const runTable = (runs: readonly RunPoint[]): Markup => html`<details><summary>The same as a table</summary>
<table><caption>Runs, the latest first; latency in milliseconds</caption>
<thead><tr><th scope="col">Run</th><th scope="col">Outcome</th><th scope="col">Errors</th><th scope="col">p50</th><th scope="col">p95</th></tr></thead>
<tbody>${runs.toReversed().map(
  ({ at, outcome, errors, latency }) => html`<tr><th scope="row"><time datetime="${at}">${momentInWords(at)}</time></th>
<td>${outcomes[outcome].run}</td><td>${errors}</td><td>${latency?.p50 ?? '–'}</td><td>${latency?.p95 ?? '–'}</td></tr>`,
)}</tbody></table></details>`;
