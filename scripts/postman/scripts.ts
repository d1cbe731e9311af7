import type { Assertion, Case } from '../model/case.ts';
import { isCanonical } from '../model/case.ts';
import { citationOf } from '../model/citation.ts';
import type { Schemas } from '../model/json-schema.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer, Provider, Source } from '../model/provider.ts';
import { jwtPattern, namedTokenPattern, tokenMemberNames } from '../oauth/token-response.ts';

/** Lines of a script. None: there is no script to run. */
export type Lines = readonly string[];

/** A host that cannot exist: `.invalid` is reserved by RFC 2606 §2. */
export const noEnvironmentUrl = 'https://choose-an-environment.invalid';

const js = (value: unknown): string => JSON.stringify(value);
const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);
const regularExpression = (pattern: string): string => String(new RegExp(pattern));

/** `/data/x-token` as `?.data?.["x-token"]`. */
export const memberAccess = (pointer: Pointer): string =>
  tokensOf(pointer)
    .map((token) => (isIdentifier(token) ? `?.${token}` : `?.[${js(token)}]`))
    .join('');

/** A source in one line of a comment. */
function sourceComment(provider: Provider, source: Source): string {
  const { title, url, at } = citationOf(provider, source);
  return `// ${[title, at, url].filter((part) => part !== undefined).join(', ')}`.replaceAll(/\s+/g, ' ');
}

/** The collection variable that holds a schema which several refusals share: `apinizer/error-response` is `errorResponseSchema`. */
export const schemaVariable = (schema: string): string =>
  `${(schema.split('/').at(-1) ?? schema).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Schema`;

/** The answer to a grant is checked by a schema that stands in the script: people copy that request into collections of their own. */
const isGrant = (one: Case): boolean => one.fault === undefined && one.reply === undefined;

/** The schemas that the refusals of a collection take from its variables. */
export const sharedSchemas = (cases: readonly Case[]): readonly string[] => [
  ...new Set(
    cases
      .filter((one) => !isGrant(one))
      .flatMap(({ assertions }) => assertions)
      .flatMap((assertion) =>
        assertion.rule === 'docs/schema' && assertion.level === 'error' ? [assertion.schema] : [],
      ),
  ),
];

function statusCheck(oneOf: readonly number[]): string {
  const [only] = oneOf;
  return oneOf.length === 1
    ? `pm.expect(pm.response.code).to.equal(${only})`
    : `pm.expect(pm.response.code).to.be.oneOf(${js(oneOf)})`;
}

/** A parameter such as `charset` may follow. */
const mediaTypeCheck = (mediaType: string): string =>
  `pm.expect(pm.response.headers.get("Content-Type")).to.match(/^\\s*${mediaType.replaceAll(/[/.+]/g, String.raw`\$&`)}\\s*(;|$)/i)`;

function schemaLines(one: Case, schema: string, title: string, schemas: Schemas): Lines {
  if (isGrant(one))
    return [
      `const schema = ${JSON.stringify(schemas[schema], null, 2)};`,
      `pm.test(${title}, () => pm.response.to.have.jsonSchema(schema));`,
    ].flatMap((text) => text.split('\n'));
  return [
    `pm.test(${title}, () => {`,
    `  const schema = JSON.parse(pm.collectionVariables.get(${js(schemaVariable(schema))}));`,
    '  pm.response.to.have.jsonSchema(schema);',
    '});',
  ];
}

function assertionLines(assertion: Assertion, one: Case, schemas: Schemas): Lines {
  const title = js(assertion.title);
  switch (assertion.rule) {
    case 'docs/status':
      return [`pm.test(${title}, () => ${statusCheck(assertion.oneOf)});`];
    case 'docs/media-type':
      return [`pm.test(${title}, () => ${mediaTypeCheck(assertion.is)});`];
    case 'docs/schema':
      return schemaLines(one, assertion.schema, title, schemas);
    case 'docs/value':
      return [
        `pm.test(${title}, () => pm.expect(pm.response.json()${memberAccess(assertion.at)}).to.eql(${js(assertion.equals)}));`,
      ];
    // The script of the folder checks what every refusal must hold; a range is a warning, and warnings are not in the collection.
    case 'docs/refused':
    case 'docs/range':
      return [];
  }
}

const storeLines = (provider: Provider): Lines => [
  '',
  '// The next request uses the token as {{accessToken}}. Saved files keep the variable empty.',
  'let accessToken;',
  `try { accessToken = pm.response.json()${memberAccess(provider.token.accessToken)}; } catch { /* a test above failed */ }`,
  'if (typeof accessToken === "string" && accessToken !== "") pm.collectionVariables.set("accessToken", accessToken);',
];

/** The judge inside the sandbox: one pm.test for each assertion of the level `error` that is the case's own. */
export function testScript(one: Case, provider: Provider, schemas: Schemas): Lines {
  const tests = one.assertions
    .filter(({ level }) => level === 'error')
    .flatMap((assertion) => assertionLines(assertion, one, schemas));
  if (tests.length === 0) return [];
  return [
    '// Checks that the answer is the documented one:',
    sourceComment(provider, one.response?.source ?? one.source),
    ...tests,
    ...(isCanonical(one) ? storeLines(provider) : []),
  ];
}

/** Runs after every refusal. The cases of the folder assert it under this title. */
export const refusalsTestScript = (title: string): Lines => [
  '// A request that must be refused gets no token: no status 2xx, and no token anywhere in the answer.',
  '// RFC 6749, section 5.2: https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
  `const tokenMembers = ${js(tokenMemberNames)};`,
  '// Three or five parts in Base64: a JWT, wherever it stands.',
  `const jwt = ${regularExpression(jwtPattern)};`,
  '// In text that is not JSON: "token": "…", token=…, <token>…',
  `const namedToken = ${regularExpression(namedTokenPattern)};`,
  '',
  'const textHoldsToken = (text) => jwt.test(text) || namedToken.test(text);',
  'const jsonHoldsToken = (value, name) => {',
  '  if (typeof value === "string") return (value !== "" && tokenMembers.includes(name)) || jwt.test(value);',
  '  if (value === null || typeof value !== "object") return false;',
  '  return Object.entries(value).some(([member, inner]) => jsonHoldsToken(inner, member));',
  '};',
  '',
  'let body;',
  'try { body = pm.response.json(); } catch { /* not JSON: searched as text */ }',
  `pm.test(${js(title)}, () => {`,
  '  pm.expect(pm.response.code, "status").to.not.be.within(200, 299);',
  '  const inBody = body === undefined ? textHoldsToken(pm.response.text()) : jsonHoldsToken(body);',
  '  pm.expect(inBody, "a token in the body").to.equal(false);',
  '  const inHeader = pm.response.headers.all().some(({ key, value }) => textHoldsToken(key + "=" + value));',
  '  pm.expect(inHeader, "a token in a header").to.equal(false);',
  '});',
];

/** Runs before every request of the folder Token: without a host there is nothing to check. */
export const chooseEnvironmentScript: Lines = [
  '// Without an environment there is no host, and no credentials.',
  `if (["", ${js(noEnvironmentUrl)}].includes(pm.variables.replaceIn("{{baseUrl}}"))) {`,
  '  pm.test("choose an environment: import one of this collection, select it, and fill in baseUrl", () => {',
  '    pm.expect.fail("nothing was sent");',
  '  });',
  '  pm.execution.setNextRequest(null);',
  '  pm.execution.skipRequest();',
  '}',
];

/** Runs before every observed request. Fails closed: where the variables are missing, nothing is sent. */
export const observedGuardScript: Lines = [
  '// The documentation does not say what the answer is, so no test judges it.',
  '// A live host is asked only where the environment says observe: true.',
  'if (pm.environment.get("target") === "mock" || pm.environment.get("observe") === "true") {',
  '  pm.test.skip?.("recorded, not judged");',
  '} else {',
  '  pm.test.skip?.("not sent: set observe to true in the environment to send this to a live host");',
  '  pm.execution.skipRequest();',
  '}',
];

// `skip?.`: Bruno, which runs these scripts too, has no skipped tests.
const mockOnlyGuardScript: Lines = [
  '// Only the mock host gives this answer when it is asked for it by name.',
  'if (pm.environment.get("target") !== "mock") {',
  '  pm.test.skip?.("not sent: only the mock host can be asked for this answer");',
  '  pm.execution.skipRequest();',
  '}',
];

/** Keeps an imported collection from asking a live host for an answer that only the mock host gives. */
export const guardScript = ({ safety }: Pick<Case, 'safety'>): Lines => (safety.mockOnly ? mockOnlyGuardScript : []);

/** For the request that uses the token. The mock host has a token endpoint only, and no nightly run sends this. */
export const nextGuardScript: Lines = [
  '// For people with a real token: the mock host has the token endpoint only.',
  'if (pm.environment.get("target") === "mock" || pm.environment.get("observe") !== "true") {',
  '  pm.test.skip?.("not sent: set observe to true in the environment of a live host to send this");',
  '  pm.execution.skipRequest();',
  '}',
  '// The token goes to the host that issued it and to no other.',
  'pm.variables.set("origin", (/^https?:\\/\\/[^/]+/.exec(pm.variables.replaceIn("{{baseUrl}}")) || [""])[0]);',
];
