import { describe, expect, test } from 'vitest';
import { boundError, failureOf } from '../../scripts/engine/agent-failure.ts';

const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('failureOf', () => {
  test.each([
    ['refused', ['ECONNREFUSED']],
    ['reset', ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'E_BOUND_TRUNCATED']],
    ['dns', ['ENOTFOUND', 'EAI_AGAIN']],
    ['deadline', ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'E_BOUND_DEADLINE']],
    ['too-large', ['E_BOUND_TOO_LARGE', 'HPE_HEADER_OVERFLOW']],
    ['encoded', ['E_BOUND_ENCODED']],
    ['origin', ['E_BOUND_ORIGIN']],
    ['interrupted', ['E_BOUND_INTERRUPTED']],
    ['malformed-http', ['HPE_INVALID_CONSTANT', 'HPE_CLOSED_CONNECTION', 'E_BOUND_UPGRADE']],
    [
      'tls',
      [
        'CERT_HAS_EXPIRED',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'SELF_SIGNED_CERT_IN_CHAIN',
        'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        'ERR_TLS_CERT_ALTNAME_INVALID',
        'ERR_SSL_WRONG_VERSION_NUMBER',
        'EPROTO',
      ],
    ],
    ['other', ['EACCES', 'EMFILE', 'XECONNREFUSED', 'ERR_INVALID_URL', 'CERTAINLY', '']],
  ])('%s: %j', (failure, codes) => {
    for (const code of codes) {
      expect([code, failureOf(coded(code))]).toEqual([code, failure]);
      expect(failureOf(`Error: ${code} x`)).toBe(failure);
      expect(failureOf({ message: 'x', code })).toBe(failure);
      expect(failureOf(new Error('x', { cause: coded('ERR_X', code) }))).toBe(failure);
    }
  });

  test.each<[string, unknown, string]>([
    ['a message of Node', new Error('socket hang up'), 'reset'],
    ['a message of Node', new Error('aborted'), 'reset'],
    ['a message of Node', 'Parse Error: Header overflow', 'too-large'],
    ['a message of Node', 'Parse Error: Expected HTTP/', 'malformed-http'],
    ['a message of Node', 'self-signed certificate', 'tls'],
    ['a message of Node', 'getaddrinfo ENOTFOUND auth.invalid', 'dns'],
    ['several attempts', new AggregateError([coded('ECONNREFUSED')]), 'refused'],
    ['the code before the message', coded('ETIMEDOUT', 'connect ECONNREFUSED'), 'deadline'],
    ['ours before the cause', Object.assign(boundError('E_BOUND_ORIGIN', 'x'), { cause: coded('EPIPE') }), 'origin'],
    ['no error', undefined, 'other'],
    ['no error', null, 'other'],
    ['no error', 7, 'other'],
  ])('%s: %s', (_what, error, failure) => expect(failureOf(error)).toBe(failure));

  test('a cause that leads back to itself ends', () => {
    const error = new Error('x');
    error.cause = error;
    expect(failureOf(error)).toBe('other');
  });
});
