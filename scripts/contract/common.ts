import type { Provider, Refusal, Variant } from '../model/provider.ts';
import { faultNamed } from '../oauth/faults.ts';
import { probe } from '../oauth/probe.ts';

/** Variants that every provider gets beside its own. Their answers are recorded and never fail. */
export const commonVariants: readonly Variant[] = [
  {
    name: 'extra-parameter',
    title: 'Token with an unknown extra parameter',
    change: { parameters: { [probe.parameter]: 'ignored' } },
    basis: 'observed',
  },
  { name: 'empty-scope', title: 'Token with an empty scope', change: { parameters: { scope: '' } }, basis: 'observed' },
];

/** Observed refusals that every provider gets. Leaves out those that it lists itself and those that its request cannot show. */
export function commonRefusals(provider: Provider): readonly Refusal[] {
  const wanted: readonly Refusal[] = [
    { fault: 'wrong-method', of: 'GET', basis: 'observed' },
    {
      fault: 'repeated-parameter',
      of: faultNamed('repeated-parameter').subjects(provider)[0] ?? '',
      basis: 'observed',
    },
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
