import type { VerifyFlags } from './config/index.ts';

/** The flags of `verify` when none is given, as commander hands them over. */
export const defaultVerifyFlags: VerifyFlags = {
  provider: [],
  case: [],
  reporter: [],
  target: 'mock',
  out: 'reports',
  failOn: 'error',
  rfc: 'advise',
  timeout: '30000',
  maxTime: '600000',
  retries: '2',
  interval: '1000',
  concurrency: '1',
};
