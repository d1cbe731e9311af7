import type { ClientCredentials } from '../../model/case.ts';
import { clientSecretBasic } from './client-secret-basic.ts';
import { clientSecretPost } from './client-secret-post.ts';
import type { ClientAuthMethod } from './method.ts';
import { credentialsInQuery } from './query.ts';

type Name = ClientCredentials['authentication'];

/** A method of the model that this table lacks does not compile. */
const byName = {
  client_secret_basic: clientSecretBasic,
  client_secret_post: clientSecretPost,
  query: credentialsInQuery,
} satisfies { readonly [N in Name]: ClientAuthMethod<N> };

/** In the order in which a server looks for them. */
export const clientAuthMethods: readonly ClientAuthMethod[] = Object.values(byName);

export const clientAuthMethod = (name: Name): ClientAuthMethod => byName[name];
