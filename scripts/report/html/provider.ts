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

/** All about one provider. Of one that held, only the first line is open. */
export function providerSection(
  provider: ProviderReport,
  headline: Headline,
  report: Report,
  background: Background,
): Markup {
  const { id, name, origin, proxy, cases, quirks } = provider;
  const through = proxy === undefined ? none : html` through the proxy <code>${proxy}</code>`;
  const changes = changesOf(provider, report);
  const isRed = headline.tone === 'bad' || headline.tone === 'care';
  const title = html`<h2 id="${id}-name">${name}</h2>${badge(headline)}`;
  const body = html`${origin === undefined ? none : html`<p class="small quiet">Asked at <code>${origin}</code>${through}</p>`}
${changes.length === 0 ? none : html`<h3>What differs</h3>${changes.map((change) => changeBlock(change, background.rules))}`}
${timeline(id, runsOf(provider, report, background))}
${openQuestions(quirks, isRed)}
${rfcCard(provider, background.rules, report.rfc)}
${exchanges(cases)}`;
  return html`<section class="provider ${headline.tone}" id="${anchor('provider', id)}" aria-labelledby="${id}-name">
${isRed ? html`<div class="title">${title}</div>${body}` : html`<details class="whole"><summary class="title">${title}</summary>${body}</details>`}
</section>`;
}
