import type { Provider, Refusal, Variant } from '../model/provider.ts';
import { faultNamed, mayUseBasic } from '../oauth/faults.ts';
import { probe } from '../oauth/probe.ts';

/** Variants that every provider gets beside its own. Their answers are recorded and never fail. */
export const commonVariants = (provider: Provider): readonly Variant[] => [
  {
    name: 'extra-parameter',
    title: 'Token with an unknown extra parameter',
    change: { parameters: { [probe.parameter]: 'ignored' } },
    basis: 'observed',
  },
  { name: 'empty-scope', title: 'Token with an empty scope', change: { parameters: { scope: '' } }, basis: 'observed' },
  ...(mayUseBasic(provider)
    ? [
        {
          name: 'basic-scheme',
          title: 'Token with the scheme "basic" in small letters',
          change: { authentication: 'client_secret_basic', basicScheme: 'basic' },
          basis: 'observed',
        } as const,
      ]
    : []),
];

/** Observed refusals that every provider gets. Leaves out those that it lists itself and those that its request cannot show. */
export function commonRefusals(provider: Provider): readonly Refusal[] {
  const wanted: readonly Refusal[] = [
    { fault: 'wrong-method', of: 'GET', basis: 'observed' },
    { fault: 'token-by-get', basis: 'observed' },
    ...faultNamed('repeated-parameter')
      .subjects(provider)
      .map((of) => ({ fault: 'repeated-parameter', of, basis: 'observed' }) as const),
    { fault: 'credentials-in-query', basis: 'observed' },
    { fault: 'unknown-client', of: 'basic', basis: 'observed' },
    { fault: 'two-client-authentications', basis: 'observed' },
  ];
  return wanted.filter(
    ({ fault, of = '' }) =>
      faultNamed(fault).subjects(provider).includes(of) &&
      !provider.refusals.some((listed) => listed.fault === fault && (listed.of ?? '') === of),
  );
}
