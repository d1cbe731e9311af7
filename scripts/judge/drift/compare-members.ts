import type { Pointer } from '../../model/provider.ts';
import type { MemberShape, Shape } from '../../model/shape.ts';
import { isInItems, typeChange, typesInWords } from './compare-types.ts';
import type { Documented } from './documented.ts';
import { isWithin, moves, nameOf, type Pair, parentOf, renames, toPointer } from './pairs.ts';
import { listed, type ShapeChange, shapeChange } from './shape-change.ts';

export interface MemberChanges {
  readonly changes: readonly ShapeChange[];
  /** Places that both shapes have and that no change is on yet. */
  readonly same: readonly Pointer[];
}

const has = (shape: Shape, at: string): boolean => Object.hasOwn(shape.members, at);
const pointersOf = (shape: Shape): readonly Pointer[] => Object.keys(shape.members).map(toPointer);
const outermost = (list: readonly Pointer[]): readonly Pointer[] =>
  list.filter((at) => !list.some((other) => other !== at && isWithin(at, other)));

const isItem = (at: Pointer, list: Shape): boolean => at.endsWith('/*') && has(list, parentOf(at));
/** Inside a value that was accepted as an object or null and that is null now. */
const isInNothing = (at: Pointer, shape: Shape): boolean =>
  at !== '' && shape.members[parentOf(at)]?.types.every((type) => type !== 'object' && type !== 'array') === true;
const outside = (list: readonly Pointer[], leftOut: (at: Pointer) => boolean): readonly Pointer[] => {
  const roots = list.filter(leftOut);
  return list.filter((at) => !roots.some((root) => isWithin(at, root)));
};

/** Members that came, went, moved, were renamed or changed their type. What follows from another change is not reported. */
export function memberChanges(accepted: Shape, observed: Shape, documented: Documented): MemberChanges {
  const common = pointersOf(accepted).filter((at) => has(observed, at));
  const types = common.flatMap((at) => typeOf(at, accepted, observed, documented));
  const settled = outermost(types.filter(({ rule }) => rule !== 'baseline/type-narrowed').map(({ at }) => at));
  const isOpen = (at: Pointer): boolean => !settled.some((one) => isWithin(at, one));

  const gone = pointersOf(accepted).filter((at) => !has(observed, at) && isOpen(at));
  const added = pointersOf(observed).filter((at) => !has(accepted, at) && isOpen(at));
  // An optional member may be missing, and an empty list does not show what its items are like.
  const lost = outside(
    gone,
    (at) => memberOf(accepted, at).optional === 'absent' || isItem(at, observed) || isInNothing(at, observed),
  );
  const fresh = outside(added, (at) => isItem(at, accepted));

  const renamed = renames(outermost(lost), outermost(fresh), accepted.members, observed.members);
  const isPaired = (at: Pointer, pairs: readonly Pair[], side: keyof Pair): boolean =>
    pairs.some((pair) => isWithin(at, pair[side]));
  const moved = moves(
    lost.filter((at) => !isPaired(at, renamed, 'from')),
    fresh.filter((at) => !isPaired(at, renamed, 'to')),
    accepted.members,
    observed.members,
  );
  const explains = (at: Pointer, side: keyof Pair): boolean =>
    [...renamed, ...moved].some((pair) => isWithin(at, pair[side]) || isWithin(pair[side], at));

  return {
    changes: [
      ...types.filter(({ at, rule }) => settled.includes(at) || (rule === 'baseline/type-narrowed' && isOpen(at))),
      ...moveChanges(moved, documented),
      ...renamed.map((pair) => renameChange(pair, accepted, observed, documented)),
      ...outermost(lost.filter((at) => !explains(at, 'from'))).map((at) => removal(at, accepted, observed, documented)),
      ...common.filter(isOpen).flatMap((at) => optionality(at, accepted, observed, documented)),
      ...outermost(fresh.filter((at) => !explains(at, 'to'))).map((at) =>
        shapeChange('baseline/member-added', at, 'nothing', memberTypesInWords(observed, at)),
      ),
    ],
    same: common.filter(isOpen),
  };
}

const emptyMember: MemberShape = { types: [] };
const memberOf = (shape: Shape, at: Pointer): MemberShape => shape.members[at] ?? emptyMember;
const memberTypesInWords = (shape: Shape, at: Pointer): string => typesInWords(memberOf(shape, at));

const typeOf = (at: Pointer, accepted: Shape, observed: Shape, documented: Documented): readonly ShapeChange[] => {
  const found = typeChange(at, memberOf(accepted, at), memberOf(observed, at), accepted, documented);
  return found === undefined ? [] : [found];
};

/** The same grade as for a lost member: that is what a client sees at the old place. */
const gradeOf = (at: Pointer, documented: Documented) =>
  documented.leavesOptional(at) ? ({ severity: 'warning' } as const) : {};

function removal(at: Pointer, accepted: Shape, observed: Shape, documented: Documented): ShapeChange {
  const isOptional = memberOf(accepted, at).optional !== undefined || documented.leavesOptional(at);
  const left = pointersOf(observed)
    .filter((one) => one !== '' && parentOf(one) === parentOf(at))
    .map(nameOf);
  return shapeChange(
    isOptional ? 'baseline/optional-member-removed' : 'baseline/member-removed',
    at,
    memberTypesInWords(accepted, at),
    left.length === 0 ? 'missing' : `missing; there is ${listed(left.slice(0, 20))}`,
  );
}

function renameChange({ from, to }: Pair, accepted: Shape, observed: Shape, documented: Documented): ShapeChange {
  const [before, after] = [memberTypesInWords(accepted, from), memberTypesInWords(observed, to)];
  const and = before === after ? '' : `, and it is ${after} instead of ${before}`;
  return shapeChange(
    'baseline/member-renamed',
    from,
    nameOf(from),
    `${nameOf(from)} is gone and ${nameOf(to)} is new: renamed?${and}`,
    gradeOf(from, documented),
  );
}

/** Members that moved together from one parent to another are one change. */
function moveChanges(pairs: readonly Pair[], documented: Documented): readonly ShapeChange[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const key = `${parentOf(pair.from)} ${parentOf(pair.to)}`;
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].flatMap((group) => {
    // The gravest stands for all.
    const [first] = group.toSorted(
      (a, b) => Number(documented.leavesOptional(a.from)) - Number(documented.leavesOptional(b.from)),
    );
    if (first === undefined) return [];
    const [from, to] = [parentOf(first.from), parentOf(first.to)].map((at) => (at === '' ? 'the top level' : at));
    const names = listed(group.map((pair) => nameOf(pair.from)));
    const actual = `${names} moved from ${from} to ${to}`;
    return [
      shapeChange('baseline/member-moved', first.from, `${names} in ${from}`, actual, gradeOf(first.from, documented)),
    ];
  });
}

function optionality(at: Pointer, accepted: Shape, observed: Shape, documented: Documented): readonly ShapeChange[] {
  const [before, after] = [memberOf(accepted, at).optional, memberOf(observed, at).optional];
  if (before === undefined && after !== undefined)
    return [
      shapeChange(
        'baseline/member-optional',
        at,
        'in every item',
        'in some items and not in others',
        gradeOf(at, documented),
      ),
    ];
  return before !== undefined && after === undefined && isInItems(at)
    ? [shapeChange('baseline/member-required', at, 'in some items and not in others', 'in every item')]
    : [];
}
