import { createHash } from 'node:crypto';
import { createLeakSearch, createRedactor, type LeakSearch, requestRecord, vocabularyOf } from '../door/index.ts';
import { type ProviderRun, type Runner, runProvider, unresolvedVariables } from '../engine/index.ts';
import { type Bench, observedQuirks, verdictsOf } from '../judge/index.ts';
import { type Case, isCanonical } from '../model/case.ts';
import type { Contract } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement, Subject } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { CaseReport, HistoryEntry, Outcome, ProviderReport } from '../model/report.ts';
import type { Secret } from '../model/session.ts';
import { UsageError } from '../model/usage-error.ts';
import { clientVariables, environmentName, mockValues } from '../model/variables.ts';
import { basicEncodingHint } from '../oauth/client-auth/client-secret-basic.ts';
import { answerInShort } from '../oauth/who-answered.ts';
import { environmentOf, itemId } from '../postman/index.ts';
import { budgetInWords } from '../report/index.ts';
import { proxySecrets, type VerifyConfig } from './config/index.ts';
import type { ContractOf } from './contracts.ts';
import { lastSentOf, leftOut } from './left-out.ts';
import type { SharedBudgets } from './token-budgets.ts';

/** What the providers of one run share. */
export interface VerifyRun extends Omit<Bench, 'target' | 'rfc'> {
  readonly config: VerifyConfig;
  readonly contractOf: ContractOf;
  /** HMAC key of this run. */
  readonly key: Uint8Array;
  readonly pace: <T>(key: string, action: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Aborted with the reason as text where it is not Ctrl-C. */
  readonly signal: AbortSignal;
  /** Learns the secrets of every provider. */
  readonly leaks: LeakSearch;
  readonly mockUrl?: string;
  readonly budgets: SharedBudgets;
  readonly history: readonly HistoryEntry[];
  /** Before the first request of a provider: the number of cases that will be sent. */
  readonly onPlan: (providerId: string, count: number) => void;
  readonly onExchange: (providerId: string, exchange: Exchange) => void;
}

const maxBodyBytes = 64 * 1024;
const maxHeaderBytes = 16 * 1024;

/** Runs one provider's cases and judges every exchange. */
export async function verifyProvider(
  provider: Provider,
  cases: readonly Case[],
  runner: Runner,
  run: VerifyRun,
): Promise<{ readonly report: ProviderReport /** newman or its worker failed. */; readonly hasCrashed: boolean }> {
  const { config, key, signal } = run;
  const values = valuesOf(provider, run);
  const contract = run.contractOf(provider);
  const { collection } = contract;
  const shared = run.budgets.get(provider.id);
  const lastSent = lastSentOf(run.history, provider.id);
  const notSent = leftOut(provider, cases, config, { tokensLeft: shared?.left ?? Number.POSITIVE_INFINITY, lastSent });
  const observe = cases.some((one) => one.folder === 'Observed' && !notSent.has(one.id));
  const environment = environmentOf(provider, config.target, values, observe);
  const itemIds = cases.filter((one) => !notSent.has(one.id)).map((one) => itemId(one.id));
  const missing = unresolvedVariables(JSON.parse(collection), itemIds, environment);
  if (missing.length > 0)
    throw new UsageError(
      missing.map(
        (name) =>
          `${environmentName(provider.id, name)} has no value, and the collection of ${provider.name} needs {{${name}}}`,
      ),
    );

  const live = config.live.find((one) => one.provider === provider);
  const proxy = live?.proxy;
  const secrets = secretsOf(contract, values, proxy);
  const secretsLeak = config.target !== 'mock';
  run.leaks.isPublic(collection);
  if (secretsLeak) for (const secret of secrets) run.leaks.add(secret);
  const vocabulary = vocabularyOf(provider, run.schemas, values);
  const redactor = createRedactor({ secrets, key, vocabulary });
  const { origin } = new URL(values['baseUrl'] ?? '');
  run.onPlan(provider.id, itemIds.length);
  const session = runner.open({
    collection,
    environment,
    bounds: {
      origin,
      deadlineMs: config.timeoutMs,
      maxBodyBytes,
      maxHeaderBytes,
      ...(proxy !== undefined && { proxy }),
    },
    door: {
      secrets,
      secretsLeak,
      publicTexts: [collection, withoutSecrets(environment, secrets)],
      vocabulary,
      key,
      accessToken: provider.token.accessToken,
      ...(provider.token.scope !== undefined && { scope: provider.token.scope }),
      shown: provider.shown ?? [],
    },
  });
  signal.addEventListener('abort', session.abort, { once: true });
  const { exchanges, stop, crash } = await runProvider({
    provider,
    cases,
    notSent,
    target: config.target,
    itemId,
    describe: (one) => requestRecord(one.request, provider, values, redactor),
    masked: (text) => redactor.shown(text),
    session,
    retries: config.retries,
    ...(shared && { claimToken: shared.claim }),
    paced: (action) => run.pace(origin, action, signal),
    signal,
    onExchange: (exchange) => run.onExchange(provider.id, exchange),
  }).finally(() => {
    signal.removeEventListener('abort', session.abort);
    session.close();
  });

  const subjects = cases.map((one, index): Subject => {
    const exchange = exchanges[index];
    if (exchange === undefined) throw new Error(`${one.id} has no exchange`);
    return { provider, case: one, exchange };
  });
  const { cases: reports, judgements } = verdictsOf(provider, subjects, origin, {
    ...run,
    target: config.target,
    rfc: config.rfc,
  });
  const isShortOfTokens = exchanges.some((one, index) => one.notSent === 'budget' && cases[index]?.safety.mayIssue);
  const budget = isShortOfTokens ? await shared?.state() : undefined;
  const isSent = exchanges.some(({ attempts }) => attempts.length > 0);
  const report: ProviderReport = {
    id: provider.id,
    name: provider.name,
    ...(budget !== undefined && stop === undefined && !isSent
      ? { outcome: 'skipped' as const, reason: budgetInWords(budget) }
      : outcomeOf(provider, reports, judgements, stop)),
    ...(stop === 'interrupted' && typeof signal.reason === 'string' && { reason: signal.reason }),
    ...(crash !== undefined && { reason: `the tool failed: ${crash}` }),
    ...(stop === 'credentials-rejected' && live && live.warnings.length > 0 && { hints: live.warnings }),
    ...(isSent && { origin }),
    ...(isSent && proxy !== undefined && { proxy: new URL(proxy).origin }),
    ...(budget !== undefined && { budget }),
    variables: credentialVariables(provider),
    collection: createHash('sha256').update(collection).digest('hex'),
    cases: reports.map((one) => {
      const last = one.exchange.notSent === 'budget' ? lastSent.get(one.case.id) : undefined;
      return last === undefined ? one : { ...one, lastSent: last };
    }),
    judgements,
    quirks: observedQuirks(provider, exchanges),
  };
  return { report, hasCrashed: crash !== undefined };
}

/** The environment as anybody may read it. */
const withoutSecrets = (environment: object, secrets: readonly Secret[]): string => {
  const search = createLeakSearch();
  for (const secret of secrets) search.add(secret);
  const holdsSecret = (value: unknown): boolean =>
    typeof value === 'string' && (secrets.some((one) => one.value === value) || search.leaks(value).length > 0);
  return JSON.stringify(environment, (_, value: unknown) => (holdsSecret(value) ? '' : value));
};

/** What must not be seen of a provider's configuration. */
const secretsOf = (
  contract: Pick<Contract, 'secrets'>,
  values: Readonly<Record<string, string>>,
  proxy: string | undefined,
): readonly Secret[] => [
  ...contract.secrets.map((name) => ({ variable: name, value: values[name] ?? '' })),
  ...Object.entries(proxy === undefined ? {} : proxySecrets(proxy)).map(([variable, value]) => ({ variable, value })),
];

/** The environment variables that a person has to renew where a provider rejects the credentials. */
function credentialVariables(provider: Provider): { readonly clientId: string; readonly clientSecret: string } {
  const { id, secret } = clientVariables(provider);
  return { clientId: environmentName(provider.id, id), clientSecret: environmentName(provider.id, secret) };
}

/** A provider that was sent nothing. */
export const unaskedProvider = (
  provider: Provider,
  outcome: 'skipped' | 'misconfigured',
  reason: string,
): ProviderReport => ({
  id: provider.id,
  name: provider.name,
  outcome,
  reason,
  variables: credentialVariables(provider),
  collection: '',
  cases: [],
  judgements: [],
  quirks: [],
});

function valuesOf(provider: Provider, { config, mockUrl }: VerifyRun): Readonly<Record<string, string>> {
  if (mockUrl !== undefined) return mockValues(provider, `${mockUrl}/${provider.id}`);
  const live = config.live.find((one) => one.provider === provider);
  if (live === undefined) throw new Error(`${provider.id} is not configured`);
  return live.values;
}

function outcomeOf(
  provider: Provider,
  cases: readonly CaseReport[],
  providerWide: readonly Judgement[],
  stop: ProviderRun['stop'],
): { readonly outcome: Outcome; readonly reason?: string } {
  const canonical = cases.find((one) => isCanonical(one.case))?.exchange.inconclusive;
  if (stop === 'intercepted' || canonical === 'intercepted')
    return { outcome: 'down', reason: `not the API: ${said(cases, 'intercepted')}` };
  if (stop !== undefined && stop !== 'no-endpoint') {
    const last = said(cases, stop);
    const isEncoded = cases.some(({ exchange }) => exchange.request.basicIsEncoded && exchange.attempts.length > 0);
    const hint = stop === 'credentials-rejected' && isEncoded ? `; ${basicEncodingHint(provider.request)}` : '';
    return { outcome: stop, ...(last !== undefined && { reason: `${last}${hint}` }) };
  }
  const findings = [...cases.flatMap(({ judgements }) => judgements), ...providerWide].flatMap((judgement) =>
    judgement.outcome === 'broken' ? judgement.findings.filter(({ waiver }) => waiver === undefined) : [],
  );
  if (findings.some(({ severity }) => severity === 'error')) return { outcome: 'broken' };
  const lost = cases.find(({ exchange }) => exchange.inconclusive === 'lost');
  if (lost !== undefined) return { outcome: 'interrupted', reason: `${lost.case.id}: ${lost.exchange.reason}` };
  const unanswered = cases.find(
    ({ exchange }) => exchange.inconclusive === 'down' || exchange.attempts.at(-1)?.kind === 'failed',
  );
  if (unanswered !== undefined)
    return { outcome: 'down', reason: `${unanswered.case.id}: ${lastInWords(unanswered.exchange)}` };
  return { outcome: cases.some(({ exchange }) => exchange.attempts.length > 1) ? 'flaky' : 'held' };
}

/** What came back last: to the case that is inconclusive in this way, or at all. */
function said(cases: readonly CaseReport[], inconclusive: Exchange['inconclusive']): string | undefined {
  const tried = cases.map(({ exchange }) => exchange).filter(({ attempts }) => attempts.length > 0);
  const exchange = tried.find((one) => one.inconclusive === inconclusive) ?? tried.at(-1);
  return exchange && lastInWords(exchange);
}

function lastInWords({ attempts }: Exchange): string | undefined {
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  return last.kind === 'failed' ? `${last.failure}: ${last.detail}` : answerInShort(last.answer);
}
