import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnvironment, readVerifyConfig, type VerifyConfig } from '../../../scripts/cli/config/index.ts';
import { casesOf } from '../../../scripts/contract/cases.ts';
import type { Provider } from '../../../scripts/model/provider.ts';
import { UsageError } from '../../../scripts/model/usage-error.ts';
import { acme } from '../../support/exchanges.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { known, type TypedFlags, typed } from './flags.ts';

interface Looked {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly config?: VerifyConfig;
}
interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of each file of the workspace, by name. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly flags?: TypedFlags;
  readonly envFiles?: readonly string[];
  readonly providers?: readonly Provider[];
}

/** What is said of a configuration before anything is sent. */
async function look({ env = {}, files = {}, flags = {}, envFiles = [], providers = known }: Given): Promise<Looked> {
  const root = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  const environment = await readEnvironment(env, providers, { root, cwd: root, envFiles });
  try {
    const reading = typed({ target: 'sandbox', ...flags });
    const config = readVerifyConfig(reading, { providers, casesOf, reporters: [], environment });
    return { problems: config.misconfigured.flatMap(({ problems }) => problems), warnings: config.warnings, config };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { problems: error.problems, warnings: error.warnings };
  }
}

const bank = { MY_BANK_CLIENT_ID: 'an-id', MY_BANK_CLIENT_SECRET: 'a-long-secret' };
const lines = (...more: readonly string[]): string => ['MY_BANK_CLIENT_ID=an-id', ...more, ''].join('\n');
const secretOf = ({ config }: Looked): string | undefined => config?.live[0]?.values['clientSecret'];

describe('a character that nobody can have meant is refused, by its name and place', () => {
  const is = 'MY_BANK_CLIENT_SECRET (the environment) holds';
  test.each<[string, string]>([
    ['a-long-secret\n', `${is} a line feed (U+000A) at its end: set it again without`],
    ['a-long-secret\r\n', `${is} a carriage return (U+000D) as character 14, and 1 more such: set it again without`],
    ['a-long\tsecret', `${is} a tab (U+0009) as character 7: set it again without`],
    ['\u200Ba-long-secret', `${is} a zero-width space (U+200B) at its start: set it again without`],
    ['\uFEFFa-long-secret', `${is} a byte order mark (U+FEFF) at its start: set it again without`],
    ['a-long-secret\u00A0', `${is} a no-break space (U+00A0) at its end: set it again without`],
    ['a-long\u3000secret', `${is} an unusual space (U+3000) as character 7: set it again without`],
    ['a-long\u202Esecret', `${is} an invisible character (U+202E) as character 7: set it again without`],
    ['a-long\u001Bsecret', `${is} a control character (U+001B) as character 7: set it again without`],
    ['😀long\u2028secret', `${is} an invisible character (U+2028) as character 6: set it again without`],
    ['a-l\uFFFDng-secret', `${is} a byte that is not UTF-8 (U+FFFD) as character 4: set it again without`],
    ['not a pem\n-----BEGIN KEY-----', `${is} a line feed (U+000A) as character 10: set it again without`],
  ])('%j', async (secret, problem) => {
    expect(await look({ env: { ...bank, MY_BANK_CLIENT_SECRET: secret } })).toEqual({
      problems: [problem],
      warnings: [],
    });
  });

  test.each([
    'inner spaces are fine',
    `qu'o"te\`s`,
    'p#a$s%s\\w{{o}}r{{d',
    'p%2Bq+r&x=y',
    '{{nothing}}',
    '{{$notdynamic}}',
    'pass{{word',
    'ünïcödé-ß-秘密',
    'family 👨‍👩‍👧 and ❤️ of emoji',
    '-----BEGIN PRIVATE KEY-----\nabcd\r\nefg=\n-----END PRIVATE KEY-----\n',
  ])('%j is sent as it is', async (secret) => {
    const looked = await look({ env: { ...bank, MY_BANK_CLIENT_SECRET: secret } });
    expect(looked).toMatchObject({ problems: [], warnings: [] });
    expect(secretOf(looked)).toBe(secret);
  });

  test.each<[string, string, Partial<Provider['request']>?]>([
    ['{{$guid}}', '{{$guid}}'],
    ['x{{clientId}}y', '{{clientId}}'],
    ['{{basicCredentials}}', '{{basicCredentials}}', { authentication: 'client_secret_basic' }],
  ])('%j would be replaced', async (secret, variable, request = {}) => {
    const provider: Provider = { ...acme, request: { ...acme.request, ...request } };
    const env = { ACME_BASE_URL: 'https://acme.test', ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: secret };
    expect((await look({ env, providers: [provider] })).problems).toEqual([
      `ACME_CLIENT_SECRET (the environment) holds "${variable}", which Postman would replace by the variable of that name: it cannot be sent as it is`,
    ]);
  });
});

describe('what may be meant is a warning', () => {
  test.each<[string, string]>([
    ['a-long-secret ', 'ends with a space, which is sent as part of it'],
    [' a-long-secret', 'begins with a space, which is sent as part of it'],
    [' a-long-secret ', 'begins and ends with a space, which is sent as part of it'],
    ['"a-long-secret"', 'stands in quotes, which are sent as part of it'],
    ['“a-long-secret”', 'has typographic quotes (such as “ or ’) at its ends, which are sent as part of it'],
    ['‘a-long-secret’', 'has typographic quotes (such as “ or ’) at its ends, which are sent as part of it'],
  ])('%j', async (secret, words) => {
    const looked = await look({ env: { ...bank, MY_BANK_CLIENT_SECRET: secret } });
    expect(looked).toMatchObject({
      problems: [],
      warnings: [`MY_BANK_CLIENT_SECRET (the environment) ${words}`],
    });
    expect(secretOf(looked)).toBe(secret);
  });
});

describe('.env', () => {
  const place = 'MY_BANK_CLIENT_SECRET (.env, line 2)';
  test.each<[string, string, string]>([
    [
      'a glued #',
      'MY_BANK_CLIENT_SECRET=a-long#secret',
      `${place} has an unquoted # that is glued to the value and cuts it: put the value into quotes ('…'), or a space before the # of a comment`,
    ],
    [
      'an open quote',
      'MY_BANK_CLIENT_SECRET="a-long-secret',
      `${place} opens a quote (") that never closes: close it, or put the whole value into other quotes`,
    ],
    [
      'a line feed that is written out',
      'MY_BANK_CLIENT_SECRET="a-long-secret\\n"',
      `${place} holds a line feed (U+000A) at its end: set it again without`,
    ],
  ])('%s: exit 2, with file, line and mend', async (_, line, problem) => {
    expect(await look({ files: { '.env': lines(line) } })).toEqual({ problems: [problem], warnings: [] });
  });

  test.each<[string, readonly string[], string]>([
    [
      'a lone quote at the end',
      ['MY_BANK_CLIENT_SECRET=a-long-secret"'],
      `${place} ends in a lone quote ("), which is sent as part of the value`,
    ],
    [
      'typographic quotes',
      ['MY_BANK_CLIENT_SECRET=“a-long-secret”'],
      `${place} has typographic quotes (such as “ or ’) at its ends, which are sent as part of it`,
    ],
    [
      'a name twice',
      ['MY_BANK_CLIENT_SECRET=another-secret', 'MY_BANK_CLIENT_SECRET=a-long-secret'],
      `${place} is set again on line 3, to another value: the last one counts`,
    ],
    [
      'a space in quotes',
      ['MY_BANK_CLIENT_SECRET="a-long-secret "'],
      `${place} ends with a space, which is sent as part of it`,
    ],
  ])('%s: a warning', async (_, more, warning) => {
    expect(await look({ files: { '.env': lines(...more) } })).toMatchObject({ problems: [], warnings: [warning] });
  });

  test.each<[string, string]>([
    ['MY_BANK_CLIENT_SECRET=a-long-secret # the sandbox', 'a-long-secret'],
    ["MY_BANK_CLIENT_SECRET='a#b c$d%e{{f'", 'a#b c$d%e{{f'],
    ["MY_BANK_CLIENT_SECRET=it's-long", "it's-long"],
    ['export MY_BANK_CLIENT_SECRET="with \\"quotes\\""', 'with \\"quotes\\"'],
    ['OTHER_TOOL=x#y\nMY_BANK_CLIENT_SECRET=a-long-secret', 'a-long-secret'],
    ['OTHER_TOOL="x\nMY_BANK_CLIENT_SECRET=a-long-secret', 'a-long-secret'],
  ])('%j is fine', async (line, secret) => {
    const looked = await look({ files: { '.env': lines(line) } });
    expect(looked).toMatchObject({ problems: [], warnings: [] });
    expect(secretOf(looked)).toBe(secret);
  });

  test('UTF-16, and a folder in its place, are named as what they are', async () => {
    const utf16 = Buffer.from('\uFEFFMY_BANK_CLIENT_ID=an-id\r\n', 'utf16le');
    expect((await look({ env: bank, files: { '.env': utf16 } })).problems).toEqual([
      '.env is UTF-16, not UTF-8: save it as UTF-8 (PowerShell: Set-Content -Encoding utf8)',
    ]);
  });

  test('CRLF and a byte order mark are no damage', async () => {
    const looked = await look({
      files: { '.env': `\uFEFF${lines('MY_BANK_CLIENT_SECRET=a-long-secret')}`.replaceAll('\n', '\r\n') },
    });
    expect(looked).toMatchObject({ problems: [], warnings: [] });
    expect(looked.config?.live[0]?.values).toMatchObject({ clientId: 'an-id', clientSecret: 'a-long-secret' });
  });

  test('an empty variable of the environment hides a filled one', async () => {
    const files = { '.env': lines('MY_BANK_CLIENT_SECRET=a-long-secret') };
    expect(await look({ env: { MY_BANK_CLIENT_SECRET: '' }, files, flags: { provider: ['my-bank'] } })).toEqual({
      problems: ['MY_BANK_CLIENT_SECRET is not set: add it to .env or use --target mock'],
      warnings: ['MY_BANK_CLIENT_SECRET is empty in the environment, which hides its value in .env, line 2: unset it'],
    });
  });

  test('what the process sets is not judged by how a file writes it', async () => {
    const files = { '.env': lines('MY_BANK_CLIENT_SECRET=a-long#secret') };
    expect(await look({ env: bank, files })).toMatchObject({ problems: [], warnings: [] });
  });
});

describe('--env-file', () => {
  const files = {
    '.env': lines('MY_BANK_CLIENT_SECRET=secret-of-dotenv'),
    'first.env': lines('MY_BANK_CLIENT_SECRET=secret-of-first', 'MY_BANK_SCOPE=first'),
    'second env, with a comma': 'MY_BANK_CLIENT_SECRET=secret-of-second\n',
  };
  test('stands in place of .env; a later one wins, and the process over all', async () => {
    const envFiles = ['first.env', 'second env, with a comma'];
    const { config } = await look({ files, envFiles, env: { MY_BANK_CLIENT_ID: 'id-of-process' } });
    expect(config?.live[0]?.values).toMatchObject({
      clientId: 'id-of-process',
      clientSecret: 'secret-of-second',
      scope: 'first',
    });
  });

  test('one that is not there: exit 2', async () => {
    expect((await look({ files, envFiles: ['none.env', 'first.env'] })).problems).toEqual(['none.env is not there']);
  });
});

describe('<NAME>_FILE', () => {
  const env = { MY_BANK_CLIENT_ID: 'an-id', MY_BANK_CLIENT_SECRET_FILE: 'secret.txt' };
  test.each([
    ['a-long-secret', 'a-long-secret'],
    ['a-long-secret\n', 'a-long-secret'],
    ['a-long-secret\r\n', 'a-long-secret'],
    ['a#b "c" \'d\'', 'a#b "c" \'d\''],
  ])('%j', async (text, secret) => {
    const looked = await look({ env, files: { 'secret.txt': text } });
    expect(looked).toMatchObject({ problems: [], warnings: [] });
    expect(secretOf(looked)).toBe(secret);
  });

  const said = 'MY_BANK_CLIENT_SECRET_FILE (the environment)';
  test.each<[string, Given, string]>([
    ['no such file', { env }, `${said} names a file that is not there`],
    ['an empty one', { env, files: { 'secret.txt': '\n' } }, `${said} names a file that is empty`],
    ['a folder', { env: { ...env, MY_BANK_CLIENT_SECRET_FILE: '.' } }, `${said} names a file that is a folder`],
    [
      'both are set',
      { env: { ...env, MY_BANK_CLIENT_SECRET: 'a-long-secret' }, files: { 'secret.txt': 'x' } },
      `${said} and MY_BANK_CLIENT_SECRET (the environment) are both set: keep one of them`,
    ],
    [
      'a line feed inside',
      { env, files: { 'secret.txt': 'a-long\nsecret\n' } },
      'MY_BANK_CLIENT_SECRET (the file of MY_BANK_CLIENT_SECRET_FILE) holds a line feed (U+000A) as character 7: set it again without',
    ],
  ])('%s: exit 2', async (_, given, problem) => {
    expect((await look(given)).problems).toEqual([problem]);
  });
});

describe('a base URL that ends in the path of the request', () => {
  const provider: Provider = { ...acme, request: { ...acme.request, path: '/oauth/token' } };
  const at = (url: string) =>
    look({
      env: { ACME_BASE_URL: url, ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: 'a-long-secret' },
      providers: [provider],
    });
  const refused = ['ACME_BASE_URL ends in /oauth/token, which is added to it: leave that out'];
  test.each([
    'https://acme.test/oauth/token',
    'https://acme.test/oauth/token/',
    'https://acme.test/v2//oauth/token',
    'https://acme.test/oauth/token?expires_in=1',
  ])('%s: exit 2', async (url) => {
    expect((await at(url)).problems).toEqual(refused);
  });

  test.each([
    'https://acme.test/token',
    'https://acme.test/oauth',
    'https://acme.test/not-oauth/token-service',
    'https://acme.test/oauth/token/v2',
    'https://token.acme.test',
  ])('%s is fine', async (url) => {
    expect((await at(url)).problems).toEqual([]);
  });

  test('a documented host may end so', async () => {
    const hosts = [{ url: 'https://acme.test/oauth/token', use: 'sandbox', source: { doc: 'page' } }] as const;
    const env = {
      ACME_BASE_URL: 'https://acme.test/oauth/token',
      ACME_CLIENT_ID: 'x',
      ACME_CLIENT_SECRET: 'a-long-secret',
    };
    expect((await look({ env, providers: [{ ...provider, hosts }] })).problems).toEqual([]);
  });
});

describe('one provider that is misconfigured, and not named, does not keep the others back', () => {
  const missing = 'ACME_BASE_URL is not set: add it to .env or use --target mock';
  const env = { ...bank, ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: 'a-long-secret' };
  test('the others are live', async () => {
    const { config, problems } = await look({ env });
    expect(config?.live.map(({ provider }) => provider.id)).toEqual(['my-bank']);
    expect(problems).toEqual([missing]);
  });

  test('named, it ends the run; so it does where nobody else is configured', async () => {
    const named = await look({ env, flags: { provider: ['acme', 'my-bank'] } });
    expect(named).toEqual({ problems: [missing], warnings: [] });
    const alone = await look({ env: { ACME_CLIENT_ID: 'an-id', ACME_CLIENT_SECRET: 'a-long-secret' } });
    expect(alone).toEqual({ problems: [missing], warnings: [] });
  });
});

describe('a name that is nearly one of ours', () => {
  test.each([
    ['MY_BANK_CLIENTSECRET', 'MY_BANK_CLIENT_SECRET'],
    ['MY_BANK_CLIENT_SECRTE', 'MY_BANK_CLIENT_SECRET'],
    ['MYBANK_CLIENT_SECRET', 'MY_BANK_CLIENT_SECRET'],
    ['my_bank_client_secret', 'MY_BANK_CLIENT_SECRET'],
    ['MY_BANK_CLIENT_SECRETS', 'MY_BANK_CLIENT_SECRET'],
  ])('%s', async (name, meant) => {
    const { problems } = await look({ env: { MY_BANK_CLIENT_ID: 'an-id', [name]: 'a-long-secret' } });
    expect(problems).toEqual([
      `${meant} is not set: add it to .env or use --target mock (${name} (the environment) is set: is ${meant} meant?)`,
    ]);
  });

  test('in .env, of a provider of which nothing else is set', async () => {
    const { problems, warnings } = await look({ files: { '.env': 'ACME_CLIENTID=an-id\n' } });
    expect(problems).toEqual([
      'no provider is configured: set ACME_CLIENT_ID and its like (see .env.example), or use --target mock',
    ]);
    expect(warnings).toEqual(['ACME_CLIENTID (.env, line 1) is set: is ACME_CLIENT_ID meant?']);
  });

  test.each(['MY_BANK_NAME', 'CLIENT_SECRET', 'BANK_CLIENT_SECRET', 'MY_BANK_CLIENT_KEY', 'ECME_CLIENT_ID'])(
    '%s is another one',
    async (name) => {
      expect((await look({ env: { ...bank, [name]: 'x' } })).warnings).toEqual([]);
    },
  );

  test('a name that is set is not looked for', async () => {
    expect((await look({ env: { ...bank, MY_BANK_CLIENTSECRET: 'x' } })).warnings).toEqual([]);
  });
});

test('every problem and every warning at once', async () => {
  const env = {
    MY_BANK_BASE_URL: 'https://bank.test/token',
    MY_BANK_CLIENT_SECRET: 'a-long-secret\n',
    MY_BANK_CLIENTID: 'an-id',
    ACME_BASE_URL: 'http://acme.test',
    ACME_CLIENT_ID: ' an-id',
    ACME_CLIENT_SECRET: '{{clientId}}',
  };
  expect(await look({ env })).toEqual({
    problems: [
      'ACME_CLIENT_SECRET (the environment) holds "{{clientId}}", which Postman would replace by the variable of that name: it cannot be sent as it is',
      'ACME_BASE_URL must be https: plain http is for this machine only',
      'MY_BANK_CLIENT_ID is not set: add it to .env or use --target mock (MY_BANK_CLIENTID (the environment) is set: is MY_BANK_CLIENT_ID meant?)',
      'MY_BANK_CLIENT_SECRET (the environment) holds a line feed (U+000A) at its end: set it again without',
      'MY_BANK_BASE_URL ends in /token, which is added to it: leave that out',
    ],
    warnings: ['ACME_CLIENT_ID (the environment) begins with a space, which is sent as part of it'],
  });
});
