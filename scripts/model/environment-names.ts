/** `clientId` of `open-banking-platform` is `OPEN_BANKING_PLATFORM_CLIENT_ID` in the environment. */
export const environmentName = (providerId: string, variable: string): string =>
  `${providerId}-${variable.replaceAll(/[A-Z]/g, (letter) => `-${letter}`)}`.replaceAll('-', '_').toUpperCase();
