import { casesOf } from '../contract/cases.ts';
import { createLeakSearch } from '../door/index.ts';
import type { Schemas } from '../model/json-schema.ts';
import { UsageError } from '../model/usage-error.ts';
import { environmentName, secretNames } from '../model/variables.ts';
import { collectionText } from '../postman/index.ts';
import type { VerifyConfig } from './config/index.ts';

/** A warning for each secret that the collection holds as an ordinary word, such as `password`: it cannot be masked. */
export const publicSecrets = ({ live }: VerifyConfig, schemas: Schemas): readonly string[] =>
  live.flatMap(({ provider, values }) => {
    const collection = collectionText(provider, casesOf(provider), schemas);
    return secretNames(provider).flatMap((name) => {
      const value = values[name] ?? '';
      return value.length >= 8 && collection.includes(value)
        ? [
            `${environmentName(provider.id, name)} is a word of the collection itself: nothing can keep it from being seen`,
          ]
        : [];
    });
  });

/** The User-Agent stands in the collection, so nothing would mask a secret in it. @throws {UsageError} */
export function refuseSecretIn(userAgent: string, { live }: VerifyConfig): void {
  const search = createLeakSearch();
  for (const { provider, values } of live)
    for (const name of secretNames(provider))
      search.add({ variable: environmentName(provider.id, name), value: values[name] ?? '' });
  const problems = search.leaks(userAgent).map(({ name }) => `--user-agent holds the value of ${name}, a secret`);
  if (problems.length > 0) throw new UsageError(problems);
}
