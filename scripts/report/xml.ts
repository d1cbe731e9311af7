import { visible } from '../model/controls.ts';

/** Characters that XML 1.0 does not allow, not even as references. */
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

/** Escapes text between tags. New lines stay as they are. */
export const text = (value: string): string => referenced(value, /[&<>\r]/g);

/** A CDATA section. `]]>` would end it, so it is split over two sections. */
export const cdata = (value: string): string => `<![CDATA[${legal(value).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** An element. `children` are XML already; the values of attributes are escaped here. */
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
