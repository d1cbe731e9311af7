import type { Schemas } from '../model/json-schema.ts';
import type { Json, Provider } from '../model/provider.ts';
import { lintCases } from './lint-cases.ts';
import { lintReferences } from './lint-references.ts';
import { lintRequests } from './lint-requests.ts';
import { lintResponses } from './lint-responses.ts';
import type { Problem } from './plain-data.ts';
import { providerFrom } from './structure.ts';

export type { Problem } from './plain-data.ts';

/** What a provider is checked against beside itself. */
export interface LintContext {
  readonly schemas: Schemas;
  /** The ids of the rules that the documentation may deviate from. */
  readonly rules: readonly string[];
}

/** One group of rules of the linter. They get a provider whose structure is right. */
export type Lint = (provider: Provider, context: LintContext) => readonly Problem[];

const lints: readonly Lint[] = [lintReferences, lintRequests, lintResponses, lintCases];

/** Everything that is wrong in a provider file. `provider` is absent where there is anything. Never throws. */
export function lintProvider(
  { name, data }: { readonly name: string; readonly data: Json },
  context: LintContext,
): { readonly provider?: Provider; readonly problems: readonly Problem[] } {
  const read = providerFrom(data);
  if ('problems' in read) return read;
  const { provider } = read;
  const problems: readonly Problem[] = [
    ...(provider.id === name
      ? []
      : [
          {
            pointer: '/id',
            message: `it is ${provider.id}, and the file is called ${name}: they must be the same`,
          } as const,
        ]),
    ...lints.flatMap((lint) => lint(provider, context)),
  ];
  return problems.length > 0 ? { problems } : { provider, problems };
}
