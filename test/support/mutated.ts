import { thisProject } from '../../scripts/cli/project.ts';
import { createRedactor, openDoor, requestRecord } from '../../scripts/door/index.ts';
import { docsChecks } from '../../scripts/judge/docs.ts';
import { accept, everyBaselineRule, judgeDrift } from '../../scripts/judge/drift/index.ts';
import { caseChecks, createValidate, judge, judgeProvider } from '../../scripts/judge/index.ts';
import { rfcChecks } from '../../scripts/judge/rfc.ts';
import { mockApp } from '../../scripts/mock/index.ts';
import type { Case } from '../../scripts/model/case.ts';
import type { Attempt, Exchange, Failure } from '../../scripts/model/exchange.ts';
import type { CaseCheck, Finding, Judgement, ProviderCheck, Subject } from '../../scripts/model/finding.ts';
import type { Provider } from '../../scripts/model/provider.ts';
import { mockValues } from '../../scripts/model/variables.ts';
import { type MutableAnswer, sitesOf } from '../../scripts/mutants/index.ts';
import { targetsOf } from '../../scripts/mutants/mutated-mock.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';

const missing = (): never => {
  throw new Error('nothing was recorded');
};

const schemas = await readSchemas(thisProject.root);
const validate = createValidate(schemas);
const app = mockApp(thisProject.providers);
const key = new Uint8Array(32);
const origin = 'http://127.0.0.1';

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
  const timing = { startedAt: new Date().toISOString(), ms: 1 };
  const failure: Failure | undefined =
    headers['content-encoding'] !== undefined ? 'encoded' : body.length > 65_536 ? 'too-large' : undefined;
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
  const execution = { itemId: '', startedAt: new Date(), ms: 1, requested: true, assertions: [], answer };
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
      passed:
        last?.kind === 'answered' &&
        docsChecks.some((check) => check.evaluate(assertion, last.answer, subject, validate)?.kind === 'held'),
    }));
  return { ...subject, exchange: { ...exchange, sandbox } };
}

export interface Judges {
  readonly cases: readonly CaseCheck[];
  readonly rfc: readonly ProviderCheck[];
  readonly baseline: typeof everyBaselineRule;
}
export const everyJudge: Judges = { cases: caseChecks, rfc: rfcChecks, baseline: everyBaselineRule };

const findingsIn = (judgements: readonly Judgement[]): readonly Finding[] =>
  judgements.flatMap((judgement) => (judgement.outcome === 'broken' ? judgement.findings : []));

const targets = await targetsOf(thisProject, thisProject.providers);
/** The sites of every provider, their answers recorded without a socket, and what judges them. Pure from there on. */
export const recorded = await Promise.all(
  targets.map(async (target) => {
    const { provider, cases } = target;
    const answers = new Map(await Promise.all(cases.map(async (one) => [one, await answered(provider, one)] as const)));
    const usual = cases.map((one) => exchanged(provider, one, answers.get(one) ?? missing()));
    const known = cases.map(({ id }) => id);
    const { baseline } = accept({
      provider,
      subjects: usual,
      origin,
      at: '2026-01-01T00:00:00.000Z',
      before: undefined,
      known,
      schemas,
    });
    const sites = sitesOf(target).map((site) => {
      const sent = cases.filter((one) => one === site.case || site.beside.includes(one));
      const mutated = sent.map((one) => {
        const answer = answers.get(one) ?? missing();
        return exchanged(provider, one, site.everywhere || one === site.case ? site.mutate(answer) : answer);
      });
      const before = usual.filter((subject) => sent.includes(subject.case));
      return { site, before, mutated };
    });
    const judged = (subjects: readonly Subject[], judges: Judges): readonly Finding[] => {
      const drift = judgeDrift(provider, subjects, { baseline, schemas, rules: judges.baseline });
      return findingsIn([
        ...subjects.flatMap((subject) => [
          ...judge(subject, validate, judges.cases),
          ...(drift.byCase.get(subject.case.id) ?? []),
        ]),
        ...judgeProvider(subjects, 'advise', judges.rfc),
        ...drift.ofProvider,
      ]);
    };
    return { provider, sites, judged };
  }),
);

const nameOf = ({ rule, at, actual }: Finding): string => JSON.stringify([rule, at, actual]);

/** What is said of the mutated answers and was not said of the unmutated ones. */
export function freshFindings(
  before: readonly Subject[],
  mutated: readonly Subject[],
  judged: (typeof recorded)[number]['judged'],
  judges: Judges,
): readonly Finding[] {
  const usual = new Set(judged(before, judges).map(nameOf));
  return judged(mutated, judges).filter((finding) => !usual.has(nameOf(finding)));
}
