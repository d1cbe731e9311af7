import { html } from 'hono/html';
import type { ProviderReport, RfcMode } from '../../model/report.ts';
import type { RuleBook } from '../../model/rule.ts';
import { type BrokenRow, cardInWords, conformanceOf, excuseOf, oauth21Draft } from '../conformance.ts';
import { type Markup, none } from './markup.ts';

/** The conformance card: what the RFCs say about a provider. It is advice unless `mode` is `enforce`. */
export function rfcCard(provider: ProviderReport, rules: RuleBook, mode: RfcMode): Markup {
  const card = conformanceOf(provider, rules);
  // Where nothing was answered, every row is "not judged": such a list helps nobody.
  if (card === undefined || card.notJudged.length === card.rows) return none;
  return html`<h3>Beside the RFCs</h3>
<p>${cardInWords(card)}. ${mode === 'advise' ? html`<span class="quiet">Advice: it does not make the run fail.</span>` : none}</p>
${
  card.broken.length === 0
    ? none
    : html`<table><caption>Where it departs from them. OAuth 2.1 is ${oauth21Draft}</caption>
<thead><tr><th scope="col">The RFC</th><th scope="col">This provider</th><th scope="col">OAuth 2.1</th></tr></thead>
<tbody>${card.broken.map(brokenRow)}</tbody></table>`
}
${
  card.notJudged.length === 0
    ? none
    : html`<details><summary>${card.notJudged.length} not judged, and why</summary>
<ul class="small">${card.notJudged.map(({ words, why }) => html`<li>${words}: ${why}</li>`)}</ul></details>`
}`;
}

function brokenRow(row: BrokenRow): Markup {
  const [first] = row.findings;
  const excuse = excuseOf(row);
  return html`<tr><th scope="row">${row.words}<br><span class="quiet">${
    row.url === undefined ? row.section : html`<a href="${row.url}" rel="noreferrer">${row.section}</a>`
  }, ${row.level}</span></th>
<td>${first.actual}${excuse === '' ? none : html`<br><span class="quiet">${excuse}</span>`}</td>
<td class="quiet">${row.oauth21 === '' ? 'says nothing of it' : row.oauth21}</td></tr>`;
}
