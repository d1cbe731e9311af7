import { html } from 'hono/html';
import type { Outcome } from '../../model/report.ts';
import { plural, type Tone } from '../headline.ts';
import { momentInWords, type Run } from '../runs.ts';
import { latencyChart } from './latency.ts';
import { type Markup, none } from './markup.ts';

/** Told apart by its sign too, not by colour alone. `sign` is a path in a square of 16. */
const looks: Readonly<Record<Outcome, { readonly words: string; readonly tone: Tone; readonly sign: string }>> = {
  held: { words: 'held', tone: 'good', sign: 'M4.5 8.5l2.5 2.5 4.5-5.5' },
  broken: { words: 'drifted', tone: 'bad', sign: 'M5 5l6 6M11 5l-6 6' },
  flaky: { words: 'held after a retry', tone: 'care', sign: 'M5 11l6-6' },
  down: { words: 'down', tone: 'care', sign: 'M8 4v8M5 9l3 3 3-3' },
  throttled: { words: 'throttled', tone: 'care', sign: 'M6 5v6M10 5v6' },
  'credentials-rejected': { words: 'credentials rejected', tone: 'care', sign: 'M8 4v5M8 11.8v.2' },
  skipped: { words: 'not run', tone: 'idle', sign: 'M8 8h.01' },
  interrupted: { words: 'interrupted', tone: 'idle', sign: 'M5 8h6' },
};

/** Two rows on a phone, one on a screen. */
const perRow = 15;
const step = 20;

const cell = (outcome: Outcome): Markup => html`<rect class="cell" x=".5" y=".5" width="15" height="15" rx="3"/>
<path class="sign" d="${looks[outcome].sign}"/>`;

function counted(runs: readonly Run[]): readonly (readonly [Outcome, number])[] {
  const outcomes = [...new Set(runs.map(({ outcome }) => outcome))];
  return outcomes.map((outcome) => [outcome, runs.filter((run) => run.outcome === outcome).length]);
}

const inWords = (runs: readonly Run[]): string =>
  counted(runs)
    .map(([outcome, count]) => `${count} ${looks[outcome].words}`)
    .join(', ');

const tooltip = ({ at, outcome, errors }: Run): string =>
  `${momentInWords(at)}: ${looks[outcome].words}${errors > 0 ? `, ${errors} ${errors === 1 ? 'error' : 'errors'}` : ''}`;

const rowsOf = (runs: readonly Run[]): readonly (readonly Run[])[] =>
  [runs.slice(0, perRow), runs.slice(perRow)].filter((row) => row.length > 0);

function rowOfSigns(id: string, runs: readonly Run[]): Markup {
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return none;
  return html`<svg viewBox="0 0 ${perRow * step - 4} 16" role="img" aria-labelledby="runs-${id}-title runs-${id}-desc">
<title id="runs-${id}-title">Outcomes of ${plural(runs.length, 'run')}</title>
<desc id="runs-${id}-desc">From ${momentInWords(first.at)} to ${momentInWords(last.at)}: ${inWords(runs)}. The last: ${looks[last.outcome].words}.</desc>
${runs.map(
  (run, index) => html`<g class="${looks[run.outcome].tone}" transform="translate(${index * step} 0)">
<title>${tooltip(run)}</title>${cell(run.outcome)}</g>`,
)}</svg>`;
}

/** The last runs as signs and as lines of latency, with a table that says the same. */
export function timeline(id: string, runs: readonly Run[]): Markup {
  const [first] = runs;
  const last = runs.at(-1);
  // A provider that was never run has no past.
  if (first === undefined || last === undefined || runs.every(({ outcome }) => outcome === 'skipped')) return none;
  return html`<h3>Over time</h3>
<figure>
<figcaption>${runs.length === 1 ? 'This is the first run on record' : `The last ${runs.length} runs: ${inWords(runs)}`}</figcaption>
<div class="halves">${rowsOf(runs).map((row, index) => rowOfSigns(`${id}-${index}`, row))}</div>
<ul class="key">${counted(runs).map(
    ([outcome]) =>
      html`<li><svg class="${looks[outcome].tone}" viewBox="0 0 16 16" aria-hidden="true">${cell(outcome)}</svg>${looks[outcome].words}</li>`,
  )}</ul>
</figure>
${latencyChart(id, runs)}
${runs.length === 1 ? none : table(runs)}`;
}

const table = (runs: readonly Run[]): Markup => html`<details><summary>The same as a table</summary>
<table><caption>Runs, the latest first; latency in milliseconds</caption>
<thead><tr><th scope="col">Run</th><th scope="col">Outcome</th><th scope="col">Errors</th><th scope="col">p50</th><th scope="col">p95</th></tr></thead>
<tbody>${runs.toReversed().map(
  ({ at, outcome, errors, latency }) => html`<tr><th scope="row"><time datetime="${at}">${momentInWords(at)}</time></th>
<td>${looks[outcome].words}</td><td>${errors}</td><td>${latency?.p50 ?? '–'}</td><td>${latency?.p95 ?? '–'}</td></tr>`,
)}</tbody></table></details>`;
