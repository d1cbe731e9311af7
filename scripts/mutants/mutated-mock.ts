import type { Project } from '../cli/project.ts';
import { unknownNames } from '../cli/read-flags.ts';
import { casesOf } from '../contract/cases.ts';
import { mockApp } from '../mock/index.ts';
import type { Case } from '../model/case.ts';
import type { Provider } from '../model/provider.ts';
import { UsageError } from '../model/usage-error.ts';
import { readSchemas } from '../store/schemas.ts';
import { type MutableAnswer, mutations, type Site, sitesOf, type Target } from './index.ts';

export type Mutate = (answer: MutableAnswer) => MutableAnswer;

/** Adds the cache headers of RFC 6749 §5.1, so that a mutation can remove them. */
const asAGoodServer: Mutate = (answer) =>
  answer.status === 200
    ? { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store', pragma: 'no-cache' } }
    : answer;

const respond = ({ status, headers, body }: MutableAnswer): Response =>
  new Response(status === 204 ? null : body, { status, headers });

/** The mock host, made to keep to the standard, with every answer passed through `mutate`. */
export function mutatedMock(
  providers: readonly Provider[],
  mutate: (answer: MutableAnswer, request: Request) => MutableAnswer,
): (request: Request) => Promise<Response> {
  const app = mockApp(providers);
  return async (request) => {
    const response = await app(request);
    const answer = asAGoodServer({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    });
    return respond(mutate(answer, request));
  };
}

export async function targetsOf({ root }: Project, providers: readonly Provider[]): Promise<readonly Target[]> {
  const schemas = await readSchemas(root);
  const schemaOf = ({ response }: Case) => (response?.schema === undefined ? undefined : schemas[response.schema]);
  return providers.map((provider) => ({ provider, cases: casesOf(provider), schemaOf }));
}

/**
 * A mock host that has drifted, for a person who wants to see a run fail. Applies the mutation's first site of each provider to
 * every response of the same kind (grant or refusal).
 * @throws {UsageError} for an unknown mutation
 */
export async function driftedMock(name: string, project: Project): Promise<(request: Request) => Promise<Response>> {
  const catalogue = mutations.map((mutation) => mutation.name);
  const problems = unknownNames('mutation', [name], catalogue, 'drift');
  if (problems.length > 0) throw new UsageError(problems);
  const found = mutations.filter((mutation) => mutation.name === name);
  const targets = await targetsOf(project, project.providers);
  const sites = new Map(targets.map((target) => [target.provider.id, sitesOf(target, found)[0]]));
  const fits = ({ case: one }: Site, status: number): boolean =>
    one.fault === undefined ? status < 300 : status >= 400;
  return mutatedMock(project.providers, (answer, request) => {
    const site = sites.get(new URL(request.url).pathname.split('/')[1] ?? '');
    return site !== undefined && fits(site, answer.status) ? site.mutate(answer) : answer;
  });
}
