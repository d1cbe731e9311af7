import { casesOf } from '../contract/cases.ts';
import { UsageError } from '../model/usage-error.ts';
import { curlOf } from '../oauth/curl.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import { matches, matchesNothing } from './config/index.ts';
import type { Io, Project } from './project.ts';

/** `--curl CASE`: each request as a line for a POSIX shell, with its id where there are several; nothing is sent. @throws {UsageError} */
export function printCurl(glob: string, io: Io, { providers }: Pick<Project, 'providers'>): ExitCode {
  const all = providers.flatMap((provider) => casesOf(provider).map((one) => ({ provider, one })));
  const found = all.filter(({ one }) => matches(glob, one));
  if (found.length === 0) {
    const cases = all.map(({ one }) => one);
    throw new UsageError([matchesNothing('curl', glob, cases)]);
  }
  for (const { provider, one } of found)
    io.stdout.write(`${curlOf(one.request, provider)}${found.length === 1 ? '' : ` # ${one.id}`}\n`);
  return exitCodes.done;
}
