import { expect, test } from 'vitest';
import { apinizer } from '../../providers/apinizer.ts';
import { octotable } from '../../providers/octotable.ts';
import { openBankingPlatform } from '../../providers/open-banking-platform.ts';
import { optty } from '../../providers/optty.ts';
import { observedQuirks } from '../../scripts/judge/quirks.ts';
import type { Exchange } from '../../scripts/model/exchange.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { answered, exchangeOf, htmlAnswer, jsonAnswer, tokenCase } from '../support/exchanges.ts';

const said = (provider: Provider, quirk: string, slug: string, answer: Parameters<typeof answered>[0]) => {
  const exchange: Exchange = { ...exchangeOf(tokenCase, [answered(answer)]), case: `${provider.id}/${slug}` };
  return observedQuirks(provider, [exchange]).find(({ id }) => id === quirk)?.observed;
};
const token = { access_token: 'a', expires_in: 3600 };

test.each<[Provider, string, string, Parameters<typeof answered>[0], string]>([
  [optty, 'error-envelope', 'unknown-client', jsonAnswer(401, {}), 'An unknown client gets 401.'],
  [optty, 'error-envelope', 'unknown-client', jsonAnswer(403, {}), 'An unknown client gets another 4xx.'],
  [
    optty,
    'error-envelope',
    'unknown-client',
    jsonAnswer(200, { message: 'no' }),
    'An unknown client gets a 2xx without access_token: the error is the member message.',
  ],
  [
    optty,
    'error-envelope',
    'unknown-client',
    jsonAnswer(200, {}),
    'An unknown client gets a 2xx without access_token.',
  ],
  [optty, 'error-envelope', 'unknown-client', jsonAnswer(200, token), 'An unknown client gets a token.'],
  [optty, 'error-envelope', 'unknown-client', jsonAnswer(500, {}), 'unknown-client: status 500.'],
  [apinizer, 'token-type', 'token', jsonAnswer(200, { ...token, token_type: 'Bearer' }), 'token_type is there.'],
  [apinizer, 'token-type', 'token', jsonAnswer(200, token), 'token_type is not there, as in the OpenAPI document.'],
  [
    apinizer,
    'error-envelope',
    'unknown-client',
    jsonAnswer(401, { error: 'unauthorized_client', error_description: 'Bad credentials' }),
    'error and error_description, as documented.',
  ],
  [
    apinizer,
    'error-envelope',
    'unknown-client',
    jsonAnswer(401, { status: 'FAILURE', resultMessage: 'Bad credentials' }),
    'status and resultMessage, as the other endpoints answer.',
  ],
  [apinizer, 'error-envelope', 'unknown-client', htmlAnswer(401), 'Neither error nor resultMessage.'],
  [openBankingPlatform, 'scope-in-answer', 'token', jsonAnswer(200, { ...token, scope: 'a' }), 'Yes.'],
  [
    openBankingPlatform,
    'scope-in-answer',
    'token',
    jsonAnswer(200, token),
    'No: the one that was asked for is granted.',
  ],
  [
    octotable,
    'body-encoding',
    'wrong-media-type-form-as-json',
    jsonAnswer(200, token),
    'A form called JSON gets a token too.',
  ],
  [octotable, 'body-encoding', 'wrong-media-type-form-as-json', jsonAnswer(415, {}), 'A form called JSON gets 415.'],
  [octotable, 'base-url', 'token', jsonAnswer(404, {}), 'There is no endpoint at the configured base URL.'],
  [octotable, 'refusal-status', 'missing-parameter-client-id', jsonAnswer(400, {}), '400, as for a missing parameter.'],
])('$id: %s of %s', (provider, quirk, slug, answer, means) => {
  expect(said(provider, quirk, slug, answer)).toBe(means);
});

test('a question whose case was not answered stays open', () => {
  expect(observedQuirks(optty, []).map(({ observed }) => observed)).toEqual([null, null]);
});
