import { casesOf } from '../contract/cases.ts';
import { mockApp, startMock } from '../mock/index.ts';
import { mockValues } from '../model/mock-values.ts';
import { driftedMock } from '../mutants/mutated-mock.ts';
import { toWire } from '../oauth/render.ts';
import { mockPort } from '../postman/index.ts';
import { type ExitCode, exitCodes } from '../report/index.ts';
import { UsageError } from './config/index.ts';
import type { Io, Project } from './project.ts';

export const defaultMockPort = mockPort;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export interface MockFlags {
  readonly port: string;
  /** The name of a mutation that every answer it fits goes through. */
  readonly drift?: string;
}

/** `npm run mock`: every provider under `/<id>` until Ctrl-C. @throws {UsageError} for a port that cannot be had, or a mutation that is not known */
export async function mock({ port: text, drift }: MockFlags, io: Io, project: Project): Promise<ExitCode> {
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
    const { method, url, headers, body } = toWire(canonical.request, mockValues(provider, baseUrl));
    const headerFlags = [...headers].map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
    io.stdout.write(`  curl -X ${method} ${quoted(url.href)} ${headerFlags.join(' ')} -d ${quoted(body)}\n`);
  }
  io.stdout.write('Ctrl-C ends it.\n');
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  await server.close();
  return exitCodes.done;
}
