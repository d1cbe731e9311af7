import type { ClientCredentials, DescribedRequest, WireRequest } from '../../model/case.ts';
import type { Json, Pairs, TokenRequest } from '../../model/provider.ts';

/** Credentials as a server reads them. `undefined`: the part is not there. */
export interface ReadCredentials {
  readonly id: Json | undefined;
  readonly secret: Json | undefined;
}

/** What the provider file says of how credentials are written. */
export type CredentialWriting = Pick<TokenRequest, 'basicEscape' | 'credentialNames'>;

/** Both sides of one client authentication method: the client uses `place`, the mock host uses `read`. */
export interface ClientAuthMethod<
  Name extends ClientCredentials['authentication'] = ClientCredentials['authentication'],
> {
  readonly name: Name;
  /** The part of a request that holds the credentials. Those in a body or a query are parameters: they can be repeated. */
  readonly carriedIn: 'body' | 'header' | 'query';
  /** Returns the request with the credentials in it. */
  place(client: ClientCredentials, request: DescribedRequest): DescribedRequest;
  /**
   * Reads the credentials from a wire request. Returns `undefined` if the request does not use this method.
   * `parameters` are those of the body; `rest` is what remains of them once the credentials are taken out.
   */
  read(
    seen: WireRequest,
    parameters: Pairs<Json>,
    writing: CredentialWriting,
  ): { readonly client: ReadCredentials; readonly rest: Pairs<Json> } | undefined;
}
