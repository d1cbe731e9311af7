import { expect, test } from 'vitest';
import { unresolvedVariables } from '../../scripts/engine/variables.ts';

const item = (id: string, request: object, script?: string) => ({
  id,
  request,
  ...(script !== undefined && { event: [{ script: { exec: ['// first', script] } }] }),
});
const collection = {
  item: [
    item('token', { url: '{{baseUrl}}/token', body: [{ value: '{{clientId}}' }, { value: '{{clientSecret}}' }] }),
    { id: 'folder', item: [{ id: 'inner', item: [item('deep', { url: '{{baseUrl}}/{{tenant}}' })] }] },
    item('twice', { url: '{{baseUrl}}/{{tenant}}/{{tenant}}' }),
    item('made', { url: '{{baseUrl}}', header: '{{nonce}}' }, 'pm.variables.set("nonce", "1");'),
    item('unmade', { url: '{{baseUrl}}', header: '{{nonce}}' }),
    {
      id: 'prepared',
      event: [{ script: { exec: ['pm.variables.set("nonce", "1");'] } }],
      item: [item('below', { url: '{{baseUrl}}', header: '{{nonce}}' })],
    },
    item('plain', { url: 'https://acme.test' }),
  ],
};
const given = (names: Readonly<Record<string, string>>) => ({
  values: Object.entries(names).map(([key, value]) => ({ key, value })),
});
const all = { baseUrl: 'https://acme.test', clientId: 'id', clientSecret: 'secret' };

test.each<[string, readonly string[], Readonly<Record<string, string>>, readonly string[]]>([
  ['every variable is given', ['token'], all, []],
  ['one is not given', ['token'], { baseUrl: 'x', clientId: 'y' }, ['clientSecret']],
  ['one is given, but empty', ['token'], { ...all, clientSecret: '' }, ['clientSecret']],
  ['several are not given, in order', ['token'], {}, ['baseUrl', 'clientId', 'clientSecret']],
  ['an item in a folder', ['deep'], all, ['tenant']],
  ['one variable in several places', ['deep', 'twice'], all, ['tenant']],
  ['a script of the item makes it', ['made'], all, []],
  ['a script of another item makes it', ['unmade', 'made'], all, ['nonce']],
  ['a script of its folder makes it', ['below'], all, []],
  ['a script of another folder makes it', ['unmade', 'below'], all, ['nonce']],
  ['items that are not run need nothing', ['plain'], {}, []],
  ['no items', [], {}, []],
])('%s', (_, ids, values, missing) => {
  expect(unresolvedVariables(collection, ids, given(values))).toEqual(missing);
});
