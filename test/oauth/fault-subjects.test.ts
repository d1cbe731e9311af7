import { describe, expect, test } from 'vitest';
import { openBankingPlatform } from '../../providers/open-banking-platform.ts';
import { orum } from '../../providers/orum.ts';
import type { FaultName, Provider } from '../../scripts/model/provider.ts';
import { faultNamed, faults } from '../../scripts/oauth/faults.ts';
import { underBasic } from './wire.ts';

const everywhere = {
  'wrong-method': ['GET'],
  'empty-body': [''],
  'two-client-authentications': [''],
  'credentials-in-query': [''],
  'wrong-secret': [''],
};

const expected: readonly [string, Provider, Record<FaultName, readonly string[]>][] = [
  [
    'a form with grant_type and scope',
    openBankingPlatform,
    {
      ...everywhere,
      'token-by-get': [],
      'malformed-json': [],
      'wrong-media-type': ['form-as-json', 'json', 'text/plain'],
      'repeated-parameter': ['grant_type', 'scope', 'client_id', 'client_secret'],
      'missing-parameter': ['client_id', 'client_secret', 'grant_type', 'scope'],
      'wrong-type': [],
      'unsupported-grant-type': [''],
      'unknown-client': ['', 'basic'],
      'unknown-scope': [''],
    },
  ],
  [
    'JSON or a form, credentials alone',
    orum,
    {
      ...everywhere,
      'token-by-get': [],
      'malformed-json': [''],
      'wrong-media-type': ['text/plain'],
      'repeated-parameter': ['client_id', 'client_secret'],
      'missing-parameter': ['client_id', 'client_secret'],
      'wrong-type': ['client_id', 'client_secret'],
      'unsupported-grant-type': [],
      'unknown-client': ['', 'basic'],
      'unknown-scope': [],
    },
  ],
  [
    'the same under Basic, where credentials are no body parameters',
    underBasic(orum),
    {
      ...everywhere,
      'token-by-get': [''],
      'malformed-json': [''],
      'wrong-media-type': ['text/plain'],
      'repeated-parameter': [],
      'missing-parameter': ['client_id', 'client_secret'],
      'wrong-type': [],
      'unsupported-grant-type': [],
      'unknown-client': [''],
      'unknown-scope': [],
    },
  ],
];

test.each(expected)('the subjects of every fault: %s', (_, provider, subjects) => {
  expect(Object.fromEntries(faults.map((fault) => [fault.name, fault.subjects(provider)]))).toEqual(subjects);
});

describe('the answer of RFC 6749', () => {
  test.each<[FaultName, string, readonly string[], readonly number[]]>([
    ['wrong-method', 'GET', ['invalid_request'], [405, 400]],
    ['token-by-get', '', ['invalid_request'], [405, 400]],
    // §5.2: "no client authentication included" is invalid_client, and 401 is allowed with it.
    ['malformed-json', '', ['invalid_request', 'invalid_client'], [400, 401]],
    ['wrong-media-type', 'json', ['invalid_request', 'invalid_client'], [400, 415, 401]],
    ['wrong-media-type', 'form-as-json', ['invalid_request', 'invalid_client'], [400, 415, 401]],
    ['empty-body', '', ['invalid_request', 'invalid_client'], [400, 401]],
    ['two-client-authentications', '', ['invalid_request'], [400]],
    ['credentials-in-query', '', ['invalid_request', 'invalid_client'], [400, 401]],
    ['repeated-parameter', 'scope', ['invalid_request'], [400]],
    ['repeated-parameter', 'client_secret', ['invalid_request'], [400]],
    ['missing-parameter', 'grant_type', ['invalid_request'], [400]],
    ['missing-parameter', 'scope', ['invalid_scope'], [400]],
    ['missing-parameter', 'client_id', ['invalid_client', 'invalid_request'], [401, 400]],
    ['missing-parameter', 'client_secret', ['invalid_client', 'invalid_request'], [401, 400]],
    ['unsupported-grant-type', '', ['unsupported_grant_type'], [400]],
    ['unknown-client', '', ['invalid_client'], [401, 400]],
    // §5.2: a client that used the Authorization header MUST be answered with 401.
    ['unknown-client', 'basic', ['invalid_client'], [401]],
    ['wrong-secret', '', ['invalid_client'], [401, 400]],
    ['unknown-scope', '', ['invalid_scope'], [400]],
  ])('to %s of "%s" is %j with %j', (name, of, errors, statuses) => {
    expect(faultNamed(name).rfc(of, openBankingPlatform)).toMatchObject({ errors, statuses });
  });

  test('to a missing id follows what the id is called', () => {
    const request = { ...orum.request, credentialNames: { id: 'username' } };
    expect(faultNamed('missing-parameter').rfc('username', { ...orum, request })?.errors).toEqual([
      'invalid_client',
      'invalid_request',
    ]);
    expect(faultNamed('missing-parameter').rfc('username', orum)?.errors).toEqual(['invalid_request']);
  });

  test('to a number for a string does not exist', () => {
    expect(faultNamed('wrong-type').rfc('client_id', orum)).toBeUndefined();
  });
});
