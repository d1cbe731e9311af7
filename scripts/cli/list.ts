import type { Case } from '../model/case.ts';
import type { NotSent } from '../model/exchange.ts';
import type { HistoryEntry } from '../model/report.ts';
import { environmentName } from '../model/variables.ts';
import { budgetInWords, lastSentInWords } from '../report/index.ts';
import type { Shard, VerifyConfig } from './config/index.ts';
import { lastSentOf, leftOut } from './left-out.ts';
import type { SharedBudgets } from './token-budgets.ts';

/** Lists what a run would send now, in order, with the safety class of each request. */
export function listing(
  config: VerifyConfig,
  { budgets, history }: { readonly budgets: SharedBudgets; readonly history: readonly HistoryEntry[] },
): string {
  const { target, selected, live, skipped, misconfigured, shard } = config;
  const lines = selected.flatMap(({ provider, cases }) => {
    if (skipped.some((one) => one.provider === provider)) return [`${provider.id}: skipped, not configured`];
    if (misconfigured.some((one) => one.provider === provider))
      return [`${provider.id}: misconfigured, nothing is sent`];
    const host =
      target === 'mock' ? 'the built-in mock host' : live.find((one) => one.provider === provider)?.values['baseUrl'];
    const variables = ['baseUrl', ...Object.keys(provider.variables)].map((name) => environmentName(provider.id, name));
    const width = Math.max(...cases.map(({ id }) => id.length));
    const lastSent = lastSentOf(history, provider.id);
    const budget = budgets.get(provider.id);
    const tokensLeft = budget?.left ?? Number.POSITIVE_INFINITY;
    const notSent = leftOut(provider, cases, config, { tokensLeft, lastSent });
    return [
      `${provider.id}: to ${host}`,
      ...(target === 'mock' ? [] : [`  uses ${variables.join(', ')}`]),
      ...(budget?.left === 0 ? [`  ${budgetInWords(budget.before)}`] : []),
      ...cases.map((one) => {
        const why = notSent.get(one.id);
        return `  ${one.id.padEnd(width)}  ${[
          ...classesOf(one),
          ...(why === undefined ? [] : [`not sent: ${reasons[why] ?? why}`]),
        ].join(', ')}${why === 'budget' ? lastSentInWords({ lastSent: lastSent.get(one.id) }) : ''}`;
      }),
    ];
  });
  return `${[...(shard === undefined ? [] : shardLines(shard)), ...lines].join('\n')}\n`;
}

/** Who is in which shard; the one that is asked for has a mark. */
const shardLines = ({ number, of, placeOf }: Shard): readonly string[] =>
  Array.from({ length: of }, (_, index) => {
    const ids = [...placeOf].filter(([, place]) => place === index + 1).map(([id]) => id);
    const mark = index + 1 === number ? '*' : ' ';
    return `${mark} shard ${index + 1}/${of}: ${ids.length === 0 ? 'no provider' : ids.join(', ')}`;
  });

const reasons: { readonly [K in NotSent]?: string } = {
  'not-asked': '--observe or --case asks for it',
  budget: 'the budget leaves it out this time',
};

const classesOf = ({ basis, safety: { mockOnly, credentials, mayIssue } }: Case): readonly string[] => [
  basis,
  mockOnly ? 'mock-only' : `${credentials} credentials`,
  ...(mayIssue ? ['may issue a token'] : []),
];
