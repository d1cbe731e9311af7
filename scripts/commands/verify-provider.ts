import { casesOf } from '../cases/index.ts';
import { judge } from '../checks/index.ts';
import { collectionText, environmentOf, itemId, mockValues, type Schemas } from '../collection/index.ts';
import { isNamed, UsageError, type VerifyConfig } from '../config/index.ts';
import type { Case } from '../model/case.ts';
import type { Exchange, NotSent } from '../model/exchange.ts';
import type { Subject, Validate } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { CaseReport, Outcome, ProviderReport } from '../model/report.ts';
import { curlOf } from '../protocol/curl.ts';
import { environmentName } from '../protocol/environment-names.ts';
import { createRedactor, type ProviderRun, type Runner, runProvider, unresolvedVariables } from '../run/index.ts';
import { sha256 } from './project.ts';
import { observedQuirks } from './quirks.ts';

/** What the providers of one run share. */
export interface VerifyRun {
  readonly config: VerifyConfig;
  readonly schemas: Schemas;
  readonly validate: Validate;
  /** HMAC key of this run. */
  readonly key: Uint8Array;
  readonly pace: <T>(key: string, action: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly signal: AbortSignal;
  readonly mockUrl?: string;
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
): Promise<ProviderReport> {
  const { config, key, signal } = run;
  const values = valuesOf(provider, run);
  const collection = collectionText(provider, casesOf(provider), run.schemas);
  const notSent = leftOut(cases, config);
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

  const secrets = Object.entries(provider.variables).flatMap(([name, variable]) =>
    variable.secret ? [{ variable: name, value: values[name] ?? '' }] : [],
  );
  const { origin } = new URL(values['baseUrl'] ?? '');
  runner.open({
    collection,
    environment,
    bounds: { origin, deadlineMs: config.timeoutMs, maxBodyBytes, maxHeaderBytes },
    secrets,
    key,
    accessToken: provider.token.accessToken,
    shown: provider.shown ?? [],
  });
  const { exchanges, stop } = await runProvider({
    provider,
    cases,
    notSent,
    target: config.target,
    itemId,
    values,
    redactor: createRedactor({ secrets, key }),
    runner,
    retries: config.retries,
    paced: (action) => run.pace(origin, action, signal),
    signal,
    onExchange: (exchange) => run.onExchange(provider.id, exchange),
  });

  const reports = cases.map((one, index): CaseReport => {
    const exchange = exchanges[index];
    if (exchange === undefined) throw new Error(`${one.id} has no exchange`);
    const { id, folder, title, basis, safety } = one;
    return {
      case: { id, folder, title, basis, safety },
      exchange,
      curl: curlOf(one.request, provider),
      judgements: judge({ provider, case: one, exchange } satisfies Subject, run.validate),
    };
  });
  return {
    id: provider.id,
    name: provider.name,
    ...outcomeOf(reports, stop),
    ...(itemIds.length > 0 && { origin }),
    collection: sha256(collection),
    cases: reports,
    judgements: [],
    quirks: observedQuirks(provider, exchanges),
  };
}

export const skippedProvider = (provider: Provider, reason: string): ProviderReport => ({
  id: provider.id,
  name: provider.name,
  outcome: 'skipped',
  reason,
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

/** What a live host is not sent: mock-only cases, and observed ones that nobody asked for. */
function leftOut(
  cases: readonly Case[],
  { target, observe, caseGlobs }: VerifyConfig,
): ReadonlyMap<Case['id'], NotSent> {
  if (target === 'mock') return new Map();
  return new Map(
    cases.flatMap((one): readonly (readonly [Case['id'], NotSent])[] => {
      if (one.safety.mockOnly) return [[one.id, 'mock-only']];
      return one.folder === 'Observed' && !observe && !isNamed(caseGlobs, one) ? [[one.id, 'not-asked']] : [];
    }),
  );
}

function outcomeOf(
  cases: readonly CaseReport[],
  stop: ProviderRun['stop'],
): { readonly outcome: Outcome; readonly reason?: string } {
  const lastOf = ({ exchange }: CaseReport) => exchange.attempts.at(-1);
  if (stop !== undefined) {
    const last = cases.map(lastOf).findLast((attempt) => attempt !== undefined);
    const said =
      last === undefined
        ? undefined
        : last.kind === 'failed'
          ? `${last.failure}: ${last.detail}`
          : `status ${last.answer.status}`;
    return { outcome: stop, ...(said !== undefined && { reason: said }) };
  }
  const findings = cases.flatMap(({ judgements }) =>
    judgements.flatMap((judgement) => (judgement.outcome === 'broken' ? judgement.findings : [])),
  );
  if (findings.some(({ severity }) => severity === 'error')) return { outcome: 'broken' };
  const unanswered = cases.find((one) => lastOf(one)?.kind === 'failed');
  const failed = unanswered && lastOf(unanswered);
  if (unanswered !== undefined && failed?.kind === 'failed')
    return { outcome: 'down', reason: `${unanswered.case.id}: ${failed.failure}: ${failed.detail}` };
  return { outcome: cases.some(({ exchange }) => exchange.attempts.length > 1) ? 'flaky' : 'held' };
}
