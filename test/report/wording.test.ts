import { expect, test } from 'vitest';
import type { TokenBudget } from '../../scripts/model/report.ts';
import { budgetInWords } from '../../scripts/report/index.ts';

test.each<[TokenBudget, string]>([
  [
    { tokensPerHour: 2, usedUntil: '2026-11-20T14:05:00.000Z' },
    'its budget of 2 tokens an hour is used until 14:05 UTC',
  ],
  [
    { tokensPerHour: 1, usedUntil: '2026-11-20T23:59:00.001Z' },
    'its budget of 1 token an hour is used until 00:00 UTC',
  ],
  [{ tokensPerHour: 2 }, 'its budget of 2 tokens an hour is used'],
])('a budget in words: %j', (budget, words) => {
  expect(budgetInWords(budget)).toBe(words);
});
