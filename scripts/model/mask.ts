declare const masked: unique symbol;
/** Text that went through redaction. Only the door makes it. */
export type Masked = string & { readonly [masked]: true };

/*
 * The format of a mask: what stands in place of text that must not be seen. It is written and read here and nowhere else.
 * `‹clientSecret›` names a secret. `‹string, 44 characters, #3f2a91›` says the type, the length and a hash under a key of this run.
 */
const marks = /‹[^›]*›/g;

export const mark = (name: string): string => `‹${name}›`;

/** `kind` is what the text was, e.g. `string`. Without a `hash`, not even a change can be seen. */
export const markOfText = (kind: string, length: number, hash: string | undefined): string =>
  mark(
    [...(kind === '' ? [] : [kind]), `${length} characters`, ...(hash === undefined ? [] : [`#${hash}`])].join(', '),
  );

/** Stands for a JSON number that a double cannot hold. */
export const numberBeyondRange = mark('number beyond range');

/** Whether a text stands for a number that must not be seen, and for which type of JSON Schema. */
export const maskedNumber = (text: string): 'integer' | 'number' | undefined =>
  text === numberBeyondRange
    ? 'number'
    : (/^‹(integer|number), \d+ characters[^›]*›$/.exec(text)?.[1] as 'integer' | 'number' | undefined);

/** What stands for the members or items of a value that are not kept. */
export const notKeptMembers = (count: number): string => `…, ${count.toLocaleString('en')} more members`;
/** The name of the member that says how many others were not kept. */
export const notKeptName = '…';

/** The name of a member whose masked name is that of an earlier member. `nth` counts from 2. */
export const repeatedName = (name: string, nth: number): string => `${name} (${nth})`;

/** Whether a part of a text was masked. */
export const hasMark = (text: string): boolean => text.includes('‹');
/** Whether a text begins with a mark. As a rule the mark stands for all of it. */
export const beginsWithMark = (text: string): boolean => text.startsWith('‹');
/** Whether a text was masked so that not even its change can be seen. */
export const saysNothing = (text: string): boolean => /^‹string, \d+ characters›$/.test(text);

/** The text with `replacement` in place of every mark. */
export const withoutMarks = (text: string, replacement: string): string => text.replaceAll(marks, replacement);
/** A masked name or pointer in the form that is the same in every run: every mark becomes `‹…›`. */
export const stableMarks = (text: string): string => text.replaceAll(marks, mark('…')).replace(/› \(\d+\)$/, '›');
