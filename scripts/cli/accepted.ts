import type { Baseline } from '../model/shape.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Waiver } from '../model/waiver.ts';
import { readBaseline } from '../store/baselines.ts';
import { readWaivers } from '../store/waivers.ts';
import type { VerifyConfig } from './config/index.ts';
import type { Project } from './project.ts';

/** The baselines and waivers of this run; the mock has no baselines. @throws {UsageError} with every problem of every file */
export async function readAccepted(
  project: Project,
  chosen: VerifyConfig['selected'],
  { target }: Pick<VerifyConfig, 'target'>,
  today: Date,
): Promise<{ readonly baselines: ReadonlyMap<string, Baseline>; readonly waivers: readonly Waiver[] }> {
  const problems: string[] = [];
  const collected = async <T>(reading: Promise<T>, fallback: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
      return fallback;
    }
  };
  const baselines = new Map<string, Baseline>();
  for (const { provider } of target === 'mock' ? [] : chosen) {
    const baseline = await collected(readBaseline(project.root, provider), undefined);
    if (baseline !== undefined) baselines.set(provider.id, baseline);
  }
  const waivers = await collected(readWaivers(project.root, project.providers, today), []);
  if (problems.length > 0) throw new UsageError(problems);
  return { baselines, waivers };
}
