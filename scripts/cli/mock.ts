import { casesOf } from '../contract/cases.ts';
import { mockApp, startMock } from '../mock/index.ts';
import { UsageError } from '../model/usage-error.ts';
import { mockValues } from '../model/variables.ts';
import { filledCurlOf } from '../oauth/curl.ts';
import { type ExitCode, exitCodes } from '../report/exit-code.ts';
import type { MockFlags } from './flags.ts';
import type { Io, Project } from './project.ts';

/** `npm run mock`: serves every provider under `/<id>` until Ctrl-C. @throws {UsageError} if the port cannot be opened or the mutation is unknown */
export async function mock({ port, drift }: MockFlags, io: Io, project: Project): Promise<ExitCode> {
  const { providers } = project;
  // The mutations are a proof for developers: only --drift loads them.
  const handler =
    drift === undefined
      ? mockApp(providers)
      : await (await import('../mutants/mutated-mock.ts')).driftedMock(drift, project);
  const server = await startMock(handler, port).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new UsageError([`--port ${port} is taken on 127.0.0.1: end what listens there, or choose another port`]);
    if (code === 'EACCES')
      throw new UsageError([`--port ${port} may not be opened by this user: choose one above 1023`]);
    throw error;
  });
  for (const provider of providers) {
    const baseUrl = `${server.url}/${provider.id}`;
    const canonical = casesOf(provider)[0];
    io.stdout.write(`${provider.name}: ${baseUrl}\n`);
    if (canonical === undefined) continue;
    io.stdout.write(`  ${filledCurlOf(canonical.request, mockValues(provider, baseUrl))}\n`);
  }
  io.stdout.write('Ctrl-C ends it.\n');
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  await server.close();
  return exitCodes.done;
}
