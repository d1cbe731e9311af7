import { visible } from '../model/controls.ts';

/** What XML 1.0 cannot hold, not even as a reference. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const legal = (value: string): string => value.replace(forbidden, visible);

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
const referenced = (value: string, which: RegExp): string =>
  legal(value).replace(which, (character) => references[character] ?? character);

/** New lines stay as they are. */
export const text = (value: string): string => referenced(value, /[&<>\r]/g);

/** `]]>` would end the section, so it is cut in two. */
export const cdata = (value: string): string => `<![CDATA[${legal(value).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** `children` are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
): string {
  const pairs = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${referenced(String(value), /[&<>"\n\r\t]/g)}"`,
  );
  const open = `<${name}${pairs.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}
