import { html } from 'hono/html';
import type { Citation } from '../../model/finding.ts';

/** Escaped markup. Text enters it through `html` alone, which escapes by default. */
export type Markup = ReturnType<typeof html>;

export const none: Markup = html``;

/** Followed by a click only; anything but a web address stays text. */
function linked({ title, url }: Citation): Markup {
  return url !== undefined && /^https?:\/\//.test(url)
    ? html`<a href="${url}" rel="noreferrer">${title}</a>`
    : html`${title}`;
}

/** What a document says, in its own words. */
export const cited = (citation: Citation): Markup => html`<div class="small cite">
${linked(citation)}${citation.at === undefined || citation.at === '' ? none : html`, ${citation.at}`}
${citation.quote === undefined ? none : html`<blockquote>${citation.quote}</blockquote>`}</div>`;

/** An id that a link can name, made of a case's or a provider's own. */
export const anchor = (kind: 'provider' | 'case', id: string): string => `${kind}-${id.replaceAll('/', '-')}`;

/** Words in which commands and names stand between backticks. */
export const worded = (words: string): Markup =>
  html`${words.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
