import { html } from 'hono/html';
import type { Citation } from '../../model/finding.ts';

/** Markup whose text is escaped. Only `html` makes it, and `html` escapes by default. */
export type Markup = ReturnType<typeof html>;

export const none: Markup = html``;

/** The title as a link if `url` is a web address, as text otherwise. */
function linked({ title, url }: Citation): Markup {
  return url !== undefined && /^https?:\/\//.test(url)
    ? html`<a href="${url}" rel="noreferrer">${title}</a>`
    : html`${title}`;
}

/** A citation with its quote. */
export const cited = (citation: Citation): Markup => html`<div class="small cite">
${linked(citation)}${citation.at === undefined || citation.at === '' ? none : html`, ${citation.at}`}
${citation.quote === undefined ? none : html`<blockquote>${citation.quote}</blockquote>`}</div>`;

/** The HTML id of a case or a provider, for links within the page. */
export const anchor = (kind: 'provider' | 'case', id: string): string => `${kind}-${id.replaceAll('/', '-')}`;

/** Turns a text with commands and names between backticks into markup. */
export const worded = (words: string): Markup =>
  html`${words.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
