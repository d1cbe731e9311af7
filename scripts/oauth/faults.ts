import type { Fault, ReadRequest, RequestTemplate } from '../model/case.ts';
import type { Encoding, FaultName, Json, Pairs, Provider } from '../model/provider.ts';
import { credentialNamesOf, mockClient, mockValues } from '../model/variables.ts';
import { clientAuthMethod } from './client-auth/index.ts';
import { probe } from './probe.ts';
import { parameterText, resolve } from './template.ts';

const invalidRequest = (section: string, statuses: readonly number[] = [400]) => ({
  errors: ['invalid_request'],
  statuses,
  section,
});

/** §5.2: where no client authentication is included, `invalid_client` with 400 or 401 is right too. */
const withoutClient = (statuses: readonly number[]) => ({
  errors: ['invalid_request', 'invalid_client'],
  statuses: [...statuses, 401],
  section: '5.2',
});

const probeClient = { id: probe.clientId, secret: probe.clientSecret };
const bodyParameters = (provider: Provider) => Object.keys(provider.request.parameters);
/** Whether the canonical request carries the credentials as parameters of the body. */
const postsCredentials = ({ request }: Provider) => clientAuthMethod(request.authentication).carriedIn === 'body';
const credentials = ({ request }: Provider): readonly string[] => {
  const { id, secret } = credentialNamesOf(request);
  return [id, secret];
};
const isCredential = (name: string, provider: Provider) => credentials(provider).includes(name);
const isId = (name: string, { request }: Provider) => name === credentialNamesOf(request).id;

/** The body encodings that the documentation accepts. */
export const acceptedEncodings = (provider: Provider): readonly Encoding[] => [
  provider.request.encoding,
  ...provider.variants
    .filter((variant) => variant.basis === 'documented')
    .flatMap((variant) => variant.change.encoding ?? []),
];
const acceptsJson = (provider: Provider) => acceptedEncodings(provider).includes('json');

/** Whether the provider file has a right request with Basic. Without one, the client may not be allowed to use it. */
export const mayUseBasic = ({ request, variants }: Provider): boolean =>
  [request, ...variants.map(({ change }) => change)].some(
    ({ authentication }) => authentication === 'client_secret_basic',
  );

const fieldsOf = ({ body }: RequestTemplate): Pairs<Json> =>
  body.kind === 'form' || body.kind === 'json' ? body.fields : [];

const mapFields = (
  request: RequestTemplate,
  change: (fields: readonly (readonly [string, Json])[]) => readonly (readonly [string, Json])[],
): RequestTemplate =>
  request.body.kind === 'form' || request.body.kind === 'json'
    ? { ...request, body: { ...request.body, fields: change(request.body.fields) } }
    : request;

const withField = (request: RequestTemplate, field: string, value: Json) =>
  mapFields(request, (fields) => fields.map(([name, old]) => [name, name === field ? value : old]));

const valuesOf = (read: ReadRequest, field: string) =>
  (read.fields ?? []).filter(([name]) => name === field).map(([, value]) => value);
const isMissing = (value: Json | undefined) => value === undefined || value === '';

/** Every scope word in the provider's documented and observed requests. */
function knownScope(provider: Provider): ReadonlySet<string> {
  const values = mockValues(provider, '');
  const templates = [
    provider.request.parameters['scope'],
    ...provider.variants.map((variant) => variant.change.parameters?.['scope']),
  ];
  return new Set(templates.flatMap((scope) => (typeof scope === 'string' ? resolve(scope, values).split(' ') : [])));
}

/**
 * Every way in which a token request can be wrong. The order matters: the mock answers the first fault that it detects, so a
 * fault must stand before other faults that its own request also shows.
 */
export const faults: readonly Fault[] = [
  {
    name: 'token-by-get',
    title: () => 'GET with the parameters in the query and the client in Basic',
    subjects: (provider) => (mayUseBasic(provider) ? [''] : []),
    credentials: () => 'configured',
    apply: (good) => ({
      ...good,
      method: 'GET',
      query: [...good.query, ...fieldsOf(good).map(([name, value]) => [name, parameterText(value)] as const)],
      clients: good.clients.map((client) => ({ ...client, authentication: 'client_secret_basic' })),
      body: { kind: 'none' },
    }),
    detect: (seen, read) =>
      seen.method === 'GET' &&
      read.clients.some(({ how, secret }) => how === 'client_secret_basic' && !isMissing(secret)),
    rfc: () => invalidRequest('3.2', [405, 400]),
  },
  {
    name: 'wrong-method',
    title: (of) => `${of} instead of POST`,
    subjects: () => ['GET'],
    credentials: () => 'probe',
    apply: (good, of) => ({ ...good, method: of, clients: [], body: { kind: 'none' } }),
    detect: (seen, _read, _of, provider) => seen.method !== provider.request.method,
    rfc: () => invalidRequest('3.2', [405, 400]),
  },
  {
    name: 'malformed-json',
    title: () => 'Malformed JSON',
    subjects: (provider) => (acceptsJson(provider) ? [''] : []),
    credentials: () => 'probe',
    apply: (good, _of, provider) => ({
      ...good,
      clients: [],
      body: {
        kind: 'raw',
        mediaType: 'application/json',
        text: `{${JSON.stringify(credentialNamesOf(provider.request).id)}:"${probe.clientId}",`,
      },
    }),
    detect: (seen, read, _of, provider) =>
      acceptsJson(provider) && read.encoding === 'json' && seen.body !== '' && read.fields === undefined,
    rfc: () => withoutClient([400]),
  },
  {
    name: 'wrong-media-type',
    title: (of) =>
      of === 'json'
        ? 'JSON body'
        : of === 'form-as-json'
          ? 'Form body with Content-Type application/json'
          : `${of} body`,
    subjects: (provider) => [...(acceptsJson(provider) ? [] : ['form-as-json', 'json']), 'text/plain'],
    credentials: (of) => (of === 'text/plain' ? 'probe' : 'configured'),
    apply: (good, of, provider) => {
      const { id, secret } = credentialNamesOf(provider.request);
      const text = `${encodeURIComponent(id)}=${probe.clientId}&${encodeURIComponent(secret)}=${probe.clientSecret}`;
      if (of === 'json') return { ...good, body: { kind: 'json', fields: fieldsOf(good) } };
      return of === 'form-as-json'
        ? { ...good, body: { kind: 'form', fields: fieldsOf(good), mediaType: 'application/json' } }
        : { ...good, clients: [], body: { kind: 'raw', mediaType: of, text } };
    },
    detect: (seen, read, of, provider) => {
      if (of === 'text/plain') return read.encoding === 'other';
      const isJson = read.fields !== undefined || seen.body === '';
      return read.encoding === 'json' && !acceptsJson(provider) && isJson === (of === 'json');
    },
    // A server that reads no JSON finds no client in it.
    rfc: () => withoutClient([400, 415]),
  },
  {
    name: 'empty-body',
    title: () => 'Empty body',
    subjects: () => [''],
    credentials: () => 'probe',
    apply: (good) => ({ ...good, clients: [], body: { kind: 'none' } }),
    // If a header carries the credentials, a form without parameters is a correct empty body.
    detect: (seen, read) => seen.body.trim() === '' && (read.encoding !== 'form' || read.clients.length === 0),
    rfc: () => withoutClient([400]),
  },
  {
    name: 'two-client-authentications',
    title: () => 'Credentials in the body and in Basic',
    subjects: () => [''],
    credentials: () => 'configured',
    apply: (good) => ({
      ...good,
      clients: (['client_secret_post', 'client_secret_basic'] as const).flatMap((authentication) =>
        good.clients.map((client) => ({ ...client, authentication })),
      ),
    }),
    detect: (_seen, read) =>
      read.clients.some((client) => client.how === 'client_secret_basic') &&
      read.clients.some((client) => client.how === 'client_secret_post' && !isMissing(client.secret)),
    rfc: () => invalidRequest('5.2'),
  },
  {
    name: 'credentials-in-query',
    title: () => 'Credentials in the query',
    subjects: () => [''],
    credentials: () => 'probe',
    apply: (good) => ({ ...good, clients: [{ ...good.clients[0], authentication: 'query', ...probeClient }] }),
    detect: (_seen, read) => read.clients.some((client) => client.how === 'query'),
    rfc: () => ({ errors: ['invalid_request', 'invalid_client'], statuses: [400, 401], section: '2.3.1' }),
  },
  {
    name: 'repeated-parameter',
    title: (of) => `${of} sent twice`,
    subjects: (provider) => [...bodyParameters(provider), ...(postsCredentials(provider) ? credentials(provider) : [])],
    credentials: () => 'configured',
    // Both copies are the same: whichever a server reads, it sees no wrong password of a real client.
    apply: (good, of, provider) =>
      mapFields(good, (fields) => [
        ...fields,
        ...(isCredential(of, provider)
          ? good.clients.map(({ id, secret }) => [of, isId(of, provider) ? id : secret] as const)
          : fields.filter(([name]) => name === of)),
      ]),
    detect: (_seen, read, of, provider) => valuesOf(read, of).length > (isCredential(of, provider) ? 0 : 1),
    rfc: () => invalidRequest('5.2'),
  },
  {
    name: 'missing-parameter',
    title: (of) => `No ${of}`,
    subjects: (provider) => [...credentials(provider), ...bodyParameters(provider)],
    credentials: (of, provider) => (isCredential(of, provider) ? 'probe' : 'configured'),
    apply: (good, of, provider) => {
      if (!isCredential(of, provider)) return mapFields(good, (fields) => fields.filter(([name]) => name !== of));
      const missing = isId(of, provider) ? { ...probeClient, id: null } : { ...probeClient, secret: null };
      return { ...good, clients: good.clients.map((client) => ({ ...client, ...missing })) };
    },
    detect: (_seen, read, of, provider) => {
      if (isId(of, provider)) return read.clients.every((client) => isMissing(client.id));
      if (isCredential(of, provider)) return read.clients.every((client) => isMissing(client.secret));
      return valuesOf(read, of).every(isMissing);
    },
    rfc: (of, provider) =>
      isCredential(of, provider)
        ? { errors: ['invalid_client', 'invalid_request'], statuses: [401, 400], section: '5.2' }
        : of === 'scope'
          ? { errors: ['invalid_scope'], statuses: [400], section: '3.3' }
          : invalidRequest('5.2'),
  },
  {
    name: 'wrong-type',
    title: (of) => `${of} is a number`,
    subjects: (provider) => (acceptsJson(provider) && postsCredentials(provider) ? credentials(provider) : []),
    credentials: () => 'probe',
    apply: (good, of, provider) => {
      const wrong = isId(of, provider)
        ? { ...probeClient, id: probe.number }
        : { ...probeClient, secret: probe.number };
      return { ...good, clients: good.clients.map((client) => ({ ...client, ...wrong })) };
    },
    detect: (_seen, read, of, provider) =>
      read.clients.some((client) => {
        const value = isId(of, provider) ? client.id : client.secret;
        return value !== undefined && typeof value !== 'string';
      }),
    rfc: () => undefined,
  },
  {
    name: 'unsupported-grant-type',
    title: () => 'Unsupported grant type',
    subjects: (provider) => (bodyParameters(provider).includes('grant_type') ? [''] : []),
    credentials: () => 'configured',
    apply: (good) => withField(good, 'grant_type', probe.grantType),
    detect: (_seen, read, _of, provider) =>
      valuesOf(read, 'grant_type').some(
        (value) => value !== (provider.request.parameters['grant_type'] ?? 'client_credentials'),
      ),
    rfc: () => ({ errors: ['unsupported_grant_type'], statuses: [400], section: '5.2' }),
  },
  {
    name: 'unknown-client',
    title: (of) => (of === 'basic' ? 'Unknown client in Basic' : 'Unknown client'),
    subjects: (provider) => (provider.request.authentication === 'client_secret_basic' ? [''] : ['', 'basic']),
    credentials: () => 'probe',
    apply: (good, of) => ({
      ...good,
      clients: good.clients.map((client) => ({
        ...client,
        authentication: of === 'basic' ? 'client_secret_basic' : client.authentication,
        ...probeClient,
      })),
    }),
    detect: (_seen, read, of, provider) => {
      const how = of === 'basic' ? 'client_secret_basic' : provider.request.authentication;
      return read.clients.some((client) => client.how === how && client.id !== mockClient(provider).id);
    },
    rfc: (of) => ({ errors: ['invalid_client'], statuses: of === 'basic' ? [401] : [401, 400], section: '5.2' }),
  },
  {
    name: 'wrong-secret',
    title: (_of, { request }) => `Wrong ${credentialNamesOf(request).secret}`,
    subjects: () => [''],
    credentials: () => 'configured',
    apply: (good) => ({ ...good, clients: good.clients.map((client) => ({ ...client, secret: probe.clientSecret })) }),
    detect: (_seen, read, _of, provider) =>
      read.clients.some((client) => client.secret !== mockClient(provider).secret),
    rfc: () => ({ errors: ['invalid_client'], statuses: [401, 400], section: '5.2' }),
  },
  {
    name: 'unknown-scope',
    title: () => 'Unknown scope',
    subjects: (provider) => (bodyParameters(provider).includes('scope') ? [''] : []),
    credentials: () => 'configured',
    apply: (good) => withField(good, 'scope', probe.scope),
    detect: (_seen, read, _of, provider) => {
      const known = knownScope(provider);
      return (
        known.size > 0 &&
        valuesOf(read, 'scope').some(
          (value) => typeof value !== 'string' || value.split(' ').some((word) => word !== '' && !known.has(word)),
        )
      );
    },
    rfc: () => ({ errors: ['invalid_scope'], statuses: [400], section: '5.2' }),
  },
];

export const faultNames: readonly string[] = faults.map(({ name }) => name);

const byName = new Map(faults.map((fault) => [fault.name, fault]));

export function faultNamed(name: FaultName): Fault {
  const fault = byName.get(name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return fault;
}

/** The first fault that a request shows, with its subject. */
export function diagnose(
  seen: Parameters<Fault['detect']>[0],
  read: ReadRequest,
  provider: Provider,
): { readonly fault: Fault; readonly of: string } | undefined {
  for (const fault of faults) {
    const of = fault.subjects(provider).find((subject) => fault.detect(seen, read, subject, provider));
    if (of !== undefined) return { fault, of };
  }
  return undefined;
}
