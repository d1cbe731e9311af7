import { sentBody } from '../model/known-response.ts';
import { valueAt } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { canonicalOf, membersOf } from './documented.ts';
import {
  type Expectation,
  expect,
  type MutatedProvider,
  type Mutation,
  mapping,
  type Place,
  setting,
  when,
} from './mutation.ts';

/** The member that holds the provider's token type. */
const tokenType =
  (change: (value: string) => string, baseline: Expectation) =>
  (mutated: MutatedProvider): readonly Place[] => {
    const one = canonicalOf(mutated);
    const at = mutated.provider.token.tokenType;
    const member = membersOf(mutated, one).find((candidate) => candidate.at === at);
    if (at === undefined || member === undefined) return [];
    const mutate = mapping(at, (value) => (typeof value === 'string' ? change(value) : value));
    return [{ case: one, mutate, expects: [when(member.hasConstant, 'docs/schema', 'error'), baseline] }];
  };

const scope =
  (change: (value: string) => string, baseline: Expectation, alsoHarms: boolean) =>
  (mutated: MutatedProvider): readonly Place[] => {
    const one = canonicalOf(mutated);
    const at = mutated.provider.token.scope;
    const member = membersOf(mutated, one).find((candidate) => candidate.at === at);
    if (at === undefined || member === undefined) return [];
    const mutate = mapping(at, (value) => (typeof value === 'string' ? change(value) : value));
    const docs = member.hasConstant ? expect('docs/schema', 'error') : when(alsoHarms, 'docs/scope', 'warning');
    return [{ case: one, mutate, expects: [docs, baseline] }];
  };

/** Writes the lifetime in another form that means the same number. */
const lifetimeWritten =
  (form: (value: number) => string) =>
  (mutated: MutatedProvider): readonly Place[] => {
    const one = canonicalOf(mutated);
    const at = mutated.provider.token.expiry?.at;
    const example = membersOf(mutated, one).find((candidate) => candidate.at === at)?.example;
    if (at === undefined || typeof example !== 'number') return [];
    const placeholder = '<number>';
    return [
      {
        case: one,
        mutate: (answer) => {
          const marked = setting(at, placeholder)(answer);
          return { ...marked, body: marked.body.replace(JSON.stringify(placeholder), form(example)) };
        },
        expects: [
          expect('baseline/number-form', 'warning'),
          when(at === '/expires_in', 'rfc/expires-in-digits', 'info'),
        ],
      },
    ];
  };

const another = (value: Json): Json => (value === 'mac' ? 'Bearer' : 'mac');

export const valueMutations: readonly Mutation[] = [
  {
    name: 'change-constant',
    about: 'the token type is another one',
    kind: 'breaking',
    sites: tokenType((value) => String(another(value)), expect('baseline/constant', 'error')),
  },
  {
    name: 'change-case',
    about: 'the token type is written in small letters',
    kind: 'breaking',
    sites: tokenType((value) => value.toLowerCase(), expect('baseline/constant-case', 'warning')),
  },
  {
    name: 'shrink-scope',
    about: 'less scope is granted than was asked for',
    kind: 'breaking',
    sites: (mutated) =>
      // A scope of one word cannot shrink and still be one.
      scope(
        (value) => value.split(' ')[0] ?? value,
        expect('baseline/scope-shrank', 'error'),
        true,
      )(mutated).filter(
        ({ case: one }) =>
          one.response !== undefined &&
          String(valueAt(sentBody(one.response), mutated.provider.token.scope ?? '')).includes(' '),
      ),
  },
  {
    name: 'grow-scope',
    about: 'more scope is granted than was asked for',
    kind: 'breaking',
    sites: scope((value) => `${value} admin`, expect('baseline/scope-grew', 'warning'), true),
  },
  {
    name: 'change-scope',
    about: 'another scope is granted than was asked for',
    kind: 'breaking',
    sites: scope(() => 'admin', expect('baseline/scope-shrank', 'error'), true),
  },
  {
    name: 'empty-scope-granted',
    about: 'the scope that is granted breaks its grammar',
    kind: 'breaking',
    sites: scope((value) => `${value}  "x"`, expect('rfc/scope', 'info'), false),
  },
  {
    name: 'number-with-fraction',
    about: 'expires_in is written with a fraction of zero',
    kind: 'breaking',
    sites: lifetimeWritten((value) => `${value}.0`),
  },
  {
    name: 'number-with-exponent',
    about: 'expires_in is written with an exponent',
    kind: 'breaking',
    sites: lifetimeWritten((value) => `${value}e0`),
  },
];
