import { citationOf } from '../model/citation.ts';
import type { Answer, Exchange } from '../model/exchange.ts';
import { valueAt } from '../model/pointer.ts';
import type { Provider, Quirk } from '../model/provider.ts';
import type { QuirkReport } from '../model/report.ts';

type Status = Quirk['outcomes'][number]['status'];

const isStatus = (status: number, wanted: Status): boolean =>
  wanted === 'any' || (typeof wanted === 'number' ? status === wanted : String(status).startsWith(wanted.slice(0, 1)));

const fits = ({ status, body }: Answer, wanted: Quirk['outcomes'][number]): boolean =>
  isStatus(status, wanted.status) &&
  (wanted.has === undefined || (body.kind === 'json' && valueAt(body.json, wanted.has) !== undefined));

/** What the answers say on each question that the documentation leaves open. Of the outcomes of a case, the first that fits counts. */
export function observedQuirks(provider: Provider, exchanges: readonly Exchange[]): readonly QuirkReport[] {
  return provider.quirks.map(({ id, question, statements, outcomes }) => {
    const slugs = [...new Set(outcomes.map((outcome) => outcome.case))];
    const settled = slugs.flatMap((slug) => {
      const last = exchanges.find((exchange) => exchange.case === `${provider.id}/${slug}`)?.attempts.at(-1);
      if (last?.kind !== 'answered') return [];
      const { status, mockBasis } = last.answer;
      const outcome = outcomes.find((one) => one.case === slug && fits(last.answer, one));
      return [{ means: outcome?.means ?? `${slug}: status ${status}.`, mockBasis }];
    });
    // One assumed answer makes the whole result an assumption.
    const basis = settled.some(({ mockBasis }) => mockBasis === 'assumed') ? 'assumed' : settled[0]?.mockBasis;
    return {
      id,
      question,
      statements: statements.map((statement) => citationOf(provider, statement)),
      observed: settled.length === 0 ? null : settled.map(({ means }) => means).join(' '),
      ...(settled.length > 0 && { evidence: basis === undefined ? ('provider' as const) : (`mock-${basis}` as const) }),
    };
  });
}
