/**
 * Sent instead of the configured credentials wherever client authentication is wrong, on every target. A configured client id
 * can be a person's user name (Apinizer), and a few wrong passwords can lock that account.
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
