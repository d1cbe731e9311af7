import { join } from 'node:path';
import { isRecord } from '../model/json.ts';
import { type LifetimeRange, rangeOfValue } from '../model/lifetime-range.ts';
import type { Provider } from '../model/provider.ts';
import {
  type AcceptedCase,
  type Baseline,
  baselineFormat,
  baselinePath,
  type JwtShape,
  type MemberShape,
  notKept,
  type Shape,
} from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import { readJsonFile } from './json-file.ts';

/** Format 1 has a number for each lifetime, format 2 a range. */
type StoredLifetime = number | LifetimeRange;
type StoredJwt = Omit<JwtShape, 'lifetime'> & { readonly lifetime?: StoredLifetime };
type Unranged = Omit<MemberShape, 'lifetime' | 'jwt'>;
type StoredMember = Unranged & {
  readonly lifetime?: StoredLifetime;
  readonly jwt?: StoredJwt;
};
type StoredCase = Omit<AcceptedCase, 'shape'> & {
  readonly shape: Omit<Shape, 'members'> & { readonly members: Readonly<Record<string, StoredMember>> };
};
type StoredBaseline = Omit<Baseline, 'cases'> & { readonly cases: Readonly<Record<string, StoredCase>> };

const isNewer = (value: unknown): string | undefined => {
  const found = isRecord(value) ? value['format'] : undefined;
  return typeof found === 'number' && found > baselineFormat
    ? `has format ${found}, and this version of the tool reads up to ${baselineFormat}: update the tool`
    : undefined;
};

/** Reads a provider's baseline, also of an older format; `undefined` if there is none yet. @throws {UsageError} for a file that is not a baseline of this provider */
export async function readBaseline(root: string, { id, token }: Provider): Promise<Baseline | undefined> {
  const path = baselinePath(id);
  const baseline = await readJsonFile<StoredBaseline>(join(root, path), path, 'baseline', isNewer);
  if (baseline === undefined) return undefined;
  const problems = [
    ...(baseline.provider === id ? [] : [`${path} is of the provider ${baseline.provider}`]),
    ...Object.entries(baseline.cases).flatMap(([caseId, { firstSeen, lastSeen, shape }]) => [
      ...(caseId.startsWith(`${id}/`) ? [] : [`${path} has the case ${caseId}, which is of another provider`]),
      ...(firstSeen <= lastSeen ? [] : [`${path} says of ${caseId} that it was last seen before it was first seen`]),
      ...((shape.body === 'json') === Object.hasOwn(shape.members, '')
        ? []
        : [`${path} says of ${caseId} that its body is ${shape.body}, which its members contradict`]),
      ...orphans(shape.members).map((at) => `${path} has ${at} of ${caseId} without the member that it is in`),
      ...Object.entries(shape.members).flatMap(([at, { lifetime, jwt }]) =>
        [lifetime, jwt?.lifetime]
          .filter((one) => one !== undefined && !isLifetimeOf(baseline.format, one, token.expiry?.never))
          .map((one) => `${path} has at ${at} of ${caseId} the lifetime ${JSON.stringify(one)}, which cannot be`),
      ),
    ]),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const cases = Object.entries(baseline.cases).map(([caseId, accepted]) => [
    caseId,
    inTodaysFormat(baseline.format, accepted),
  ]);
  return { ...baseline, cases: Object.fromEntries(cases) };
}

const isLifetimeOf = (format: number, one: StoredLifetime, never: number | undefined): boolean =>
  typeof one === 'number' ? format === 1 : format > 1 && (one.min <= one.max || one.max === never);

function inTodaysFormat(format: number, { shape, ...accepted }: StoredCase): AcceptedCase {
  const firstSeen = Date.parse(accepted.firstSeen) / 1000;
  const range = (one: StoredLifetime): LifetimeRange =>
    typeof one === 'number' ? rangeOfValue(one, firstSeen, accepted.observations) : one;
  const members = Object.entries(shape.members).map(([at, { lifetime, jwt, ...member }]): [string, MemberShape] => [
    at,
    {
      ...(format === 1 ? withoutUnknown(member) : member),
      ...(lifetime !== undefined && { lifetime: range(lifetime) }),
      ...(jwt && { jwt: jwtInTodaysFormat(jwt, range) }),
    },
  ]);
  return { ...accepted, shape: { ...shape, members: Object.fromEntries(members) } };
}

/** Format 1 kept no long code and no long scope. An answer that shows it today differs from it in nothing. */
const withoutUnknown = ({ codes, scope, ...member }: Unranged): Unranged => ({
  ...member,
  ...(codes && !codes.some(isUnknown) && { codes }),
  ...(scope && !scope.some(isUnknown) && { scope }),
});

const isUnknown = (value: string): boolean => value.startsWith(notKept);

const jwtInTodaysFormat = (
  { lifetime, ...jwt }: StoredJwt,
  range: (one: StoredLifetime) => LifetimeRange,
): JwtShape => ({ ...jwt, ...(lifetime !== undefined && { lifetime: range(lifetime) }) });

/** Pointers whose parent is missing. */
const orphans = (members: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(members).filter((at) => at !== '' && !Object.hasOwn(members, at.slice(0, at.lastIndexOf('/'))));
