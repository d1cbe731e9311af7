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

/** The documentation can say what is granted only where a scope is asked for. */
const asksForScope = ({ provider }: MutatedProvider): boolean => provider.request.parameters['scope'] !== undefined;

const scope =
  (change: (value: string) => string, baseline: Expectation, alsoHarms: boolean) =>
  (mutated: MutatedProvider): readonly Place[] => {
    const one = canonicalOf(mutated);
    const at = mutated.provider.token.scope;
    const member = membersOf(mutated, one).find((candidate) => candidate.at === at);
    if (at === undefined || member === undefined) return [];
    const mutate = mapping(at, (value) => (typeof value === 'string' ? change(value) : value));
    const docs = member.hasConstant
      ? expect('docs/schema', 'error')
      : when(alsoHarms && asksForScope(mutated), 'docs/scope', 'warning');
    return [{ case: one, mutate, expects: [docs, baseline] }];
  };

/** Multiplies the lifetime in the example answer by `factor`. */
const lifetime =
  (factor: number) =>
  (mutated: MutatedProvider): readonly Place[] => {
    const one = canonicalOf(mutated);
    const { expiry, lifetime: documented } = mutated.provider.token;
    const member = membersOf(mutated, one).find((candidate) => candidate.at === expiry?.at);
    if (expiry === undefined || typeof member?.example !== 'number') return [];
    const value = Math.round(member.example * factor);
    if (value === 0) return [];
    const isProse =
      documented !== undefined && expiry.unit === 'seconds' && !member.hasConstant && expiry.atMost === undefined;
    const isImplausible = expiry.atMost !== undefined && value > expiry.atMost.value;
    return [
      {
        case: one,
        mutate: setting(expiry.at, value),
        expects: [
          when(member.hasConstant, 'docs/schema', 'error'),
          when(isProse, 'docs/lifetime', factor < 0.9 ? 'error' : 'warning'),
          when(isImplausible, 'docs/range', 'warning'),
          when(expiry.unit === 'seconds' && value > 3600, 'rfc/short-lifetime', 'info'),
          expect(
            factor < 1 ? 'baseline/lifetime-shorter' : 'baseline/lifetime-longer',
            factor < 1 ? 'error' : 'warning',
          ),
        ],
      },
    ];
  };

const otherCase = (value: string): string =>
  value === value.toLowerCase() ? value.toUpperCase() : value.toLowerCase();

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
    about: 'the token type is written in another letter case',
    kind: 'breaking',
    sites: tokenType(otherCase, expect('baseline/constant-case', 'warning')),
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
  { name: 'halve-lifetime', about: 'tokens live half as long', kind: 'breaking', sites: lifetime(0.5) },
  { name: 'double-lifetime', about: 'tokens live twice as long', kind: 'breaking', sites: lifetime(2) },
  { name: 'seconds-to-minutes', about: 'expires_in is in minutes', kind: 'breaking', sites: lifetime(1 / 60) },
  { name: 'seconds-to-milliseconds', about: 'expires_in is in milliseconds', kind: 'breaking', sites: lifetime(1000) },
  {
    name: 'duration-to-instant',
    about: 'expires_in is a time in milliseconds since 1970',
    kind: 'breaking',
    sites: (mutated) =>
      lifetime(1_900_000_000_000 / 3600)(mutated).map((place) => ({
        ...place,
        expects: [...(place.expects ?? []), expect('rfc/plausible-lifetime', 'info')],
      })),
  },
];
