import { html } from 'hono/html';
import type { QuirkReport } from '../../model/report.ts';
import { evidences } from '../wording.ts';
import { cited, type Markup, none } from './markup.ts';

/** The questions that the documentation does not answer clearly, with what this run observed. */
export function openQuestions(quirks: readonly QuirkReport[]): Markup {
  if (quirks.length === 0) return none;
  return html`<h3>What the documentation leaves open</h3>
${quirks.map(
  ({ question, statements, observed, evidence }) => html`<article class="change">
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
}</article>`,
)}`;
}
