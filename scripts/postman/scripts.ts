import { type Assertion, type Case, isCanonical } from '../model/case.ts';
import type { Schemas } from '../model/json-schema.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer, Provider } from '../model/provider.ts';
import { jwtPattern, namedTokenPattern, tokenMemberNames } from '../oauth/token-response.ts';

type Lines = readonly string[];

const js = (value: unknown): string => JSON.stringify(value);

/** `/a/b` as `body?.["a"]?.["b"]`. */
const access = (pointer: Pointer): string =>
  tokensOf(pointer).reduce((path, token) => `${path}?.[${js(token)}]`, 'body');

const bodyLines: Lines = ['let body;', 'try { body = pm.response.json(); } catch (error) { body = undefined; }'];

const refusedLines = (title: string): Lines => [
  `const tokenNames = ${js(tokenMemberNames)};`,
  `const jwt = new RegExp(${js(jwtPattern)});`,
  'const holdsToken = (value, name) => typeof value === "string"',
  '  ? (value !== "" && tokenNames.includes(name)) || jwt.test(value)',
  '  : value !== null && typeof value === "object" && Object.entries(value).some(([member, inner]) => holdsToken(inner, member));',
  `const namedToken = new RegExp(${js(namedTokenPattern)});`,
  'const textHoldsToken = (text) => jwt.test(text) || namedToken.test(text);',
  `pm.test(${js(title)}, () => {`,
  '  pm.expect(pm.response.code, "status").to.not.be.within(200, 299);',
  '  pm.expect(body === undefined ? textHoldsToken(pm.response.text()) : holdsToken(body), "a token in the body").to.equal(false);',
  '  pm.expect(pm.response.headers.all().some(({ key, value }) => textHoldsToken(key + "=" + value)), "a token in a header").to.equal(false);',
  '});',
];

function assertionLines(assertion: Assertion, schemas: Schemas): Lines {
  const title = js(assertion.title);
  switch (assertion.rule) {
    case 'docs/refused':
      return refusedLines(assertion.title);
    case 'docs/status':
      return [`pm.test(${title}, () => pm.expect(pm.response.code).to.be.oneOf(${js(assertion.oneOf)}));`];
    case 'docs/media-type':
      return [
        `pm.test(${title}, () => pm.expect((pm.response.headers.get("Content-Type") || "").split(";")[0].trim().toLowerCase()).to.equal(${js(assertion.is)}));`,
      ];
    case 'docs/schema':
      return [`pm.test(${title}, () => pm.response.to.have.jsonSchema(${js(schemas[assertion.schema])}));`];
    case 'docs/value':
      return [`pm.test(${title}, () => pm.expect(${access(assertion.at)}).to.eql(${js(assertion.equals)}));`];
    case 'docs/range':
      return [];
  }
}

/** The test script of a case: one `pm.test` for each assertion of level `error`. */
export function testScript(one: Case, provider: Provider, schemas: Schemas): Lines {
  const asserted = one.assertions.filter((assertion) => assertion.level === 'error');
  if (asserted.length === 0) return ['// Observed: what comes back is recorded, nothing is asserted.'];
  return [
    ...bodyLines,
    ...asserted.flatMap((assertion) => assertionLines(assertion, schemas)),
    ...(isCanonical(one)
      ? [
          `const accessToken = ${access(provider.token.accessToken)};`,
          'if (typeof accessToken === "string" && accessToken !== "") pm.environment.set("accessToken", accessToken);',
        ]
      : []),
  ];
}

/** Pre-request lines that skip a request which is not safe to send to a live host every night, or at all. */
export function skipLines({ folder, safety }: Pick<Case, 'folder' | 'safety'>): Lines {
  if (safety.mockOnly)
    return [
      '// Only a mock host can be asked for this answer.',
      'if (pm.environment.get("target") !== "mock") pm.execution.skipRequest();',
    ];
  if (folder === 'Observed')
    return [
      '// Not nightly-safe: set observe to true in the environment to send it to a live host.',
      'if (pm.environment.get("target") !== "mock" && pm.environment.get("observe") !== "true") pm.execution.skipRequest();',
    ];
  return [];
}
