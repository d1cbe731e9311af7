import { type Case, canonicalSlug } from '../model/case.ts';
import { mockResponseName } from '../model/mock-headers.ts';
import type { KnownResponse, Provider, Refusal, Source, Variant } from '../model/provider.ts';
import { faultNamed } from '../oauth/faults.ts';
import { tokenRequest } from '../oauth/token-request.ts';
import { refusalAssertions, tokenAssertions } from './assertions.ts';
import { commonRefusals, commonVariants } from './common.ts';

/**
 * All cases of a provider in the order in which they are sent: the canonical token request, the other asserted cases, then the
 * observed ones.
 */
export function casesOf(provider: Provider): readonly Case[] {
  const canonical = tokenCase(provider, {
    name: canonicalSlug,
    title: 'Token',
    change: {},
    basis: 'documented',
    source: provider.request.source,
  });
  const variants = [...provider.variants, ...commonVariants(provider)].map((variant) => tokenCase(provider, variant));
  const refusals = [...provider.refusals, ...commonRefusals(provider)].map((refusal) => refusalCase(provider, refusal));
  const sent = [canonical, ...variants, ...refusals];
  const reached = new Set(sent.flatMap((one) => one.response?.name ?? []));
  const unreached = Object.entries(provider.responses).filter(
    ([name, response]) => response.basis === 'documented' && !reached.has(name),
  );
  const all = [...sent, ...unreached.map(([name, response]) => mockOnlyCase(provider, name, response))];
  return (['Token', 'Refusals', 'Observed'] as const).flatMap((folder) => all.filter((one) => one.folder === folder));
}

const responseNamed = (provider: Provider, name: string): { readonly name: string } & KnownResponse => {
  const response = provider.responses[name];
  if (response === undefined) throw new Error(`${provider.id} has no response called ${name}`);
  return { name, ...response };
};

function tokenCase(provider: Provider, variant: Variant): Case {
  const documented = variant.basis === 'documented';
  const name = variant.response ?? 'token';
  const response = provider.responses[name];
  return {
    id: `${provider.id}/${variant.name}`,
    folder: documented ? 'Token' : 'Observed',
    title: variant.title,
    request: tokenRequest(provider, variant.change),
    basis: variant.basis,
    ...(documented && { response: responseNamed(provider, name) }),
    source: variant.source ?? provider.request.source,
    assertions: documented && response !== undefined ? tokenAssertions(provider, response) : [],
    safety: { credentials: 'configured', mayIssue: true, mockOnly: false },
  };
}

/** The slug of the case that a refusal becomes. */
export const refusalSlug = ({ fault, of = '' }: Pick<Refusal, 'fault' | 'of'>): string =>
  kebab([fault, of].filter((part) => part !== '').join('-'));

const kebab = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

function refusalCase(provider: Provider, refusal: Refusal): Case {
  const fault = faultNamed(refusal.fault);
  const of = refusal.of ?? '';
  if (!fault.subjects(provider).includes(of))
    throw new Error(`${provider.id}: ${refusal.fault} cannot be done to "${of}"`);
  const documented = refusal.basis === 'documented' ? responseNamed(provider, refusal.response) : undefined;
  const source: Source = refusal.source ?? documented?.source ?? provider.request.source;
  const credentials = fault.credentials(of, provider);
  return {
    id: `${provider.id}/${refusalSlug(refusal)}`,
    folder: refusal.basis === 'observed' ? 'Observed' : 'Refusals',
    title: fault.title(of, provider),
    request: fault.apply(tokenRequest(provider), of, provider),
    fault: { name: refusal.fault, of },
    basis: refusal.basis,
    ...(documented && { response: documented }),
    source,
    assertions: refusal.basis === 'observed' ? [] : refusalAssertions(documented),
    safety: {
      credentials,
      mayIssue: credentials === 'configured' && refusal.basis === 'observed',
      mockOnly: refusal.fault === 'wrong-secret',
    },
  };
}

/** A case for a documented response that no request can safely trigger. The request names it, and only the mock reads that name. */
function mockOnlyCase(provider: Provider, name: string, response: KnownResponse): Case {
  const request = tokenRequest(provider);
  return {
    id: `${provider.id}/${name}`,
    folder: 'Refusals',
    title: `Answer ${name}`,
    request: { ...request, headers: [...request.headers, [mockResponseName, name]] },
    reply: name,
    basis: 'documented',
    response: { name, ...response },
    source: response.source,
    assertions: refusalAssertions(response),
    safety: { credentials: 'configured', mayIssue: false, mockOnly: true },
  };
}
