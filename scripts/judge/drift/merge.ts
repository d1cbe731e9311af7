import type { MemberShape, Shape } from '../../model/shape.ts';
import { statusClass } from '../../oauth/token-response.ts';
import { together } from './member-shapes.ts';
import { bothOpaque } from './opaque-form.ts';
import { isWithin } from './pairs.ts';
import { baselineRules } from './rules.ts';
import type { ShapeChange } from './shape-change.ts';

/** The newer shape, with what the older one knows: a member that only some answers have is optional. */
export function merged(old: Shape, shape: Shape, changes: readonly ShapeChange[]): Shape {
  if (old.body !== 'json' || shape.body !== 'json' || statusClass(old.status) !== statusClass(shape.status))
    return shape;
  const relaxed = changes.filter(({ rule }) => baselineRules[rule].accepts === 'relaxes').map(({ at }) => at);
  const added = changes.filter(({ rule }) => rule === 'baseline/member-added').map(({ at }) => at);
  const newer = Object.entries(shape.members).map(([at, member]): readonly [string, MemberShape] => {
    const before = Object.hasOwn(old.members, at) ? old.members[at] : undefined;
    if (before === undefined)
      return [at, added.some((one) => one === at) ? { ...member, optional: 'present' } : member];
    return [at, both(before, member)];
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

function both(before: MemberShape, member: MemberShape): MemberShape {
  const optional = before.optional === undefined ? {} : ({ optional: 'present' } as const);
  const isNull = (one: MemberShape): boolean => one.types.includes('null');
  const oneIsNull = isNull(before) !== isNull(member);
  if (oneIsNull) return { ...together(before, member), ...optional };
  // Tokens of one alphabet and of several lengths are what a baseline gets to know in time.
  const isAsLong = before.alphabet === member.alphabet;
  return { ...member, ...(isAsLong && bothOpaque(before, member)), ...optional };
}
