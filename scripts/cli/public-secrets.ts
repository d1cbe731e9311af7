import { casesOf } from '../contract/cases.ts';
import type { Schemas } from '../model/json-schema.ts';
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
