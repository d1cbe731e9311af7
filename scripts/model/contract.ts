import type { Case } from './case.ts';
import type { Provider } from './provider.ts';

/** All that is known of one provider, compiled. It is made once in a run, and the stages take what they need of it. */
export interface Contract {
  readonly facts: Provider;
  /** In the order in which they are sent. */
  readonly cases: readonly Case[];
  /** The text of the Postman collection. */
  readonly collection: string;
  /** The names of the variables whose values must not be seen. */
  readonly secrets: readonly string[];
}
