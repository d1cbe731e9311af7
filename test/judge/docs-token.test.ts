import { describe, expect, test } from 'vitest';
import { createValidate } from '../../scripts/judge/index.ts';
import type { Assertion } from '../../scripts/model/case.ts';
import type { Answer, Exchange, TokenFacts } from '../../scripts/model/exchange.ts';
import type { CaseCheck, Judgement } from '../../scripts/model/finding.ts';
import type { Json, Provider } from '../../scripts/model/provider.ts';
import {
  acme,
  acmeSchemas,
  findingsIn,
  htmlAnswer,
  jsonAnswer,
  masked,
  observedCase,
  refusalCase,
  subjectOf,
  tokenBody,
  tokenCase,
} from '../support/exchanges.ts';
import { checkNamed } from './check-named.ts';
import { jwe, jwt, opaque } from './rfc-rows.ts';

const docsLifetime = checkNamed('docs/lifetime');
const docsScope = checkNamed('docs/scope');
const docsTokenFormat = checkNamed('docs/token-format');
const validate = createValidate(acmeSchemas);
const source = { doc: 'page', at: 'Token' } as const;
const cited = { title: 'Acme: Tokens', url: 'https://docs.acme.test/tokens', at: 'Token' };
type Members = Provider['token'];

const grants = (members: Readonly<Record<string, Json>> = {}, ...tokens: readonly TokenFacts[]): Answer =>
  jsonAnswer(200, { ...tokenBody, ...members }, { tokens });
const run = (check: CaseCheck, token: Partial<Members>, answer?: Answer, one = tokenCase, request = {}) => {
  const subject = subjectOf(one, answer, request);
  return check.run({ ...subject, provider: { ...acme, token: { ...acme.token, ...token } } }, validate);
};
const brief = (judgement: Judgement | undefined) =>
  findingsIn(judgement).map(({ severity, at, expected, actual }) => [severity, at, expected, actual]);
const why = (judgement: Judgement | undefined) => (judgement?.outcome === 'not-judged' ? judgement.why : judgement);

const day = { lifetime: { seconds: 86_400, source }, expiry: { at: '/expires_in', unit: 'seconds' } } as const;
const checks = [
  ['docs/token-format', docsTokenFormat, { format: { is: 'jwt', source } }],
  ['docs/lifetime', docsLifetime, day],
  ['docs/scope', docsScope, { scope: '/scope' }],
] as const;

describe.each(checks)('%s', (_, check, documented) => {
  test('says nothing where the documentation does not', () => {
    expect(run(check, {}, grants({}, opaque))).toBeUndefined();
  });

  const otherResponse = { ...tokenCase, response: { ...acme.responses.token, name: 'other' } };
  test.each([refusalCase, observedCase, otherResponse])('is none of the business of $id', (one) => {
    expect(run(check, documented, grants({}, opaque), one)).toBeUndefined();
  });

  test.each<[string, Answer | undefined, string]>([
    ['was not sent', undefined, 'not sent: budget'],
    ['was refused', jsonAnswer(401, {}), 'the answer is of another kind: see docs/status'],
  ])('is not judged where the request %s', (_, answer, reason) => {
    expect(why(run(check, documented, answer))).toBe(reason);
  });
});

describe('a promised JWT', () => {
  const promised = { format: { is: 'jwt', source } } as const;

  test('that is one holds', () => {
    expect(run(docsTokenFormat, promised, grants({}, jwt()))).toMatchObject({ outcome: 'held' });
  });

  test('that is opaque is an error, with the page that promises it', () => {
    const [finding] = findingsIn(run(docsTokenFormat, promised, grants({}, opaque)));
    expect(finding).toMatchObject({
      rule: 'docs/token-format',
      severity: 'error',
      at: '/access_token',
      expected: 'a JWT',
      actual: 'an opaque token of 43 characters',
      source: cited,
    });
  });

  test('that is encrypted holds', () => {
    expect(run(docsTokenFormat, promised, grants({}, jwe))).toMatchObject({ outcome: 'held' });
  });

  test('in whose place a placeholder stands is a matter of the run', () => {
    const placeholder = { ...opaque, unusable: 'placeholder' } as const;
    expect(why(run(docsTokenFormat, promised, grants({}, placeholder)))).toBe(
      'no client can send it: see run/token-unusable-text',
    );
  });

  test.each([[[]], [[{ ...opaque, kind: 'empty' as const }]], [[{ ...jwt(), at: '/other' as const }]]])(
    'that is not there is a matter of the shape: %j',
    (tokens) => {
      expect(why(run(docsTokenFormat, promised, grants({}, ...tokens)))).toBe('there is no token: see docs/schema');
    },
  );
});

describe('a documented lifetime of a day', () => {
  const seconds = '86400 seconds';
  const lives = (lifetime: number): TokenFacts => {
    const { iat = 0 } = jwt().jwt ?? {};
    return jwt({ exp: iat + lifetime });
  };

  test('is not judged of an encrypted JWT that stands alone', () => {
    expect(why(run(docsLifetime, { lifetime: day.lifetime }, grants({}, jwe)))).toBe(
      'the JWT is encrypted, so its lifetime cannot be read',
    );
  });

  test.each<[string, Answer, readonly (readonly [string, string, string, string])[]]>([
    ['held', grants({ expires_in: 86_400 }, opaque), []],
    ['held by expires_in beside an encrypted JWT', grants({ expires_in: 86_400 }, jwe), []],
    ['five seconds less', grants({ expires_in: 86_395 }, opaque), []],
    ['a little less', grants({ expires_in: 80_000 }), [['warning', '/expires_in', seconds, 'number 80000']]],
    ['more', grants({ expires_in: 172_800 }), [['warning', '/expires_in', seconds, 'number 172800']]],
    ['ten percent less', grants({ expires_in: 77_760 }), [['warning', '/expires_in', seconds, 'number 77760']]],
    ['much less', grants({ expires_in: 77_759 }), [['error', '/expires_in', seconds, 'number 77759']]],
    ['a JWT that holds', grants({ expires_in: 86_400 }, lives(86_400)), []],
    [
      'a JWT of an hour, and nothing else that says it',
      grants({ expires_in: null }, lives(3600)),
      [['error', '/access_token', seconds, 'a JWT whose exp − iat is 3600']],
    ],
    [
      'both',
      grants({ expires_in: 60 }, lives(90_000)),
      [
        ['error', '/expires_in', seconds, 'number 60'],
        ['warning', '/access_token', seconds, 'a JWT whose exp − iat is 90000'],
      ],
    ],
  ])('%s', (_, answer, findings) => {
    const judgement = run(docsLifetime, day, answer);
    expect(judgement?.outcome).toBe(findings.length === 0 ? 'held' : 'broken');
    expect(brief(judgement)).toEqual(findings);
    for (const finding of findingsIn(judgement)) expect(finding.source).toEqual(cited);
  });

  test.each<[string, Answer, string]>([
    [
      'contradicts itself',
      grants({ expires_in: 86_400 }, lives(3600)),
      'the answer contradicts itself: see run/lifetime-contradicts',
    ],
    ['is dead', grants({ expires_in: 0 }, opaque), 'the token is dead on arrival: see run/dead-on-arrival'],
  ])('is not judged where the answer %s', (_, answer, reason) => {
    expect(why(run(docsLifetime, day, answer))).toBe(reason);
  });

  const withoutIat = { alg: 'RS256', headerNames: [], claimNames: [] };
  const unasserted = 'no JWT and no unasserted expires_in says how long the token lives';
  const range: Assertion = {
    rule: 'docs/range',
    level: 'warning',
    title: 'range',
    at: '/expires_in',
    minimum: 1,
    maximum: 9,
    source,
  };
  test.each<[string, Partial<Members>, Answer, readonly Assertion[]]>([
    ['no number', day, grants({ expires_in: '60' }), []],
    ['a number in an undocumented unit', { ...day, expiry: { at: '/expires_in', unit: 'undocumented' } }, grants(), []],
    ['a number that a range covers', day, grants({ expires_in: 60 }), [range]],
    ['a number that the schema refuses', day, grants({ expires_in: 60.5 }), []],
    ['a page', day, htmlAnswer(200), []],
    [
      'a JWT without iat',
      day,
      grants({ expires_in: '60' }, { ...jwt(), jwt: { ...withoutIat, exp: 1_767_323_105 } }),
      [],
    ],
  ])('is not judged by %s', (_, token, answer, more) => {
    const one = { ...tokenCase, assertions: [...tokenCase.assertions, ...more] };
    expect(why(run(docsLifetime, token, answer, one))).toBe(unasserted);
  });
});

describe('a scope', () => {
  const scoped = { scope: '/scope' } as const;
  const asksFor = (scope: string | undefined): Pick<Exchange, 'request'> => ({
    request: {
      method: 'POST',
      url: masked('https://acme.test/token'),
      headers: [],
      body: masked(''),
      ...(scope !== undefined && { scope: masked(scope) }),
    },
  });
  const asked = asksFor('read write');

  test.each<[string, Json]>([
    ['the one asked for', 'read write'],
    ['in another order', 'write read'],
  ])('%s holds', (_, scope) => {
    expect(run(docsScope, scoped, grants({ scope }), tokenCase, asked)).toMatchObject({ outcome: 'held' });
  });

  test.each<[string, Json, string]>([
    ['less', 'read', 'string "read"'],
    ['more', 'read write admin', 'string "read write admin"'],
    ['a list', ['read', 'write'], 'array'],
    ['text that holds a secret', 'read ‹clientSecret›', 'string "read ‹clientSecret›"'],
  ])('%s is a warning', (_, scope, actual) => {
    expect(brief(run(docsScope, scoped, grants({ scope }), tokenCase, asked))).toEqual([
      ['warning', '/scope', 'the words of "read write"', actual],
    ]);
  });

  test.each<[string, Answer, typeof asked]>([
    ['no scope was asked for', grants({ scope: 'read' }), asksFor(undefined)],
    ['the answer names no scope: the one asked for was granted', grants(), asked],
    ['the body is not JSON: see docs/schema', htmlAnswer(200), asked],
  ])('is not judged: %s', (reason, answer, request) => {
    expect(why(run(docsScope, scoped, answer, tokenCase, request))).toBe(reason);
  });

  test('is not judged where an assertion speaks of it', () => {
    const value: Assertion = { rule: 'docs/value', level: 'error', title: 'scope', at: '/scope', equals: 'read' };
    const one = { ...tokenCase, assertions: [...tokenCase.assertions, value] };
    expect(why(run(docsScope, scoped, grants({ scope: 'x' }), one, asked))).toBe('another check speaks of it');
  });
});
