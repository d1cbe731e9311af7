import type { LifetimeRange } from '../../model/lifetime-range.ts';
import type { TokenMembers } from '../../model/provider.ts';
import type { MemberShape, Shape } from '../../model/shape.ts';
import { statusClass } from '../../oauth/token-response.ts';
import { acceptedRange, jwtReading, type LifetimeReading, saidReading } from '../lifetime-change.ts';
import { together } from './member-shapes.ts';
import { bothOpaque } from './opaque-form.ts';
import { isWithin, toPointer } from './pairs.ts';
import { baselineRules } from './rules.ts';
import type { ShapeChange } from './shape-change.ts';

/** A place of a shape whose lifetime moved. */
export interface LifetimeMove {
  readonly at: string;
  readonly before: LifetimeRange;
  readonly after: LifetimeRange;
  readonly reading: LifetimeReading;
}

/** The lifetimes in `after` that are not those of `before`. How often they were seen does not matter. */
export function lifetimeMoves(before: Shape, after: Shape, token: TokenMembers): readonly LifetimeMove[] {
  const moved = (
    at: string,
    old: LifetimeRange | undefined,
    now: LifetimeRange | undefined,
    reading: LifetimeReading,
  ) =>
    old === undefined || now === undefined || sameRange(old, now) ? [] : [{ at, before: old, after: now, reading }];
  return Object.entries(after.members).flatMap(([at, { lifetime, jwt }]) => {
    const old = Object.hasOwn(before.members, at) ? before.members[at] : undefined;
    return [
      ...moved(at, old?.lifetime, lifetime, saidReading(toPointer(at), token)),
      ...moved(at, old?.jwt?.lifetime, jwt?.lifetime, jwtReading),
    ];
  });
}

const sameRange = (one: LifetimeRange, other: LifetimeRange): boolean =>
  one.min === other.min && one.max === other.max && one.left === other.left && one.instant === other.instant;

/** The accepted shape after an answer without a change: its lifetimes were seen once more, and what it lacks is known now. */
export const counted = (old: Shape, shape: Shape, token: TokenMembers): Shape => ({
  ...old,
  members: Object.fromEntries(
    Object.entries(old.members).map(([at, member]) => {
      const now = Object.hasOwn(shape.members, at) ? shape.members[at] : undefined;
      return [at, now === undefined ? member : { ...lately(now), ...member, ...lifetimesOf(at, member, now, token) }];
    }),
  ),
});

/** What a baseline of an earlier version does not have. */
const lately = ({ codes, scope, alphabet, tokenLength }: MemberShape): Partial<MemberShape> => ({
  ...(codes && { codes }),
  ...(scope && { scope }),
  ...(alphabet && { alphabet }),
  ...(tokenLength && { tokenLength }),
});

/** The accepted lifetimes of a place that has them before and now, or in one of both. */
function lifetimesOf(at: string, before: MemberShape, now: MemberShape, token: TokenMembers): Partial<MemberShape> {
  const lifetime = rangeAfter(before.lifetime, now.lifetime, saidReading(toPointer(at), token));
  // The claims of an encrypted JWT cannot be read.
  const isReadable = now.jwt !== undefined && now.jwt.enc === undefined;
  const jwt = isReadable ? rangeAfter(before.jwt?.lifetime, now.jwt?.lifetime, jwtReading) : undefined;
  return {
    ...(lifetime && { lifetime }),
    ...(now.jwt && { jwt: { ...now.jwt, ...before.jwt, ...(jwt && { lifetime: jwt }) } }),
  };
}

const rangeAfter = (
  before: LifetimeRange | undefined,
  now: LifetimeRange | undefined,
  reading: LifetimeReading,
): LifetimeRange | undefined =>
  before === undefined || now === undefined ? (now ?? before) : acceptedRange(before, now, reading);

/** The newer shape, with what the older one knows: a member that only some answers have is optional. */
export function merged(old: Shape, shape: Shape, changes: readonly ShapeChange[], token: TokenMembers): Shape {
  if (old.body !== 'json' || shape.body !== 'json' || statusClass(old.status) !== statusClass(shape.status))
    return shape;
  const relaxed = changes.filter(({ rule }) => baselineRules[rule].accepts === 'relaxes').map(({ at }) => at);
  const added = changes.filter(({ rule }) => rule === 'baseline/member-added').map(({ at }) => at);
  const newer = Object.entries(shape.members).map(([at, member]): readonly [string, MemberShape] => {
    const before = Object.hasOwn(old.members, at) ? old.members[at] : undefined;
    if (before === undefined)
      return [at, added.some((one) => one === at) ? { ...member, optional: 'present' } : member];
    return [at, both(at, before, member, token)];
  });
  const older = Object.entries(old.members).flatMap(([at, member]): readonly (readonly [string, MemberShape])[] => {
    if (Object.hasOwn(shape.members, at)) return [];
    if (relaxed.some((one) => one === at)) return [[at, { ...member, optional: 'absent' }]];
    // The members inside an optional member stay as they were accepted.
    const stays = member.optional === 'absent' || relaxed.some((one) => isWithin(at, one));
    return stays ? [[at, member]] : [];
  });
  return { ...shape, members: Object.fromEntries([...newer, ...older]) };
}

function both(at: string, before: MemberShape, member: MemberShape, token: TokenMembers): MemberShape {
  const optional = before.optional === undefined ? {} : ({ optional: 'present' } as const);
  const isNull = (one: MemberShape): boolean => one.types.includes('null');
  const oneIsNull = isNull(before) !== isNull(member);
  const { lifetime, jwt } = lifetimesOf(at, before, member, token);
  // A baseline gets to know the lengths of tokens of one alphabet in time.
  const isSameAlphabet = before.alphabet === member.alphabet;
  return {
    ...(oneIsNull ? together(before, member) : { ...member, ...(isSameAlphabet && bothOpaque(before, member)) }),
    ...optional,
    ...(lifetime && { lifetime }),
    ...(member.jwt && { jwt: { ...member.jwt, ...(jwt?.lifetime && { lifetime: jwt.lifetime }) } }),
  };
}
