import { failureOf } from '../engine/agent.ts';
import type { Execution, NewmanResponse } from '../engine/newman.ts';
import type { Answer, Attempt } from '../model/exchange.ts';
import { mockBasis } from '../model/mock-headers.ts';
import type { Pointer } from '../model/provider.ts';
import { maskBody, readBody, tooDeep } from './body.ts';
import { echoes, tokenFacts } from './facts.ts';
import type { Redactor, Secret } from './redact.ts';

export interface Door {
  readonly redactor: Redactor;
  readonly secrets: readonly Secret[];
  /** HMAC key of this run. */
  readonly key: Uint8Array;
  readonly accessToken: Pointer;
  readonly shown: readonly Pointer[];
  /** Of what an answer held, raw: for the leak scan, inside this door. */
  readonly onToken: (token: string) => void;
}

/** From raw to facts and masked text; what is raw ends here. */
export function attemptOf(execution: Execution, door: Door): Attempt | undefined {
  if (!execution.requested) return undefined;
  const timing = { startedAt: execution.startedAt.toISOString(), ms: execution.ms };
  if (execution.response !== undefined) {
    const answer = answerOf(execution.response, door);
    if (answer.body.kind === 'text' && answer.body.why === tooDeep)
      return { ...timing, kind: 'failed', failure: 'too-deep', detail: door.redactor.known(`the body is ${tooDeep}`) };
    return { ...timing, kind: 'answered', answer };
  }
  const error = execution.requestError;
  const detail = error instanceof Error ? error.message : String(error ?? 'no response');
  return { ...timing, kind: 'failed', failure: failureOf(error), detail: door.redactor.text(detail) };
}

function answerOf(response: NewmanResponse, { redactor, secrets, key, accessToken, shown, onToken }: Door): Answer {
  const raw = response.stream ?? new Uint8Array();
  const text = response.text() ?? '';
  const headers = response.headers.all().map((header) => [header.key, header.value] as const);
  // The redactor learns the tokens of the answer before any of it is masked: one may be repeated where none is expected.
  const read = readBody(text, raw);
  const { facts, tokens } = tokenFacts({ value: read.value, text, headers, accessToken, key, redactor });
  for (const token of tokens) onToken(token);
  const basis = headers.find(([name]) => name.toLowerCase() === mockBasis)?.[1];
  return {
    status: response.code,
    statusText: redactor.leaf(response.status ?? '', true),
    headers: headers.map(([name, content]) => [redactor.name(name), redactor.header(name, content)] as const),
    bodyBytes: raw.byteLength,
    body: maskBody(read, redactor, shown),
    tokens: facts,
    echoed: echoes(text, headers, response.status ?? '', secrets),
    ...((basis === 'documented' || basis === 'assumed') && { mockBasis: basis }),
  };
}
