import { html } from 'hono/html';
import type { Attempt } from '../../model/exchange.ts';
import type { Json } from '../../model/provider.ts';
import type { CaseReport } from '../../model/report.ts';
import { caseStates } from '../outcomes.ts';
import { answerInWords, restsOnAssumption, stateOf } from '../reading.ts';
import { assumptionNote, bases, lastSentInWords, notSentReasons, plural } from '../wording.ts';
import { anchor, type Markup, none } from './markup.ts';

/** Every exchange in the order of sending, folded. Cases that were not sent come last, in one fold. */
export function exchanges(cases: readonly CaseReport[]): Markup {
  if (cases.length === 0) return none;
  const sent = cases.filter((one) => stateOf(one) !== 'not-sent');
  const others = cases.filter((one) => stateOf(one) === 'not-sent');
  return html`<div class="exchanges"><h3>Every exchange</h3>
${sent.length === 0 ? none : html`<p class="small quiet">In the order in which they were sent. Secrets and tokens are masked.</p>`}
${sent.map(exchangeBlock)}
${
  others.length === 0
    ? none
    : html`<details class="exchange"><summary>${plural(others.length, 'case')} not sent</summary>${others.map(exchangeBlock)}</details>`
}</div>`;
}

/** One request with its answers, folded. */
function exchangeBlock(one: CaseReport): Markup {
  const state = stateOf(one);
  const { mark, tone, words } = caseStates[state].html;
  const note = state === 'held' && restsOnAssumption(one) ? `, ${assumptionNote}` : '';
  const { request, attempts, scriptError, notSent } = one.exchange;
  const answer =
    notSent !== undefined && state === 'not-sent'
      ? `${notSentReasons[notSent]}${lastSentInWords(one)}`
      : state === 'no-answer' || state === 'not-sent'
        ? answerInWords(one)
        : `${answerInWords(one)} ${words}${note}`;
  return html`<details class="exchange" id="${anchor('case', one.case.id)}">
<summary><span class="mark ${tone}" aria-hidden="true">${mark}</span><code>${one.case.id}</code> <span class="quiet">${answer}</span></summary>
<p class="small">${one.case.title}. ${bases[one.case.basis]}</p>
${scriptError === undefined ? none : html`<p class="label">A script of the collection threw</p><pre><code>${scriptError}</code></pre>`}
<p class="label">${attempts.length === 0 ? 'Request, not sent' : 'Request'}</p>
<pre><code>${[`${request.method} ${request.url}`, ...lines(request.headers), ...(request.body === '' ? [] : ['', request.body])].join('\n')}</code></pre>
${attempts.map((attempt, index) => attemptBlock(attempt, index, attempts.length))}
<p class="label">As curl</p><pre class="curl"><code>${one.curl}</code></pre>
${judgements(one)}</details>`;
}

const lines = (headers: readonly (readonly [string, string])[]): readonly string[] =>
  headers.map(([name, value]) => `${name}: ${value}`);

/** In characters. */
const longestIndented = 20_000;
/** Many levels of indentation take more space than what stands there. */
function bodyText(body: Json): string {
  const indented = JSON.stringify(body, null, 2);
  return indented.length > longestIndented ? JSON.stringify(body) : indented;
}

function attemptBlock(attempt: Attempt, index: number, count: number): Markup {
  const nth = count > 1 ? `Attempt ${index + 1} of ${count}: ` : '';
  if (attempt.kind === 'failed')
    return html`<p class="label">${nth === '' ? 'No answer' : `${nth}no answer`} after ${attempt.ms} ms</p><pre><code>${attempt.failure}: ${attempt.detail}</code></pre>`;
  const { status, statusText, headers, body } = attempt.answer;
  const text =
    body.kind === 'json' ? bodyText(body.json) : body.kind === 'text' ? `${body.excerpt}\n(${body.why})` : '(empty)';
  return html`<p class="label">${nth === '' ? 'Answer' : `${nth}answer`} after ${attempt.ms} ms</p>
<pre><code>${[`${status} ${statusText}`, ...lines(headers), '', text].join('\n')}</code></pre>`;
}

/** The judgements of a case, one a line: held, broken, or not judged and why. */
function judgements(one: CaseReport): Markup {
  const said = one.judgements.map((judgement) =>
    judgement.outcome === 'not-judged'
      ? `${judgement.rule} not judged: ${judgement.why}`
      : `${judgement.rule} ${judgement.outcome}`,
  );
  return said.length === 0
    ? none
    : html`<p class="label">What the checks say</p><p class="small">${said.map((text, index) => html`${index === 0 ? '' : html`<br>`}${text}`)}</p>`;
}
