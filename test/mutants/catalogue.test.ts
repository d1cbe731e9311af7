import { describe, expect, test } from 'vitest';
import { baselineRules } from '../../scripts/judge/drift/rules.ts';
import { mutations, sitesOf } from '../../scripts/mutants/index.ts';
import { mutatedProvidersOf } from '../../scripts/mutants/mutated-mock.ts';
import { thisProject } from '../support/this-project.ts';

const mutatedProviders = await mutatedProvidersOf(thisProject, thisProject.providers);
const sites = mutatedProviders.flatMap((one) => sitesOf(one));

describe('the catalogue', () => {
  test('has at least forty breaking mutations, each done somewhere', () => {
    const breaking = mutations.filter(({ kind }) => kind === 'breaking').map(({ name }) => name);
    expect(breaking.length).toBeGreaterThanOrEqual(40);
    expect(new Set(breaking).size).toBe(breaking.length);
    expect(breaking.filter((name) => !sites.some(({ mutation }) => mutation === name))).toEqual([]);
  });

  test('has names for its sites that are unique', () => {
    expect(new Set(sites.map(({ id }) => id)).size).toBe(sites.length);
  });

  test('lets every breaking site be reported by some rule, and no harmless one by any', () => {
    expect(
      sites.filter(({ kind, expects }) => kind === 'breaking' && expects.length === 0).map(({ id }) => id),
    ).toEqual([]);
    expect(sites.filter(({ kind, expects }) => kind === 'harmless' && expects.length > 0).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test('drops, renames, nulls and retypes every member of every provider’s token response', () => {
    for (const { provider } of mutatedProviders) {
      const { example, assumed } = provider.responses.token;
      const members = Object.keys({ ...Object(example), ...assumed?.members });
      for (const name of ['drop-member', 'rename-member', 'nest-member', 'null-member'])
        expect(
          sites.filter(({ mutation, case: one }) => mutation === name && one.id === `${provider.id}/token`),
        ).toHaveLength(members.length);
    }
  });

  test('covers every row of errors and warnings that a single answer can break', () => {
    const expected = new Set(sites.flatMap((site) => site.expects.map(({ rule }) => rule)));
    const rows = Object.entries(baselineRules).filter(([, { grade }]) => grade !== 'info');
    // What needs two answers of one case, or a list in an answer, is tested where shapes are compared.
    const elsewhere = ['baseline/member-optional', 'baseline/value-added'];
    expect(
      rows
        .map(([rule]) => rule)
        .filter((rule) => !elsewhere.includes(rule) && !expected.has(`baseline/${rule.split('/')[1]}`)),
    ).toEqual([]);
  });
});
