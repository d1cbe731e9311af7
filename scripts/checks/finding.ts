export * from '../protocol/findings.ts';
