import { environmentName } from '../model/variables.ts';
import type { VerifyConfig } from './config/index.ts';

/** Lists what a run would send, in order, with the safety class of each request. */
export function listing({ target, selected, live, skipped, misconfigured, observe }: VerifyConfig): string {
  const lines = selected.flatMap(({ provider, cases }) => {
    if (skipped.some((one) => one.provider === provider)) return [`${provider.id}: skipped, not configured`];
    if (misconfigured.some((one) => one.provider === provider))
      return [`${provider.id}: misconfigured, nothing is sent`];
    const host =
      target === 'mock' ? 'the built-in mock host' : live.find((one) => one.provider === provider)?.values['baseUrl'];
    const variables = ['baseUrl', ...Object.keys(provider.variables)].map((name) => environmentName(provider.id, name));
    const width = Math.max(...cases.map(({ id }) => id.length));
    return [
      `${provider.id}: to ${host}`,
      ...(target === 'mock' ? [] : [`  uses ${variables.join(', ')}`]),
      ...cases.map((one) => {
        const { mockOnly, credentials, mayIssue } = one.safety;
        const why =
          target === 'mock'
            ? ''
            : mockOnly
              ? 'not sent: mock-only'
              : one.folder === 'Observed' && !observe
                ? 'not sent: --observe or --case asks for it'
                : '';
        const classes = [
          one.basis,
          mockOnly ? 'mock-only' : `${credentials} credentials`,
          ...(mayIssue ? ['may issue a token'] : []),
          ...(why === '' ? [] : [why]),
        ];
        return `  ${one.id.padEnd(width)}  ${classes.join(', ')}`;
      }),
    ];
  });
  return `${lines.join('\n')}\n`;
}
