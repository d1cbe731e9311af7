import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLeakGuard } from '../../scripts/cli/leak-guard.ts';
import { createDoorkeeper, createLeakSearch } from '../../scripts/door/index.ts';
import { createValidate, ruleBook, verdictsOf } from '../../scripts/judge/index.ts';
import type { DoorSettings } from '../../scripts/model/session.ts';
import { reporters } from '../../scripts/report/index.ts';
import { providerReport, reportOf } from '../report/reports.ts';
import { plainOptions } from '../report/samples.ts';
import { acme, acmeSchemas, exchangeOf, tokenCase } from '../support/exchanges.ts';
import { furtherSpellings, spellings } from './secret-spellings.ts';

/** More of them by hand: `FUZZ_RUNS=50000 npx vitest run test/door/fuzz.test.ts`. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 60);

const reportSchema: object = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const isReport = new Ajv({
  strict: true,
  allUnionTypes: true,
  allowUnionTypes: true,
  strictTypes: false,
} as object).compile(reportSchema);
const validate = createValidate(acmeSchemas);

/** Not made of words or of eight digits: what nobody could take for a secret is documented to be shown. */
const canary = fc
  .stringMatching(/^[A-Za-z0-9~+/=._-]{10,40}$/)
  .filter((text) => /[a-z]\d/i.test(text) && text.replaceAll(/\D/g, '').length > 8 && new Set(text).size > 5);
const names = fc.constantFrom(
  ...['access_token', 'token', 'id_token', 'jwt', 'refreshToken', 'error', 'error_description', 'message', 'scope'],
  ...['expires_in', 'token_type', 'code', 'x', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a/b~c'],
);
const spell = fc.constantFrom(...[...spellings, ...furtherSpellings.slice(0, -1)].map(([, one]) => one));

interface Canaries {
  readonly secret: string;
  readonly token: string;
}

/** Any JSON, with the secret in any spelling in any text, and the token under the names of tokens. */
const bodyWith = ({ secret, token }: Canaries) => {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 3600, 1e300, 2 ** 64, '', 'Bearer', token),
    fc.tuple(spell, fc.constantFrom('', 'it is ', '"', '<b>')).map(([one, before]) => `${before}${one(secret)}`),
    fc.constantFrom([...Buffer.from(secret)], [...secret], { ...[...Buffer.from(secret)] }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '##vso[task.setvariable variable=x]y',
      '\n::add-mask::x',
      '\u001b[2J',
      '<script>x()</script>',
      '@octocat',
    ),
  );
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('any'), { maxLength: 6 }),
      fc.array(fc.tuple(names, tie('any')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  return any.map((inner) => JSON.stringify({ access_token: token, inner, message: `${token} ${secret}` }));
};

const scenario = fc
  .record({ secret: canary, token: canary })
  .filter(({ secret, token }) => !secret.includes(token) && !token.includes(secret))
  .chain((canaries) =>
    fc.record({
      canaries: fc.constant(canaries),
      text: fc.oneof(
        { weight: 4, arbitrary: bodyWith(canaries) },
        spell.map((one) => `<p>${one(canaries.secret)} token=${canaries.token}</p>`),
        fc.string().map((before) => `${before}{"access_token":"${canaries.token}","x":${canaries.secret}`),
      ),
      encoding: fc.constantFrom<BufferEncoding>('utf8', 'latin1', 'utf16le'),
      statusText: fc.constantFrom('OK', canaries.secret, 'constructor'),
      header: fc.tuple(
        names,
        spell.map((one) => one(canaries.secret)),
      ),
    }),
  );

/** By means of the test's own: as it is, and in three encodings that are computed here. */
const isIn = (text: string, value: string): boolean =>
  [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString('hex'),
    Buffer.from(value).toString('base64').slice(0, -4),
  ].some((one) => text.includes(one));

test('no answer gets a secret or a token past the door, the judges, the reports and the last search', {
  timeout: 86_400_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ canaries, text, encoding, statusText, header }) => {
      const key = Buffer.from('a key of 32 bytes for every run.');
      const settings: DoorSettings = {
        secrets: [{ variable: 'clientSecret', value: canaries.secret }],
        secretsLeak: true,
        publicTexts: [],
        vocabulary: ['Bearer', 'my-client'],
        key,
        accessToken: '/access_token',
        shown: [],
      };
      const keeper = createDoorkeeper();
      const bytes = Buffer.from(text, encoding);
      const attempt = keeper.open(settings).attemptOf({
        itemId: 'x',
        startedAt: new Date(0),
        ms: 1,
        requested: true,
        assertions: [],
        answer: {
          status: 200,
          statusText,
          headers: [['Content-Type', 'application/json'], header],
          bytes,
          text: encoding === 'utf16le' ? bytes.toString('utf8') : text,
        },
      });
      const subject = { provider: acme, case: tokenCase, exchange: exchangeOf(tokenCase, attempt ? [attempt] : []) };
      const verdicts = verdictsOf(acme, [subject], 'https://acme.test', {
        ...{ target: 'sandbox', rfc: 'enforce', schemas: acmeSchemas, validate, today: '2026-01-01' },
        baselines: new Map(),
        waivers: [],
      });
      const report = reportOf([providerReport(verdicts.cases, { outcome: 'broken', judgements: verdicts.judgements })]);
      const own = createLeakSearch();
      own.add({ variable: 'clientSecret', value: canaries.secret });
      const said: string[] = [];
      const guard = createLeakGuard({
        run: key,
        own,
        runners: [{ isUp: () => true, hasAnswered: () => true, scan: async (...asked) => keeper.scan(...asked) }],
        mayLoseTokens: false,
        ours: '',
        io: { stderr: { write: (line) => said.push(line) } },
      });
      for (const reporter of reporters) {
        const rendered = reporter.render(report, { ...plainOptions, rules: ruleBook, verbose: true });
        // Not even the last search finds anything: the door has masked it.
        const written = await guard.checked(reporter.file ?? reporter.name, rendered);
        expect(said).toEqual([]);
        expect(written).toBe(rendered);
        for (const value of Object.values(canaries)) expect(isIn(rendered, value), reporter.name).toBe(false);
        expect(rendered.length).toBeLessThan(400_000);
        if (reporter.file === 'report.json')
          expect(isReport(JSON.parse(rendered)), JSON.stringify(isReport.errors)).toBe(true);
      }
    }),
    { numRuns: runs, seed: 15 },
  );
});
