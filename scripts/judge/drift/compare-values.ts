import type { LifetimeRange } from '../../model/lifetime-range.ts';
import type { Pointer, Provider } from '../../model/provider.ts';
import { type JwtShape, type MemberShape, notKept, type Shape } from '../../model/shape.ts';
import { isTokenKind } from '../../oauth/token-response.ts';
import { jwtReading, type LifetimeReading, lifetimeChange, rangeInWords, saidReading } from '../lifetime-change.ts';
import { hasNewForm, isInItems, typesInWords } from './compare-types.ts';
import { opaqueChange } from './opaque-form.ts';
import { listed, type ShapeChange, shapeChange, without } from './shape-change.ts';

/** Changes of the values that a shape keeps, at places whose types are the same. */
export function valueChanges(
  same: readonly Pointer[],
  accepted: Shape,
  observed: Shape,
  token: Provider['token'],
): readonly ShapeChange[] {
  const isRefusal = accepted.status >= 400;
  const expiry = token.expiry?.at;
  const lifetime = same.flatMap((at) => (at === expiry ? lifetimes(at, accepted, observed, token) : []));
  return same.flatMap((at) => {
    const [before, after] = [accepted.members[at], observed.members[at]];
    if (before === undefined || after === undefined) return [];
    return [
      ...(at === expiry ? lifetime : []),
      ...numberForms(at, before, after),
      ...constants(at, before, after),
      // Outside of a list, the code of a refusal belongs to baseline/refusal-changed.
      ...(isRefusal && !isInItems(at) ? [] : codes(at, before, after)),
      ...scopes(at, before, after),
      ...tokens(at, before, after, lifetime.length === 0),
    ];
  });
}

const quoted = (values: readonly string[]): string =>
  values.map((value) => (value.startsWith(notKept) ? 'another' : `"${value}"`)).join(' or ');

/** Most clients read all forms alike. Strict ones fail on it. */
const numberForms = (at: Pointer, before: MemberShape, after: MemberShape): readonly ShapeChange[] =>
  hasNewForm(before, after)
    ? [shapeChange('baseline/number-form', at, typesInWords(before), typesInWords(after), { severity: 'warning' })]
    : [];

function constants(
  at: Pointer,
  { constant: before }: MemberShape,
  { constant: after }: MemberShape,
): readonly ShapeChange[] {
  if (before === undefined || after === undefined) return [];
  if (before.join() === after.join()) return [];
  const isCase = before.join().toLowerCase() === after.join().toLowerCase();
  return [shapeChange(isCase ? 'baseline/constant-case' : 'baseline/constant', at, quoted(before), quoted(after))];
}

function codes(at: Pointer, { codes: before }: MemberShape, { codes: after }: MemberShape): readonly ShapeChange[] {
  if (before === undefined || after === undefined) return [];
  const [added, lost] = [without(after, before), without(before, after)];
  if (added.length > 0) return [shapeChange('baseline/value-added', at, quoted(before), quoted(added))];
  return lost.length > 0 ? [shapeChange('baseline/value-removed', at, quoted(before), quoted(after))] : [];
}

const scopeWords = (words: readonly string[]): string =>
  words.length === 0 ? 'none' : words.map((word) => (word.startsWith(notKept) ? 'another word' : word)).join(' ');

function scopes(at: Pointer, { scope: before }: MemberShape, { scope: after }: MemberShape): readonly ShapeChange[] {
  if (before === undefined || after === undefined) return [];
  const [lost, added] = [without(before, after), without(after, before)];
  if (lost.length === 0 && added.length === 0) return [];
  const says = [
    ...(lost.length > 0 ? [`without ${scopeWords(lost)}`] : []),
    ...(added.length > 0 ? [`with ${scopeWords(added)}`] : []),
  ];
  const rule = lost.length > 0 ? 'baseline/scope-shrank' : 'baseline/scope-grew';
  return [shapeChange(rule, at, scopeWords(before), `${scopeWords(after)} (${says.join(', ')})`)];
}

function lifetimes(at: Pointer, accepted: Shape, observed: Shape, token: Provider['token']): readonly ShapeChange[] {
  const [before, after] = [accepted.members[at]?.lifetime, observed.members[at]?.lifetime];
  return lifetimesBetween(at, before, after, saidReading(at, token));
}

function lifetimesBetween(
  at: Pointer,
  before: LifetimeRange | undefined,
  after: LifetimeRange | undefined,
  reading: LifetimeReading,
): readonly ShapeChange[] {
  const found = before && after && lifetimeChange(before, after, reading);
  if (before === undefined || found === undefined) return [];
  const { kind, words, severity } = found;
  return [shapeChange(`baseline/lifetime-${kind}`, at, rangeInWords(before), words, { severity })];
}

/** `alone`: no lifetime change was reported on the expiry member, so that of the token itself is reported. */
function tokens(at: Pointer, before: MemberShape, after: MemberShape, alone: boolean): readonly ShapeChange[] {
  const [kind, now] = [before.formats?.join(' or '), after.formats?.join(' or ')];
  const wasToken = kind !== undefined && isTokenKind(kind);
  if (wasToken && kind !== now)
    return [shapeChange('baseline/token-form', at, formatInWords(kind), formatInWords(now ?? 'nothing'))];
  if (kind === 'opaque') return opaqueChange(at, before, after);
  if (before.jwt === undefined || after.jwt === undefined) return [];
  return [
    ...forms(at, before.jwt, after.jwt),
    ...(alone ? lifetimesBetween(at, before.jwt.lifetime, after.jwt.lifetime, jwtReading) : []),
  ];
}

const formatInWords = (format: string): string =>
  format === 'jwt' ? 'a JWT' : format === 'opaque' ? 'an opaque token' : `a string (${format})`;

const encryptionInWords = ({ alg, enc }: JwtShape): string =>
  enc === undefined ? `a JWT with alg ${alg}` : `an encrypted JWT with alg ${alg}, enc ${enc}`;

function forms(at: Pointer, before: JwtShape, after: JwtShape): readonly ShapeChange[] {
  const isEncrypted = after.enc !== undefined;
  if ((before.enc !== undefined) !== isEncrypted)
    return [shapeChange('baseline/token-form', at, encryptionInWords(before), encryptionInWords(after))];
  const parts = ['header', 'claims'] as const;
  const lost = parts.flatMap((part) => without(before[part], after[part]).map((name) => `${part} ${name}`));
  const added = parts.flatMap((part) => without(after[part], before[part]).map((name) => `${part} ${name}`));
  const values = (['alg', 'enc', 'iss'] as const).filter(
    (name) => before[name] !== undefined && after[name] !== undefined && before[name] !== after[name],
  );
  if (values.length === 0 && lost.length === 0)
    return added.length === 0
      ? []
      : [shapeChange('baseline/claim-added', at, 'the claims that were accepted', `new: ${listed(added)}`)];
  const says = [
    ...values.map((name) => `${name} ${after[name]}`),
    ...(lost.length > 0 ? [`without ${listed(lost)}`] : []),
    ...(added.length > 0 ? [`with ${listed(added)}`] : []),
  ];
  const had = [...values.map((name) => `${name} ${before[name]}`), ...lost];
  return [
    shapeChange(
      'baseline/token-form',
      at,
      `a JWT with ${listed(had)}`,
      `a JWT with ${says.join(', ')}`.replace('with without', 'without'),
    ),
  ];
}
