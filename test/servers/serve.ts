import { createServer, type IncomingMessage } from 'node:http';
import { listen } from '../support/listen.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Handler = (seen: Seen) => Reply | Promise<Reply>;

export interface RunningServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

const lowerCaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...lowerCaseNames(headers) },
  body: JSON.stringify(value) ?? '',
});

async function readRequest(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: request.method ?? '',
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function answer(handler: Handler, seen: Seen): Promise<Reply> {
  try {
    return await handler(seen);
  } catch (error) {
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: `the handler threw: ${String(error)}` };
  }
}

export async function serve(handler: Handler): Promise<RunningServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let received: Seen;
    try {
      received = await readRequest(request);
    } catch {
      // The client went away before its request was whole: there is nobody to answer.
      response.destroy();
      return;
    }
    seen.push(received);
    const reply = await answer(handler, received);
    response.writeHead(reply.status, {
      'content-length': String(Buffer.byteLength(reply.body)),
      ...lowerCaseNames(reply.headers),
    });
    response.end(reply.body);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

export function changed(handler: Handler, change: (reply: Reply, seen: Seen) => Reply): Handler {
  return async (seen) => change(await handler(seen), seen);
}

export function changedToken(handler: Handler, change: (body: Record<string, unknown>) => unknown): Handler {
  return changed(handler, (reply) => {
    if (reply.status < 200 || reply.status > 299) return reply;
    const body = JSON.parse(reply.body) as Record<string, unknown>;
    return { ...reply, body: JSON.stringify(change(body)) ?? '' };
  });
}
