import type { Case } from '../model/case.ts';
import { citationOf } from '../model/citation.ts';
import type { Provider, Quirk, Source } from '../model/provider.ts';
import { environmentName } from '../model/variables.ts';
import { faultNamed } from '../oauth/faults.ts';

/** A source as a line of Markdown: title as a link, section, quote. */
export function cite(provider: Provider, source: Source): string {
  const { title, url, at, quote } = citationOf(provider, source);
  return [url === undefined ? title : `[${title}](${url})`, at && `, ${at}`, quote && `: “${quote}”`].join('');
}

const claims: Readonly<Record<Case['basis'], string>> = {
  documented: '**Documented**: the documentation says what the answer is.',
  required:
    '**Required**: granting this would be a security failure, whatever the documentation leaves out. No 2xx, and no token anywhere in the answer.',
  observed: '**Observed**: the documentation does not say what the answer is. It is recorded, never failed on.',
};

const credentials: Readonly<Record<Case['safety']['credentials'], string>> = {
  configured: 'Sent with the configured credentials.',
  probe: 'Sent with the fixed probe id, never with the configured client id: a failed login can lock an account.',
};

const rfcSection = (section: string): string =>
  `[RFC 6749, section ${section}](https://www.rfc-editor.org/rfc/rfc6749#section-${section})`;

/** What RFC 6749 says of the answer; `undefined`: it says nothing. */
function rfcOf(provider: Provider, one: Case): string | undefined {
  if (one.reply !== undefined) return undefined;
  if (one.fault === undefined)
    return `${rfcSection('5.1')}: a grant is answered by status 200 and JSON with \`access_token\` and \`token_type\`.`;
  const answer = faultNamed(one.fault.name).rfc(one.fault.of, provider);
  if (answer === undefined) return undefined;
  const errors = answer.errors.map((error) => `\`${error}\``).join(' or ');
  return `${rfcSection(answer.section)}: refused with ${errors} and status ${answer.statuses.join(' or ')}.`;
}

/** An open question, and what each answer to this case would mean. */
function questionOf({ question, outcomes }: Quirk, slug: string): string {
  const answers = outcomes.filter((outcome) => outcome.case === slug);
  return [`**Open question**: ${question}`, '', ...answers.map(({ status, means }) => `- ${status}: ${means}`)].join(
    '\n',
  );
}

export function describeCase(provider: Provider, one: Case): string {
  const slug = one.id.slice(provider.id.length + 1);
  const rfc = rfcOf(provider, one);
  return [
    claims[one.basis],
    one.safety.mockOnly ? 'Only the mock host is asked for this answer.' : credentials[one.safety.credentials],
    `Source: ${cite(provider, one.source)}`,
    ...(rfc === undefined ? [] : [rfc]),
    ...provider.quirks
      .filter(({ outcomes }) => outcomes.some((outcome) => outcome.case === slug))
      .map((quirk) => questionOf(quirk, slug)),
  ].join('\n\n');
}

export const describeNext = (provider: Provider, source: Source): string =>
  [
    'Uses the token. Not part of the contract of the token endpoint, and sent only where `observe` is `true` on a live host.',
    `Source: ${cite(provider, source)}`,
  ].join('\n\n');

const folders: Readonly<Record<Case['folder'] | 'Next', string>> = {
  Token:
    'Documented ways to ask for a token. The first stores it as `accessToken`. The tab **Visualize** of a response shows its members, with the token masked.',
  Refusals:
    'Requests that must be refused. One test of this folder, **no token is issued**, runs after each of them. Those that lack valid credentials carry the probe id. Answers that only the mock host can be asked for are skipped elsewhere.',
  Observed:
    'What the documentation leaves open. Recorded, not judged. Sent to the mock host; to a live host only when `observe` is `true`.',
  Next: 'What the documentation does with the token: `Authorization: Bearer {{accessToken}}`. Put your own requests here.',
};
export const describeFolder = (name: Case['folder'] | 'Next'): string => folders[name];

export const describeBaseUrl = 'What stands before the path of the token endpoint. Comes from the environment.';
export const describeTarget = 'mock or sandbox. Answers that only the mock host gives are skipped unless it is mock.';
export const describeObserve = 'true: requests of the folder Observed are sent to a live host too.';
export const describeAccessToken =
  'The token of the last request "Token", for the requests that follow. Saved empty: Postman keeps the current value on your computer unless you persist it.';
export const describeSchema = (schema: string): string =>
  `The JSON Schema schemas/${schema}.schema.json, which several refusals are checked against.`;

export function describeProvider(provider: Provider): string {
  const documents = Object.values(provider.docs).map(
    ({ title, url }) => `- ${url === undefined ? title : `[${title}](${url})`}`,
  );
  const variables = Object.entries(provider.variables).map(
    ([name, { about }]) => `- \`${name}\` (\`${environmentName(provider.id, name)}\` on the command line): ${about}`,
  );
  const quirks = provider.quirks.map(({ question }) => `- ${question}`);
  const deviations = new Set(
    (provider.deviations ?? []).map(({ what, source }) => `- ${what} ${cite(provider, source)}`),
  );
  return [
    `The contract of ${provider.name}'s OAuth 2.0 token endpoint (client credentials grant), \`${provider.request.method} ${provider.request.path}\`.`,
    'Import one of its two environments too. **mock**: start the mock host (`npm run mock`), then run the collection. **sandbox**: fill in the credentials, and `baseUrl` where it is empty. They stay in the environment and are sent to `baseUrl` only.',
    [
      '**Variables of the environment**',
      '',
      `- \`baseUrl\` (\`${environmentName(provider.id, 'baseUrl')}\`): what stands before the path`,
      ...variables,
      `- \`target\`: ${describeTarget}`,
      `- \`observe\`: ${describeObserve}`,
    ].join('\n'),
    `**Variable of the collection**\n\n- \`accessToken\`: ${describeAccessToken}`,
    ...(quirks.length === 0 ? [] : [`**What the documentation leaves open**\n\n${quirks.join('\n')}`]),
    ...(deviations.size === 0
      ? []
      : [`**Where the documentation departs from the RFCs**\n\n${[...deviations].join('\n')}`]),
    `**Documents**\n\n${documents.join('\n')}`,
    'Generated by `npm run build`: change the provider file, not this.',
  ].join('\n\n');
}
