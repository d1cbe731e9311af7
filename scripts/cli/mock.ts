import { casesOf } from '../contract/cases.ts';
import { mockApp, startMock } from '../mock/index.ts';
import { mockValues } from '../model/variables.ts';
import { driftedMock } from '../mutants/mutated-mock.ts';
import { filledCurlOf } from '../oauth/curl.ts';
import { mockPort } from '../postman/index.ts';
import { UsageError } from './config/index.ts';
import type { Io, Project } from './project.ts';

export const defaultMockPort = mockPort;

export interface MockFlags {
  readonly port: string;
  /** The name of a mutation. It is applied to every answer that it fits. */
  readonly drift?: string;
}

/** `npm run mock`: serves every provider under `/<id>` until Ctrl-C. @throws {UsageError} for a port that cannot be opened or an unknown mutation */
export async function mock({ port: text, drift }: MockFlags, io: Io, project: Project): Promise<0> {
  const { providers } = project;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError([`--port ${text}: expected a number from 0 to 65535`]);
  const handler = drift === undefined ? mockApp(providers) : await driftedMock(drift, project);
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
  return 0;
}
