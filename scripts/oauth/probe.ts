/**
 * Values for requests that are wrong on purpose. A request with wrong client authentication carries this id and secret, never
 * the configured ones, on every target: a client id can be a person's user name (Apinizer), and a few wrong passwords can lock
 * that account.
 */
export const probe = {
  clientId: 'contract-probe',
  clientSecret: 'contract-probe-secret',
  /** A value of the wrong type for a parameter that must be a string. */
  number: 20240101,
  grantType: 'contract_probe',
  scope: 'contract-probe',
  parameter: 'contract_probe',
} as const;
