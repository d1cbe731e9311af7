import { isObject } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { canonicalOf, refusalsOf } from './documented.ts';
import { harmlessLifetimes } from './lifetimes.ts';
import { type MutableAnswer, type MutatedProvider, type Mutation, withBody, withHeader } from './mutation.ts';

const always = (name: string, about: string, mutate: (answer: MutableAnswer) => MutableAnswer): Mutation => ({
  name,
  about,
  kind: 'harmless',
  sites: (mutated: MutatedProvider) =>
    [canonicalOf(mutated), ...refusalsOf(mutated)].map((one) => ({ case: one, mutate })),
});

const reversed = (body: Json): Json => (isObject(body) ? Object.fromEntries(Object.entries(body).reverse()) : body);

/** Changes that a client which keeps to the standard does not notice: none may fail a run. */
export const harmlessMutations: readonly Mutation[] = [
  always('nothing', 'a new token, and nothing else', (answer) => answer),
  always(
    'add-member',
    'a member is new',
    withBody((body) => (isObject(body) ? { ...body, region: 'eu' } : body)),
  ),
  always(
    'add-nested-member',
    'an object is new',
    withBody((body) => (isObject(body) ? { ...body, meta: { version: 2, tags: ['a'] } } : body)),
  ),
  always(
    'add-charset',
    'the media type names its charset',
    withHeader('content-type', 'application/json; charset=utf-8'),
  ),
  always('media-type-case', 'the media type is written in capitals', withHeader('content-type', 'Application/JSON')),
  always('member-order', 'the members come in another order', withBody(reversed)),
  always('white-space', 'the JSON is indented', (answer) => ({
    ...answer,
    body: JSON.stringify(JSON.parse(answer.body), null, 2),
  })),
  always('header-order', 'the headers come in another order', (answer) => ({
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).reverse()),
  })),
  always('add-header', 'a header is new', withHeader('x-request-id', '7f9c')),
  ...harmlessLifetimes,
  always('final-newline', 'the JSON ends with a new line', (answer) => ({ ...answer, body: `${answer.body}\n` })),
];
