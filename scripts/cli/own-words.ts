import { ruleBook } from '../judge/index.ts';
import type { Judgement } from '../model/finding.ts';
import type { Report } from '../model/report.ts';

/** What the program itself has to say in a report. It holds nothing of an answer. */
export const ownWords = (report: Report): string =>
  JSON.stringify({
    ...report,
    rules: ruleBook,
    providers: report.providers.map(({ id, name, outcome, origin, proxy, collection, cases, judgements, quirks }) => ({
      ...{ id, name, outcome, origin, proxy, collection },
      cases: cases.map((one) => ({
        case: one.case,
        request: one.exchange.request,
        startedAt: one.exchange.attempts.map(({ startedAt }) => startedAt),
        curl: one.curl,
        judgements: one.judgements.map(withoutAnswers),
      })),
      judgements: judgements.map(withoutAnswers),
      quirks: quirks.map(({ question, statements }) => ({ question, statements })),
    })),
  });

const withoutAnswers = (judgement: Judgement): object =>
  judgement.outcome === 'broken'
    ? judgement.findings.map(({ rule, source, deviation, waiver, fingerprint }) => ({
        ...{ rule, source, deviation, waiver, fingerprint },
      }))
    : { rule: judgement.rule };

/** A report of the outcomes alone, for when nothing else may be written. */
export const outcomesOnly = (report: Report): Report => ({
  ...report,
  providers: report.providers.map(({ id, name, outcome, collection }) => ({
    id,
    name,
    outcome,
    reason: 'its report was not written: it could not be searched for secrets and tokens',
    collection,
    cases: [],
    judgements: [],
    quirks: [],
  })),
});
