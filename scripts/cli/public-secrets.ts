import { environmentName } from '../model/variables.ts';
import type { VerifyConfig } from './config/index.ts';
import type { ContractOf } from './contracts.ts';

/** A warning for each secret that the collection holds as an ordinary word, such as `password`: it cannot be masked. */
export const publicSecrets = ({ live }: VerifyConfig, contractOf: ContractOf): readonly string[] =>
  live.flatMap(({ provider, values }) => {
    const { collection, secrets } = contractOf(provider);
    return secrets.flatMap((name) => {
      const value = values[name] ?? '';
      return value.length >= 8 && collection.includes(value)
        ? [
            `${environmentName(provider.id, name)} is a word of the collection itself: nothing can keep it from being seen`,
          ]
        : [];
    });
  });
