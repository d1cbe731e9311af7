import type { Assertion } from '../model/case.ts';
import type { KnownResponse, Pointer, Provider } from '../model/provider.ts';

const refused: Assertion = { rule: 'docs/refused', level: 'error', title: 'no token is issued' };

/** The assertions of a documented response, in the order in which a person would check them. */
function promised(response: KnownResponse): readonly Assertion[] {
  const levelOf = (what: 'status' | 'media-type' | Pointer) =>
    response.advisory?.some((advisory) => advisory === what) ? ('warning' as const) : ('error' as const);
  const oneOf = typeof response.status === 'number' ? [response.status] : response.status;
  const mediaType = response.mediaType ?? 'application/json';
  const values = Object.entries(response.values ?? {}).map(([name, equals]): Assertion => {
    const at: Pointer = `/${name.slice(1)}`;
    return { rule: 'docs/value', level: levelOf(at), title: `${at} is ${JSON.stringify(equals)}`, at, equals };
  });
  return [
    { rule: 'docs/status', level: levelOf('status'), title: `status is ${oneOf.join(' or ')}`, oneOf },
    ...(response.isEmpty === true
      ? []
      : [
          {
            rule: 'docs/media-type',
            level: levelOf('media-type'),
            title: `Content-Type is ${mediaType}`,
            is: mediaType,
          } as const,
        ]),
    ...(response.schema === undefined
      ? []
      : [
          {
            rule: 'docs/schema',
            level: 'error',
            title: `body matches ${response.schema}`,
            schema: response.schema,
          } as const,
        ]),
    ...values,
  ];
}

function plausibleExpiry({ expiry }: Provider['token']): readonly Assertion[] {
  if (expiry?.atMost === undefined) return [];
  const { value: maximum, source } = expiry.atMost;
  const minimum = Math.min(1, expiry.never ?? 1);
  return [
    {
      rule: 'docs/range',
      level: 'warning',
      title: `${expiry.at} is from ${minimum} to ${maximum}`,
      at: expiry.at,
      minimum,
      maximum,
      source,
    },
  ];
}

export const tokenAssertions = (provider: Provider, response: KnownResponse): readonly Assertion[] => [
  ...promised(response),
  ...(response === provider.responses.token ? plausibleExpiry(provider.token) : []),
];

/** The first assertion is that no token is issued. Those of the documented response, if there is one, follow. */
export const refusalAssertions = (response: KnownResponse | undefined): readonly Assertion[] => [
  refused,
  ...(response === undefined ? [] : promised(response)),
];
