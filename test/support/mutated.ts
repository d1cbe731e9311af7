import { createRedactor, openDoor, requestRecord } from '../../scripts/door/index.ts';
import { judge, judgeProvider } from '../../scripts/judge/checks.ts';
import { evaluated } from '../../scripts/judge/docs/assertions.ts';
import { judgeDrift } from '../../scripts/judge/drift/judge.ts';
import { accept, createValidate } from '../../scripts/judge/index.ts';
import { judgeAnswerers } from '../../scripts/judge/run/answerers.ts';
import { mockApp } from '../../scripts/mock/index.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Attempt, Exchange, Failure } from '../../scripts/model/exchange.ts';
import type { Finding, Judgement, Subject } from '../../scripts/model/finding.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import type { Baseline } from '../../scripts/model/shape.ts';
import { mockValues } from '../../scripts/model/variables.ts';
import { type MutableAnswer, sitesOf } from '../../scripts/mutants/index.ts';
import { mutatedProvidersOf } from '../../scripts/mutants/mutated-mock.ts';
import { settled } from '../../scripts/oauth/who-answered.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { thisProject } from './this-project.ts';

const missing = (): never => {
  throw new Error('nothing was recorded');
};

const schemas = await readSchemas(thisProject.root);
const validate = createValidate(schemas);
const app = mockApp(thisProject.providers);
const key = new Uint8Array(32);
const origin = 'http://127.0.0.1';
/** Every answer is received as soon as it is given, however long the mutations take: a token that is older is one from a cache. */
const startedAt = new Date().toISOString();

/** An answer of the mock host, without a socket, with the cache headers that can be lost. */
async function answered(provider: Provider, one: Case): Promise<MutableAnswer> {
  const { url, method, headers, body } = toWire(one.request, mockValues(provider, `${origin}/${provider.id}`));
  const response = await app(new Request(url, { method, headers, ...(method !== 'GET' && { body }) }));
  const cache = response.status === 200 ? { 'cache-control': 'no-store', pragma: 'no-cache' } : {};
  return {
    status: response.status,
    headers: { ...Object.fromEntries(response.headers), ...cache },
    body: await response.text(),
  };
}

/** What the door makes of an answer; what the agent refuses never gets that far. */
function received(provider: Provider, { status, headers, body }: MutableAnswer): Attempt {
  const secrets = [{ variable: 'clientSecret', value: 'mock-secret' }];
  const redactor = createRedactor({ secrets, key });
  const timing = { startedAt, ms: 1 };
  const failure: Failure | undefined =
    headers['content-encoding'] === 'gzip' ? 'encoded' : body.length > 65_536 ? 'too-large' : undefined;
  if (failure !== undefined) return { ...timing, kind: 'failed', failure, detail: redactor.shown(failure) };
  const door = openDoor(
    {
      secrets,
      secretsLeak: false,
      publicTexts: [],
      vocabulary: [],
      key,
      accessToken: provider.token.accessToken,
      shown: provider.shown ?? [],
    },
    () => undefined,
  );
  const answer = { status, statusText: '', headers: Object.entries(headers), bytes: Buffer.from(body), text: body };
  const execution = { itemId: '', startedAt: new Date(startedAt), ms: 1, requested: true, assertions: [], answer };
  return door.attemptOf(execution) ?? missing();
}

/** An exchange whose judge inside agrees with the one outside. */
function exchanged(provider: Provider, one: Case, answer: MutableAnswer): Subject {
  const redactor = createRedactor({ secrets: [], key });
  const exchange: Exchange = {
    case: one.id,
    request: requestRecord(one.request, provider, mockValues(provider, `${origin}/${provider.id}`), redactor),
    attempts: [received(provider, answer)],
    sandbox: [],
  };
  const subject = { provider, case: one, exchange };
  const last = exchange.attempts[0];
  const sandbox = one.assertions
    .filter(({ level }) => level === 'error')
    .map((assertion) => ({
      title: assertion.title,
      passed: last?.kind === 'answered' && evaluated(assertion, last.answer, subject, validate).length === 0,
    }));
  return { ...subject, exchange: { ...exchange, sandbox } };
}

const findingsIn = (judgements: readonly Judgement[]): readonly Finding[] =>
  judgements.flatMap((judgement) => (judgement.outcome === 'broken' ? judgement.findings : []));

const nameOf = ({ rule, at, actual }: Finding): string => JSON.stringify([rule, at, actual]);

const mutatedProviders = await mutatedProvidersOf(thisProject, thisProject.providers);
/**
 * The sites of every provider with their mutated answers, recorded without a socket.
 * `fresh`: the findings on the mutated answers that the unmutated ones do not have.
 */
export const recorded = await Promise.all(
  mutatedProviders.map(async (mutatedProvider) => {
    const { provider, cases } = mutatedProvider;
    const answers = new Map(await Promise.all(cases.map(async (one) => [one, await answered(provider, one)] as const)));
    const usual = cases.map((one) => exchanged(provider, one, answers.get(one) ?? missing()));
    const known = cases.map(({ id }) => id);
    const acceptedRun = (subjects: readonly Subject[], before: Baseline | undefined, day: number): Baseline => {
      const at = `2026-01-0${day}T00:00:00.000Z`;
      return accept({ provider, subjects, origin, at, before, known, schemas }).baseline;
    };
    const baseline = acceptedRun(usual, undefined, 1);
    const judged = (subjects: readonly Subject[], against: Baseline = baseline): readonly Finding[] => {
      const drift = judgeDrift(provider, subjects, { baseline: against, schemas });
      return findingsIn([
        ...subjects.flatMap((subject) => [
          ...judge(subject, validate, { subjects, baseline: against }),
          ...(drift.byCase.get(subject.case.id) ?? []),
        ]),
        ...judgeProvider(subjects, 'advise'),
        ...judgeAnswerers(provider, subjects),
        ...drift.ofProvider,
      ]);
    };
    const sites = sitesOf(mutatedProvider).map((site) => {
      const sent = cases.filter((one) => one === site.case || site.beside.includes(one));
      const asked = sent.map((one) => {
        const answer = answers.get(one) ?? missing();
        return exchanged(provider, one, site.everywhere || one === site.case ? site.mutate(answer) : answer);
      });
      const settledOnes = settled(asked, provider);
      const mutated = asked.map((subject, index) => ({ ...subject, exchange: settledOnes[index] ?? missing() }));
      const before = usual.filter((subject) => sent.includes(subject.case));
      const usualNames = new Set(judged(before).map(nameOf));
      const own = site.accepted.reduce<Baseline | undefined>((acceptedBefore, mutate, index) => {
        const subjects = sent.map((one) => exchanged(provider, one, mutate(answers.get(one) ?? missing())));
        return acceptedRun(subjects, acceptedBefore, index + 1);
      }, undefined);
      const fresh = judged(mutated, own).filter((finding) => !usualNames.has(nameOf(finding)));
      return { site, mutated, fresh };
    });
    return { provider, sites };
  }),
);
