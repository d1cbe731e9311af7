import type { Severity } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { Report, RfcMode, Target } from '../model/report.ts';

/** A workspace whose provider files were read and checked. */
export interface LoadedWorkspace {
  /** Absolute. */
  readonly root: string;
  readonly providers: readonly Provider[];
}

/** The flags of the command `verify`, with the same defaults. Times are in milliseconds. */
export interface VerifyOptions {
  readonly provider?: readonly string[];
  readonly case?: readonly string[];
  readonly target?: Target;
  readonly observe?: boolean;
  /** The folder of the history and of the reports, below the workspace. */
  readonly out?: string;
  /** Reports to write. Default: none. */
  readonly reporter?: readonly string[];
  readonly failOn?: Severity;
  readonly rfc?: RfcMode;
  readonly timeoutMs?: number;
  readonly maxTimeMs?: number;
  readonly retries?: number;
  readonly intervalMs?: number;
  readonly concurrency?: number;
  readonly allowProduction?: boolean;
  /** Default: the variables of the process. The workspace's `.env` adds to them. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Interrupts the run. */
  readonly signal?: AbortSignal;
}

export interface VerifyResult {
  /** That of the command: 0 held, 1 broken, 3 not completed, 4 the tool failed, 130 interrupted. */
  readonly exitCode: number;
  /** What `report.json` holds. Absent if the tool found a secret in it. */
  readonly report?: Report;
  readonly warnings: string;
}

/** The functions of the package. */
export interface Library {
  /** Reads the provider files below `root`. @throws {UsageError} with everything that is wrong in them */
  loadWorkspace(root: string): Promise<LoadedWorkspace>;
  /** Everything that is wrong in the provider files below `root`, a line each; `[]` if nothing is. */
  lint(root: string): Promise<readonly string[]>;
  /**
   * Runs the collections against the mock host or a sandbox and judges every answer, as the command `verify` does.
   * @throws {UsageError} for what the caller must change, before anything is sent
   */
  verify(workspace: LoadedWorkspace, options?: VerifyOptions): Promise<VerifyResult>;
}
