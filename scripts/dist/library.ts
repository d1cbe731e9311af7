import type { Library } from '../cli/library-api.ts';
import type * as definitions from '../model/define-provider.ts';
import type * as errors from '../model/usage-error.ts';
import { loadMain } from './loader.ts';

const main = loadMain('library');

export const lint: Library['lint'] = main.library.lint;
export const loadWorkspace: Library['loadWorkspace'] = main.library.loadWorkspace;
export const verify: Library['verify'] = main.library.verify;
export const defineProvider: typeof definitions.defineProvider = main.defineProvider;
export const sourcesIn: typeof definitions.sourcesIn = main.sourcesIn;
export const UsageError: typeof errors.UsageError = main.UsageError;

export type { LoadedWorkspace, VerifyOptions, VerifyResult } from '../cli/library-api.ts';
export type { Exchange } from '../model/exchange.ts';
export type { Finding, Judgement, Severity } from '../model/finding.ts';
export type { Json, KnownResponse, Pointer, Provider, Refusal, Source, Variant } from '../model/provider.ts';
export type { CaseReport, Outcome, ProviderReport, Report, RfcMode, Target } from '../model/report.ts';
