import { casesOf } from '../contract/cases.ts';
import { environmentName } from '../model/environment-names.ts';
import type { Schemas } from '../model/json-schema.ts';
import { collectionText } from '../postman/index.ts';
import type { VerifyConfig } from './config/index.ts';

/** Secrets that are words of the collection itself: `password` cannot be told from the word. */
export const publicSecrets = ({ live }: VerifyConfig, schemas: Schemas): readonly string[] =>
  live.flatMap(({ provider, values }) => {
    const collection = collectionText(provider, casesOf(provider), schemas);
    return Object.entries(provider.variables).flatMap(([name, { secret }]) => {
      const value = values[name] ?? '';
      return secret && value.length >= 8 && collection.includes(value)
        ? [
            `${environmentName(provider.id, name)} is a word of the collection itself: nothing can keep it from being seen`,
          ]
        : [];
    });
  });
