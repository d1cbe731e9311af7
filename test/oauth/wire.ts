import type { WireRequest } from '../../scripts/model/case.ts';
import type { Provider } from '../../scripts/model/provider.ts';

export const baseUrl = 'http://127.0.0.1:4010/base';

/** What the mock host accepts. */
export const mockValues = (provider: Provider): Record<string, string> => ({
  baseUrl,
  ...Object.fromEntries(Object.entries(provider.variables).map(([name, { mock }]) => [name, mock])),
});

/** Values that no provider file holds, in characters that no encoding changes, so that a leak shows as text. */
export const configuredValues = (provider: Provider): Record<string, string> => ({
  ...mockValues(provider),
  clientId: 'configured-id-7f3a',
  clientSecret: 'configured-secret-91bc',
});

/** All that a server could read in a request. */
export function bytesOf({ method, url, headers, body }: WireRequest): string {
  const decoded = [...headers].map(([name, value]) => {
    const basic = /^basic (.*)$/i.exec(value)?.[1];
    return `${name}: ${basic === undefined ? value : Buffer.from(basic, 'base64').toString()}`;
  });
  return [method, url.href, ...decoded, body].join('\n');
}

/** The same provider, had it documented Basic. */
export const underBasic = (provider: Provider): Provider => ({
  ...provider,
  name: `${provider.name} under Basic`,
  request: { ...provider.request, authentication: 'client_secret_basic' },
});
