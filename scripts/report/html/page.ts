import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { ProviderReport, Report } from '../../model/report.ts';
import { type Headline, paragraphOf, runInWords, worstFirst } from '../headline.ts';
import type { Tone } from '../outcomes.ts';
import type { Background } from '../reporter.ts';
import { runProblems, stoppedHeadline } from '../stopped.ts';
import { momentInWords } from '../wording.ts';
import { anchor, type Markup, none, worded } from './markup.ts';
import { badge, providerSection } from './provider.ts';
import { style } from './style.ts';

const hash = createHash('sha256').update(style).digest('base64');
interface Part {
  readonly provider: ProviderReport;
  readonly headline: Headline;
}

/** Forbids loading, sending and running anything, in case markup of a provider gets through the escaping. */
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

export function page(report: Report, background: Background): Markup {
  const parts = worstFirst(report, background);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${runInWords(report)} – token endpoint contracts</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header>
<h1>${runInWords(report)}</h1>
<ul class="meta quiet small">
<li><time datetime="${report.startedAt}">${momentInWords(report.startedAt)}</time>, took ${Math.round(report.ms / 100) / 10} s</li>
<li>${report.target === 'mock' ? 'Against the built-in mock host: this says nothing of the providers' : 'Against the live hosts that are configured'}</li>
<li>${report.tool}</li>
</ul>
</header>
${contents(parts)}
<main id="main">
<section aria-labelledby="short"><h2 id="short">In short</h2>
${stoppedCard(report)}<ul class="cards">${parts.map(card)}</ul></section>
${parts.map(({ provider, headline }) => providerSection(provider, headline, report, background))}
</main>
<footer>
<p>The curl lines use environment variables in place of what is configured. With a filled-in <code>.env</code>, <code>set -a; . ./.env; set +a</code> sets them in a POSIX shell.</p>
<p>A fingerprint names a finding from run to run. To accept one for a while, <code>npm run waive</code> adds it to <code>waivers.json</code> with a reason and a last day. The same data, for programs: <code>report.json</code>.</p>
</footer>
</body>
</html>
`;
}

const fewest = 5;

/**
 * From five providers on: where each is, and a filter by how serious it is. Radio buttons and CSS do it.
 */
function contents(parts: readonly Part[]): Markup {
  if (parts.length < fewest) return none;
  const tones = [...new Set(parts.map(({ headline }) => headline.tone))];
  const labelsOf = (tone: Tone): string =>
    [...new Set(parts.filter(({ headline }) => headline.tone === tone).map(({ headline }) => headline.label))].join(
      ', ',
    );
  return html`<nav aria-label="Providers">
<fieldset class="small"><legend>Show</legend>
<label><input type="radio" name="filter" checked> All (${parts.length})</label>${tones.map(
    (tone) => html`
<label class="${tone}"><input type="radio" name="filter" id="show-${tone}"> ${labelsOf(tone)} (${parts.filter(({ headline }) => headline.tone === tone).length})</label>`,
  )}</fieldset>
<ul class="contents">${parts.map(
    ({ provider, headline }) =>
      html`<li class="${headline.tone}"><a href="#${anchor('provider', provider.id)}">${provider.name}</a></li>`,
  )}</ul></nav>`;
}

/** Why no provider was judged, or which shards are missing. */
function stoppedCard(report: Report): Markup {
  const headline = stoppedHeadline(report);
  if (headline === undefined) return none;
  return html`<div class="card ${headline.tone}"><div class="title"><strong>${headline.label}</strong></div>
<p>${paragraphOf(headline)}</p>
<ul>${runProblems(report).map((problem) => html`<li><code>${problem}</code></li>`)}</ul>
<p class="label">What to do</p><ul class="next">${headline.next.map((step) => html`<li>${worded(step)}</li>`)}</ul></div>`;
}

const card = ({ provider, headline }: Part): Markup => html`<li class="card ${headline.tone}">
<div class="title"><a class="name" href="#${anchor('provider', provider.id)}">${provider.name}</a>${badge(headline)}</div>
<p>${paragraphOf(headline)}</p>
${
  headline.next.length === 0
    ? none
    : html`<p class="label">What to do</p><ul class="next">${headline.next.map((step) => html`<li>${worded(step)}</li>`)}</ul>`
}</li>`;
