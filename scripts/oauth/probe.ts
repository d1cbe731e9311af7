/**
 * What goes out wherever a request lacks valid authentication, on every target. Never the configured client id: where it is
 * a person's user name (Apinizer), a few wrong passwords can lock the account.
 */
export const probe = {
  clientId: 'contract-probe',
  clientSecret: 'contract-probe-secret',
  /** Sent where a string is due. */
  number: 20240101,
  grantType: 'contract_probe',
  scope: 'contract-probe',
  parameter: 'contract_probe',
} as const;
