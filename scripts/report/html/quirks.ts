import { html } from 'hono/html';
import type { QuirkReport } from '../../model/report.ts';
import { evidences } from '../wording.ts';
import { cited, type Markup, none } from './markup.ts';

/** The questions that the documentation does not answer clearly, with what this run observed; folded where something else matters more. */
export function openQuestions(quirks: readonly QuirkReport[], isFolded: boolean): Markup {
  if (quirks.length === 0) return none;
  const all = html`${quirks.map(questionBlock)}`;
  return isFolded
    ? html`<details class="asides"><summary>What the documentation leaves open (${quirks.length})</summary>${all}</details>`
    : html`<h3>What the documentation leaves open</h3>${all}`;
}

const questionBlock = ({
  question,
  statements,
  observed,
  evidence,
}: QuirkReport): Markup => html`<article class="change">
<h4>${question}</h4>
<p>${
  observed === null
    ? html`<span class="quiet">Not settled by this run: no case that would tell was answered.</span>`
    : observed
}${evidence === undefined ? none : html` <span class="badge ${evidence === 'provider' ? 'good' : 'idle'}">${evidences[evidence].html}</span>`}</p>
${
  statements.length === 0
    ? none
    : html`<details><summary>What is written of it</summary>${statements.map(cited)}</details>`
}</article>`;
