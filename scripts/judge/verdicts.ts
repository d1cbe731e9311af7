import type { Judgement, Subject, Validate } from '../model/finding.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import type { CaseReport, ProviderReport, RfcMode, Target } from '../model/report.ts';
import type { Baseline } from '../model/shape.ts';
import type { Waiver } from '../model/waiver.ts';
import { curlOf } from '../oauth/curl.ts';
import { withCauses } from './causes.ts';
import { judge, judgeProvider } from './checks.ts';
import { type DriftJudgements, judgeDrift } from './drift/judge.ts';
import { judgeAnswerers } from './run/answerers.ts';
import { applyWaivers, waiverJudgements } from './waivers.ts';

/** What judging needs besides the exchanges. */
export interface Bench {
  readonly target: Target;
  readonly rfc: RfcMode;
  readonly schemas: Schemas;
  readonly validate: Validate;
  /** By provider id. The mock has none, unless a test brings its own. */
  readonly baselines: ReadonlyMap<string, Baseline>;
  readonly waivers: readonly Waiver[];
  /** A date like `2026-03-31`. */
  readonly today: string;
}

/** Judges one provider's exchanges by all four verdicts and applies the waivers. Pure. */
export function verdictsOf(
  provider: Provider,
  subjects: readonly Subject[],
  origin: string,
  bench: Bench,
): Pick<ProviderReport, 'cases' | 'judgements'> {
  const { validate, rfc, waivers, today } = bench;
  const context = { subjects, baseline: bench.baselines.get(provider.id) };
  const drift = driftOf(provider, subjects, origin, bench);
  const waived = (judgements: readonly Judgement[]): readonly Judgement[] => applyWaivers(judgements, waivers, today);
  const cases = withCauses(
    subjects.map((subject): CaseReport => {
      const { id, folder, title, basis, safety } = subject.case;
      return {
        case: { id, folder, title, basis, safety },
        exchange: subject.exchange,
        curl: curlOf(subject.case.request, provider),
        judgements: waived([...judge(subject, validate, context), ...(drift.byCase.get(id) ?? [])]),
      };
    }),
  );
  const judgements = waived([
    ...judgeProvider(subjects, rfc),
    ...judgeAnswerers(provider, subjects),
    ...drift.ofProvider,
  ]);
  return { cases, judgements: [...judgements, ...waiverJudgements({ provider, cases, judgements }, waivers, today)] };
}

function driftOf(
  provider: Provider,
  subjects: readonly Subject[],
  origin: string,
  { target, baselines, schemas }: Bench,
): DriftJudgements {
  const baseline = baselines.get(provider.id);
  if (target === 'mock' && baseline === undefined) return { byCase: new Map(), ofProvider: [] };
  return judgeDrift(provider, subjects, { baseline, schemas, ...(target !== 'mock' && { origin }) });
}
