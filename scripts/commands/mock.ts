import { casesOf } from '../cases/index.ts';
import { mockPort, mockValues } from '../collection/index.ts';
import { UsageError } from '../config/index.ts';
import { mockApp, startMock } from '../mock/index.ts';
import { toWire } from '../protocol/render.ts';
import type { Io, Project } from './project.ts';

export const defaultMockPort = mockPort;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `npm run mock`: every provider under `/<id>` until Ctrl-C. @throws {UsageError} for a port that cannot be had */
export async function mock({ port: text }: { readonly port: string }, io: Io, { providers }: Project): Promise<0> {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError([`--port ${text}: expected a number from 0 to 65535`]);
  const server = await startMock(mockApp(providers), port).catch((error: unknown) => {
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
  return 0;
}
