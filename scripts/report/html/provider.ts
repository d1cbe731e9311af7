import { html } from 'hono/html';
import type { ProviderReport, Report } from '../../model/report.ts';
import { changesOf } from '../changes.ts';
import type { Headline } from '../headline.ts';
import type { Background } from '../reporter.ts';
import { runsOf } from '../runs.ts';
import { changeBlock } from './change.ts';
import { exchanges } from './exchange.ts';
import { anchor, type Markup, none } from './markup.ts';
import { openQuestions } from './quirks.ts';
import { rfcCard } from './rfc.ts';
import { timeline } from './timeline.ts';

export const badge = ({ tone, label }: Headline): Markup => html`<span class="badge ${tone}">${label}</span>`;

export function providerSection(
  provider: ProviderReport,
  headline: Headline,
  report: Report,
  { history, rules }: Background,
): Markup {
  const { id, name, origin, proxy, cases, quirks } = provider;
  const through = proxy === undefined ? none : html` through the proxy <code>${proxy}</code>`;
  const changes = changesOf(provider, report);
  return html`<section class="provider" id="${anchor('provider', id)}" aria-labelledby="${id}-name">
<div class="title"><h2 id="${id}-name">${name}</h2>${badge(headline)}</div>
${origin === undefined ? none : html`<p class="small quiet">Asked at <code>${origin}</code>${through}</p>`}
${changes.length === 0 ? none : html`<h3>What differs</h3>${changes.map((change) => changeBlock(change, rules))}`}
${timeline(id, runsOf(provider, report, history))}
${openQuestions(quirks)}
${rfcCard(provider, rules, report.rfc)}
${exchanges(cases)}
</section>`;
}
