import { mark } from '../model/mask.ts';
import type { LeakPlace } from '../model/session.ts';

/** A text with the name of a secret in place of each leak. `places` are sorted by start and may overlap. JSON stays JSON. */
export const withoutLeaks = (fileName: string, text: string, places: readonly LeakPlace[]): string =>
  /\.(?:nd)?json$/.test(fileName) ? inJson(text, places) : inText(text, places);

function inText(text: string, places: readonly LeakPlace[]): string {
  let out = '';
  let done = 0;
  for (const { name, start, end } of places) {
    if (end <= done) continue;
    if (start >= done) out += text.slice(done, start) + mark(name);
    done = end;
  }
  return out + text.slice(done);
}

/** Strings and numbers of JSON. Nothing else of it can hold a leak. */
const literals = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** What stands for one character in a string of JSON. */
const units = /\\u[\da-fA-F]{4}|\\.|[^\\]/gs;

function inJson(text: string, places: readonly LeakPlace[]): string {
  let from = 0;
  return text.replaceAll(literals, (literal, offset: number) => {
    const end = offset + literal.length;
    while ((places[from]?.end ?? Number.POSITIVE_INFINITY) <= offset) from += 1;
    const here: LeakPlace[] = [];
    for (let at = from; at < places.length && (places[at]?.start ?? end) < end; at += 1) {
      const place = places[at];
      if (place !== undefined && place.end > offset) here.push(place);
    }
    if (here.length === 0) return literal;
    if (!literal.startsWith('"')) return '0';
    return `"${withoutUnits(literal.slice(1, -1), offset + 1, here)}"`;
  });
}

/** Replaces whole characters, so that no escape is cut in two. `offset` is where `inner` stands in the text of `places`. */
function withoutUnits(inner: string, offset: number, places: readonly LeakPlace[]): string {
  let out = '';
  let last: LeakPlace | undefined;
  for (const { 0: unit, index } of inner.matchAll(units)) {
    const start = offset + index;
    const place = places.find((one) => one.start < start + unit.length && one.end > start);
    if (place === undefined) out += unit;
    else if (place !== last) out += mark(place.name);
    last = place;
  }
  return out;
}
