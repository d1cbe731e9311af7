import { randomBytes } from 'node:crypto';
import type { Answer, Attempt, Body, Oddity } from '../model/exchange.ts';
import type { Execution, RawAnswer } from '../model/execution.ts';
import type { Masked } from '../model/mask.ts';
import { mockBasis } from '../model/mock-headers.ts';
import type { Pairs } from '../model/provider.ts';
import type { DoorSettings, LeakPlace } from '../model/session.ts';
import { codingsIn, isContentCoding } from '../oauth/content-codings.ts';
import { illFormedTexts } from '../oauth/token-response.ts';
import { maskBody, readBody, tooDeep } from './body.ts';
import { echoes, tokenFacts } from './facts.ts';
import { createLeakSearch, type LeakSearch, tokenName } from './leaks.ts';
import { createRedactor, type Redactor } from './redact.ts';

export { createLeakSearch, distinctLeaks, type LeakSearch } from './leaks.ts';
export { createRedactor } from './redact.ts';
export { requestRecord } from './request-record.ts';
export { vocabularyOf } from './vocabulary.ts';

export interface Door {
  attemptOf(execution: Execution): Attempt | undefined;
  masked(text: string): Masked;
}

/**
 * Opens a door for one provider: from raw answers to facts and masked text. What is raw ends here. `onToken` gets the tokens of an
 * answer, raw: they stay in this thread, for the leak search.
 */
export function openDoor(settings: DoorSettings, onToken: (token: string) => void): Door {
  const redactor = createRedactor(settings);
  return {
    attemptOf: (execution) => attemptOf(execution, settings, redactor, onToken),
    masked: (text) => redactor.text(text),
  };
}

/** All doors of one thread, and what their tokens and secrets are searched by: one search for each run. */
export function createDoorkeeper() {
  const searches = new Map<string, LeakSearch>();
  const nameOf = (run: Uint8Array): string => Buffer.from(run).toString('hex');
  // Text that belongs to no provider is masked as if nothing were known.
  const unknown = createRedactor({ secrets: [], key: randomBytes(32) });
  return {
    open(settings: DoorSettings): Door {
      const name = nameOf(settings.key);
      const search = searches.get(name) ?? createLeakSearch();
      searches.set(name, search);
      for (const text of settings.publicTexts) search.isPublic(text);
      if (settings.secretsLeak) for (const secret of settings.secrets) search.add(secret);
      return openDoor(settings, (token) => search.add({ variable: tokenName, value: token }));
    },
    scan: (run: Uint8Array, text: string, ours: string): readonly LeakPlace[] =>
      searches.get(nameOf(run))?.places(text, ours) ?? [],
    forget: (run: Uint8Array): void => void searches.delete(nameOf(run)),
    masked: (text: string): Masked => unknown.text(text),
  };
}

function attemptOf(
  execution: Execution,
  settings: DoorSettings,
  redactor: Redactor,
  onToken: (token: string) => void,
): Attempt | undefined {
  const { requested, startedAt, ms, connection, answer: raw, failure } = execution;
  if (!requested) return undefined;
  const timing = { startedAt: startedAt.toISOString(), ms, ...(connection && { connection }) };
  if (raw === undefined) {
    const { kind, detail } = failure ?? { kind: 'other', detail: 'no response' };
    return { ...timing, kind: 'failed', failure: kind, detail: redactor.text(detail) };
  }
  const answer = answerOf(raw, settings, redactor, onToken);
  if (answer.body.kind === 'text' && answer.body.why === tooDeep)
    return { ...timing, kind: 'failed', failure: 'too-deep', detail: redactor.known(`the body is ${tooDeep}`) };
  return { ...timing, kind: 'answered', answer };
}

function answerOf(
  { status, statusText, headers, bytes, text }: RawAnswer,
  { secrets, key, accessToken, shown }: DoorSettings,
  redactor: Redactor,
  onToken: (token: string) => void,
): Answer {
  const read = readBody(text, bytes);
  // The redactor learns the tokens of the answer before any of it is masked: one may be repeated where none is expected.
  const {
    facts,
    tokens,
    beyond: ofTokens,
  } = tokenFacts({ value: read.value, text, headers, accessToken, key, redactor });
  for (const token of tokens) onToken(token);
  const illFormed = illFormedTexts(read.value);
  const { masked, isCut } = maskBody(read, redactor, shown);
  const beyond = [...ofTokens, ...(read.kind === 'json' ? read.beyond : []), ...(isCut ? (['members'] as const) : [])];
  const basis = headers.find(([name]) => name.toLowerCase() === mockBasis)?.[1];
  return {
    status,
    statusText: redactor.leaf(statusText, true),
    headers: headers.map(([name, content]) => [redactor.name(name), redactor.header(name, content)] as const),
    bodyBytes: bytes.byteLength,
    body: withCodings(masked, headers),
    tokens: facts,
    ...(illFormed.length > 0 && { illFormed }),
    ...(beyond.length > 0 && { beyond }),
    echoed: echoes(text, headers, statusText, secrets),
    ...((basis === 'documented' || basis === 'assumed') && { mockBasis: basis }),
  };
}

/** Adds what is odd about the content codings. The engine has undone those that are codings. */
function withCodings(body: Body, headers: Pairs): Body {
  if (body.kind !== 'json') return body;
  const codings = headers.flatMap(([name, value]) =>
    name.toLowerCase() === 'content-encoding' ? codingsIn(value) : [],
  );
  const odd: readonly Oddity[] = [
    ...(codings.some(isContentCoding) ? (['coded'] as const) : []),
    ...(codings.every(isContentCoding) ? [] : (['no-coding'] as const)),
  ];
  return { ...body, oddities: [...odd.map((is) => ({ is, at: '' as const })), ...body.oddities] };
}
