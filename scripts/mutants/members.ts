import { isObject, valueAt } from '../model/pointer.ts';
import type { Json } from '../model/provider.ts';
import { canonicalOf, type DocumentedMember, membersOf, refusalsOf } from './documented.ts';
import {
  type Expectation,
  expect,
  type MutatedProvider,
  type Mutation,
  type Place,
  setting,
  when,
  withBody,
} from './mutation.ts';

type OfMember = Omit<Place, 'case' | 'at'> | undefined;

/** One place for each member of the canonical token response, and of each documented refusal. */
const ofMembers =
  (place: (member: DocumentedMember, mutated: MutatedProvider) => OfMember, bodies: 'all' | 'token' = 'token') =>
  (mutated: MutatedProvider): readonly Place[] => {
    const documentedRefusals = refusalsOf(mutated).filter(({ basis }) => basis === 'documented');
    const cases = [canonicalOf(mutated), ...(bodies === 'all' ? documentedRefusals : [])];
    return cases.flatMap((one) =>
      membersOf(mutated, one).flatMap((member) => {
        const found = place(member, mutated);
        return found === undefined ? [] : [{ ...found, case: one, at: member.at }];
      }),
    );
  };

const isToken = ({ at }: DocumentedMember, { provider }: MutatedProvider): boolean => at === provider.token.accessToken;
const isExpiry = ({ at }: DocumentedMember, { provider }: MutatedProvider): boolean => at === provider.token.expiry?.at;

/** A member that the schema leaves open is at most a warning. */
const graded = (isRequired: boolean) => (isRequired ? 'error' : 'warning');

const renamed: Readonly<Record<string, string>> = {
  access_token: 'accessToken',
  token_type: 'tokenType',
  type: 'token_type',
  expires_in: 'expiresIn',
  scope: 'scopes',
  error: 'error_code',
  error_code: 'errorCode',
  error_description: 'errorDescription',
  message: 'error_message',
};

const wrongType = (types: readonly string[]): Expectation | undefined => when(types.length > 0, 'docs/schema', 'error');

/** The rules that must report a member whose value has another type. */
const retyped = (
  member: DocumentedMember,
  mutated: MutatedProvider,
  rule: 'baseline/type-changed' | 'baseline/nullable' = 'baseline/type-changed',
): readonly (Expectation | undefined)[] => [
  wrongType(member.types),
  expect(isToken(member, mutated) ? 'baseline/token-unusable' : rule, 'error'),
];

/** Changes every text. */
const ofTexts = (wrap: (text: Json) => Json) =>
  ofMembers((member, mutated) =>
    typeof member.example !== 'string'
      ? undefined
      : {
          mutate: withBody((body) =>
            isObject(body) ? { ...body, [member.name]: wrap(body[member.name] ?? null) } : body,
          ),
          expects: retyped(member, mutated),
        },
  );

export const memberMutations: readonly Mutation[] = [
  {
    name: 'drop-member',
    about: 'a member is gone',
    kind: 'breaking',
    sites: ofMembers(
      ({ at, isRequired }, mutated) => ({
        mutate: setting(at, undefined),
        expects: [
          when(isRequired, 'docs/schema', 'error'),
          isRequired
            ? expect('baseline/member-removed', 'error')
            : expect('baseline/optional-member-removed', 'warning'),
          when(at === mutated.provider.token.tokenType, 'rfc/token-type', 'info'),
          when(at === mutated.provider.token.expiry?.at, 'rfc/expires-in', 'info'),
        ],
      }),
      'all',
    ),
  },
  {
    name: 'rename-member',
    about: 'a member has another name',
    kind: 'breaking',
    sites: ofMembers(
      ({ name, example, isRequired }) => ({
        mutate: withBody((body) =>
          isObject(body)
            ? Object.fromEntries(
                Object.entries(body).map(([key, value]) => [
                  key === name ? (renamed[name] ?? `new_${name}`) : key,
                  value,
                ]),
              )
            : body,
        ),
        expects: [
          when(isRequired, 'docs/schema', 'error'),
          // Under another object, its members have moved.
          expect(isObject(example) ? 'baseline/member-moved' : 'baseline/member-renamed', graded(isRequired)),
        ],
      }),
      'all',
    ),
  },
  {
    name: 'nest-member',
    about: 'a member moved below `data`',
    kind: 'breaking',
    sites: ofMembers(({ name, at, isRequired }) => ({
      mutate: withBody((body) =>
        isObject(body)
          ? {
              ...Object.fromEntries(Object.entries(body).filter(([key]) => key !== name)),
              data: { [name]: valueAt(body, at) ?? null },
            }
          : body,
      ),
      expects: [when(isRequired, 'docs/schema', 'error'), expect('baseline/member-moved', graded(isRequired))],
    })),
  },
  {
    name: 'null-member',
    about: 'a member is null',
    kind: 'breaking',
    sites: ofMembers(
      (member, mutated) => ({
        mutate: setting(member.at, null),
        expects: retyped(member, mutated, 'baseline/nullable'),
      }),
      'all',
    ),
  },
  {
    name: 'text-to-number',
    about: 'a text is a number',
    kind: 'breaking',
    sites: ofMembers(
      (member, mutated) =>
        typeof member.example !== 'string'
          ? undefined
          : {
              mutate: setting(member.at, 42),
              expects: retyped(member, mutated),
            },
      'all',
    ),
  },
  {
    name: 'text-to-list',
    about: 'a text is a list of texts',
    kind: 'breaking',
    sites: ofTexts((text) => [text]),
  },
  {
    name: 'text-to-object',
    about: 'a text is an object that holds it',
    kind: 'breaking',
    sites: ofTexts((text) => ({ value: text })),
  },
  {
    name: 'number-to-text',
    about: 'a number is written as text',
    kind: 'breaking',
    sites: ofMembers((member) =>
      typeof member.example !== 'number'
        ? undefined
        : {
            mutate: setting(member.at, String(member.example)),
            expects: [wrongType(member.types), expect('baseline/number-form', 'error')],
          },
    ),
  },
  {
    name: 'integer-to-float',
    about: 'an integer has a fraction',
    kind: 'breaking',
    sites: ofMembers((member, mutated) =>
      typeof member.example !== 'number' || !isExpiry(member, mutated)
        ? undefined
        : {
            mutate: setting(member.at, member.example + 0.5),
            expects: [
              when(member.types.includes('integer'), 'docs/schema', 'error'),
              expect('baseline/number-form', 'error'),
              expect('rfc/expires-in-digits', 'info'),
            ],
          },
    ),
  },
  {
    name: 'number-to-boolean',
    about: 'a number is true',
    kind: 'breaking',
    sites: ofMembers((member) =>
      typeof member.example !== 'number'
        ? undefined
        : {
            mutate: setting(member.at, true),
            expects: [wrongType(member.types), expect('baseline/type-changed', 'error')],
          },
    ),
  },
  {
    name: 'empty-token',
    about: 'the token is an empty text',
    kind: 'breaking',
    sites: ofMembers((member, mutated) =>
      isToken(member, mutated)
        ? {
            mutate: setting(member.at, ''),
            expects: [
              expect('docs/schema', 'error'),
              expect('baseline/token-unusable', 'error'),
              expect('rfc/access-token', 'info'),
            ],
          }
        : undefined,
    ),
  },
];
