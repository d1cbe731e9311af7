import { isObject } from '../model/pointer.ts';
import { canonicalOf, isAdvisory } from './documented.ts';
import {
  expect,
  type MutatedProvider,
  type Mutation,
  type Place,
  when,
  withBody,
  withHeader,
  withStatus,
} from './mutation.ts';

type OfToken = Pick<Place, 'mutate' | 'expects'>;
const ofToken =
  (place: (mutated: MutatedProvider) => OfToken) =>
  (mutated: MutatedProvider): readonly Place[] => [{ ...place(mutated), case: canonicalOf(mutated) }];

/** A warning where the provider file calls the status or media type advisory. */
const graded = (mutated: MutatedProvider, what: 'status' | 'media-type') =>
  isAdvisory(canonicalOf(mutated), what) ? 'warning' : 'error';

const status = (code: number, ...more: NonNullable<Place['expects']>) =>
  ofToken((mutated) => ({
    mutate: withStatus(code),
    expects: [expect('docs/status', graded(mutated, 'status')), expect('baseline/success-status', 'error'), ...more],
  }));

const page = '<!doctype html><title>Sign in</title><p>Please sign in.</p>';
const nesting = 100;

export const transportMutations: readonly Mutation[] = [
  {
    name: 'status-201',
    about: 'a token comes with 201',
    kind: 'breaking',
    sites: status(201, expect('rfc/success-status', 'info')),
  },
  { name: 'status-400', about: 'the token request is refused with 400', kind: 'breaking', sites: status(400) },
  { name: 'status-404', about: 'the endpoint is gone', kind: 'breaking', sites: status(404) },
  { name: 'status-500', about: 'the endpoint fails', kind: 'breaking', sites: status(500) },
  {
    name: 'redirect',
    about: 'the endpoint redirects',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => withHeader('location', 'https://elsewhere.example/token')(withStatus(302)(answer)),
      expects: [expect('run/redirect', 'error'), expect('baseline/redirect', 'error'), expect('rfc/redirect', 'info')],
    })),
  },
  {
    name: 'html-page',
    about: 'an HTML page with status 200 stands in place of the token',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...withHeader('content-type', 'text/html')(answer), body: page }),
      expects: [expect('run/intercepted', 'warning')],
    })),
  },
  {
    name: 'edge-404',
    about: 'a web server without such a page answers in place of the token endpoint',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...withHeader('content-type', 'text/html')(withStatus(404)(answer)), body: page }),
      expects: [expect('run/no-endpoint', 'error')],
    })),
  },
  {
    name: 'edge-405',
    about: 'a web server that takes no POST answers in place of the token endpoint',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...withStatus(405)(answer), body: JSON.stringify({ error: 'Method Not Allowed' }) }),
      expects: [expect('run/no-endpoint', 'error')],
    })),
  },
  {
    name: 'edge-403',
    about: 'a firewall answers in place of the token endpoint',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...withHeader('content-type', 'text/html')(withStatus(403)(answer)), body: page }),
      expects: [expect('run/intercepted', 'warning')],
    })),
  },
  {
    name: 'change-media-type',
    about: 'the JSON is called text/plain',
    kind: 'breaking',
    sites: ofToken((mutated) => ({
      mutate: withHeader('content-type', 'text/plain'),
      expects: [
        expect('docs/media-type', graded(mutated, 'media-type')),
        expect('baseline/media-type', 'error'),
        expect('rfc/media-type', 'info'),
      ],
    })),
  },
  {
    name: 'truncated-json',
    about: 'the JSON is cut off',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...answer, body: answer.body.slice(0, -2) }),
      expects: [expect('docs/schema', 'error'), expect('baseline/media-type', 'error')],
    })),
  },
  {
    name: 'empty-answer',
    about: 'the body is empty',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...answer, body: '' }),
      expects: [expect('docs/schema', 'error'), expect('baseline/media-type', 'error')],
    })),
  },
  {
    name: 'list-of-answers',
    about: 'the body is a list',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withBody((body) => [body]),
      expects: [expect('docs/schema', 'error'), expect('baseline/type-changed', 'error')],
    })),
  },
  {
    name: 'envelope',
    about: 'everything moved below `data`',
    kind: 'breaking',
    sites: ofToken((mutated) => ({
      mutate: withBody((body) => ({ data: body })),
      expects: [
        expect('docs/schema', 'error'),
        expect('baseline/member-moved', 'error'),
        when(mutated.provider.token.accessToken === '/access_token', 'rfc/top-level', 'info'),
      ],
    })),
  },
  {
    name: 'lose-no-store',
    about: 'caches may keep the token',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withHeader('cache-control', undefined),
      expects: [expect('baseline/header-lost', 'error'), expect('rfc/cache-control', 'info')],
    })),
  },
  {
    name: 'lose-pragma',
    about: 'old caches may keep the token',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withHeader('pragma', undefined),
      expects: [expect('baseline/header-lost', 'error'), expect('rfc/pragma', 'info')],
    })),
  },
  {
    name: 'compressed',
    about: 'the answer says that it is compressed, and is not',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withHeader('content-encoding', 'gzip'),
      expects: [expect('run/encoded', 'error')],
    })),
  },
  {
    name: 'oversized',
    about: 'the answer is larger than 64 KiB',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withBody((body) => (isObject(body) ? { ...body, padding: 'x '.repeat(40_000) } : body)),
      expects: [expect('run/too-large', 'error')],
    })),
  },
  {
    name: 'deeply-nested',
    about: `the answer holds ${nesting} levels of lists`,
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({
        ...answer,
        body: answer.body.replace(/\}$/, `,"deep":${'['.repeat(nesting)}${']'.repeat(nesting)}}`),
      }),
      expects: [expect('run/too-deep', 'error')],
    })),
  },
  {
    name: 'many-tokens',
    about: 'the answer holds more tokens than are looked at',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withBody((body) =>
        isObject(body) ? { ...body, list: Array.from({ length: 60 }, () => ({ token: 'short' })) } : body,
      ),
      expects: [expect('run/beyond-bound', 'info')],
    })),
  },
  {
    name: 'odd-content-encoding',
    about: 'the Content-Encoding names a charset',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: withHeader('content-encoding', 'UTF-8'),
      expects: [expect('run/oddity', 'warning')],
    })),
  },
  {
    name: 'repeated-member',
    about: 'a member is there twice',
    kind: 'breaking',
    sites: ofToken(() => ({
      mutate: (answer) => ({ ...answer, body: answer.body.replace(/\}$/, ',"expires_in":1,"expires_in":1}') }),
      expects: [expect('run/oddity', 'warning'), expect('rfc/repeated-member', 'info')],
    })),
  },
];
