import type { ProviderReport } from '../model/report.ts';
import { environmentName } from '../model/variables.ts';
import type { ChangeGroup } from './changes.ts';
import { verdictOf } from './reading.ts';

/** What to do about a change, a step an item. Commands and names stand between backticks. */
export function nextSteps({ id, name }: ProviderReport, { lead }: ChangeGroup): readonly string[] {
  const meant = `If it is meant to be so, correct the file of \`${id}\` in \`providers/\`, and \`schemas/${id}/\`, then \`npm run build\`.`;
  if (lead.rule === 'docs/refused')
    return [`Tell ${name} today: whoever sends this request gets a token. The curl line below shows it.`];
  if (lead.rule === 'run/no-endpoint')
    return [
      `See whether \`${environmentName(id, 'baseUrl')}\` is still the right address. The curl line below asks it.`,
      `If it is, ask ${name} where the token endpoint is now.`,
    ];
  if (lead.rule === 'run/intercepted')
    return [
      `Run a curl line below and see who answers. Some firewalls turn clients away by their User-Agent.`,
      `Ask ${name} to let wrong requests through to the token endpoint: until then its refusals cannot be judged.`,
    ];
  if (lead.rule === 'run/redirect')
    return [
      `Ask ${name} whether the endpoint has moved, then change \`${environmentName(id, 'baseUrl')}\`. Redirects are never followed: they could carry the secret to another host.`,
    ];
  if (lead.rule === 'run/judges-disagree')
    return ['This is a fault of the tool: the test inside the collection and the one outside it must agree.'];
  if (lead.rule === 'docs/status')
    return [
      `Run the curl line below. Where it fails in the same way, clients that ask for a token fail too: tell ${name}, quoting the page.`,
      `See whether \`${environmentName(id, 'baseUrl')}\` is still the right address.`,
      meant,
    ];
  if (verdictOf(lead) === 'baseline')
    return [
      'See below what changed, and whether your client can read it.',
      `If it can, accept it: \`npm run accept -- --provider ${id}\``,
    ];
  return [`See below whether your client can read the new answer. If not, tell ${name}, quoting the page.`, meant];
}
