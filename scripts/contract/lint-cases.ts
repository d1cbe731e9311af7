import { canonicalSlug } from '../model/case.ts';
import { childOf } from '../model/pointer.ts';
import type { Pointer, Provider } from '../model/provider.ts';
import { faultNamed, faultNames } from '../oauth/faults.ts';
import { refusalSlug } from './cases.ts';
import { commonRefusals, commonVariants } from './common.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Lint } from './lint.ts';
import type { Problem } from './plain-data.ts';

/** Variants, refusals and quirks: whether there can be such cases, and whether they say what they must. */
export const lintCases: Lint = (provider) => {
  const wrong = [...variants(provider), ...refusals(provider)];
  return [...wrong, ...quirks(provider)];
};

function response(
  provider: Provider,
  name: string | undefined,
  pointer: Pointer,
  isDocumented: boolean,
): readonly Problem[] {
  if (name === undefined) return isDocumented ? [{ pointer, message: 'what is documented names its response' }] : [];
  const at = childOf(pointer, 'response');
  const known = Object.keys(provider.responses);
  if (!known.includes(name))
    return [{ pointer: at, message: `there is no response ${name}${didYouMean(name, known)}` }];
  return isDocumented && provider.responses[name]?.basis !== 'documented'
    ? [{ pointer: at, message: `the basis is documented, and that of the response ${name} is not` }]
    : [];
}

function variants(provider: Provider): readonly Problem[] {
  const taken = [canonicalSlug, ...commonVariants.map(({ name }) => name)];
  return provider.variants.flatMap(({ name, basis, response: named, source }, index): readonly Problem[] => {
    const pointer: Pointer = `/variants/${index}`;
    const isTwice = provider.variants.findIndex((other) => other.name === name) < index;
    return [
      ...(taken.includes(name) || isTwice
        ? [{ pointer: childOf(pointer, 'name'), message: `another case is called ${name}` }]
        : []),
      ...response(provider, named ?? 'token', pointer, basis === 'documented'),
      ...(basis === 'documented' && source === undefined
        ? [{ pointer, message: 'what is documented names its source' }]
        : []),
    ];
  });
}

function refusals(provider: Provider): readonly Problem[] {
  const known = faultNames;
  const names = [canonicalSlug, ...[...provider.variants, ...commonVariants].map(({ name }) => name)];
  return provider.refusals.flatMap((refusal, index): readonly Problem[] => {
    const pointer: Pointer = `/refusals/${index}`;
    const { fault, of = '', basis } = refusal;
    if (!known.includes(fault))
      return [{ pointer: childOf(pointer, 'fault'), message: `there is no fault ${fault}${didYouMean(fault, known)}` }];
    const subjects = faultNamed(fault).subjects(provider);
    const slug = refusalSlug(refusal);
    const isTwice = provider.refusals.findIndex((other) => refusalSlug(other) === slug) < index;
    return [
      ...(subjects.includes(of) ? [] : [{ pointer: childOf(pointer, 'of'), message: subject(fault, of, subjects) }]),
      ...(isTwice || names.includes(slug) ? [{ pointer, message: `another case is called ${slug}` }] : []),
      ...response(provider, refusal.response, pointer, basis === 'documented'),
    ];
  });
}

function subject(fault: string, of: string, subjects: readonly string[]): string {
  if (subjects.length === 0) return `${fault} cannot be done to this request`;
  const named = subjects.filter((one) => one !== '');
  if (named.length === 0) return `${fault} is done to the whole request: leave "of" out`;
  return of === ''
    ? `${fault} needs "of": ${named.join(', ')}`
    : `${fault} cannot be done to ${of}${didYouMean(of, named)}`;
}

function quirks(provider: Provider): readonly Problem[] {
  const slugs = caseSlugs(provider);
  return provider.quirks.flatMap(({ id, outcomes }, index): readonly Problem[] => {
    const pointer: Pointer = `/quirks/${index}`;
    return [
      ...(provider.quirks.findIndex((other) => other.id === id) < index
        ? [{ pointer: childOf(pointer, 'id'), message: `another quirk is called ${id}` }]
        : []),
      ...outcomes.flatMap(({ case: slug, status, has }, place): readonly Problem[] => {
        const at = childOf(childOf(pointer, 'outcomes'), place);
        const isHidden = outcomes
          .slice(0, place)
          .some(
            (earlier) =>
              earlier.case === slug &&
              (earlier.has === undefined || earlier.has === has) &&
              (earlier.status === 'any' || earlier.status === status || earlier.status === `${String(status)[0]}xx`),
          );
        return [
          ...(slugs.includes(slug)
            ? []
            : [{ pointer: childOf(at, 'case'), message: `there is no case ${slug}${didYouMean(slug, slugs)}` }]),
          ...(isHidden ? [{ pointer: at, message: 'an earlier outcome of the same case hides it' }] : []),
        ];
      }),
    ];
  });
}

/** The slugs of all cases: those of `casesOf`, which makes them only where nothing is wrong. */
function caseSlugs(provider: Provider): readonly string[] {
  const variantNames = [...provider.variants, ...commonVariants].map(({ name }) => name);
  const listed = [...provider.refusals, ...commonRefusals(provider)].filter(({ fault }) => faultNames.includes(fault));
  return [...new Set([canonicalSlug, ...variantNames, ...listed.map(refusalSlug), ...Object.keys(provider.responses)])];
}
