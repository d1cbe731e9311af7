import net from 'node:net';
import tls from 'node:tls';
import { listen } from './listen.ts';

export interface RawServer {
  readonly url: string;
  /** Of every connection, what was received. */
  readonly received: readonly string[];
  /** Of every connection, this side. */
  readonly sockets: readonly net.Socket[];
  close(): Promise<void>;
}

/** Answers a request with bytes of our choice, which no HTTP server would send. */
export type RawAnswer = (socket: net.Socket, request: string) => void;

const isWhole = (request: string): boolean => {
  const end = request.indexOf('\r\n\r\n');
  const length = Number(/^content-length: *(\d+)/im.exec(request)?.[1] ?? 0);
  return end !== -1 && request.length - end - 4 >= length;
};

/** On 127.0.0.1, with TLS where there is a certificate. */
export async function startRaw(
  answer: RawAnswer,
  certificate?: { readonly cert: string; readonly key: string },
): Promise<RawServer> {
  const received: string[] = [];
  const sockets: net.Socket[] = [];
  const serve = (socket: net.Socket): void => {
    const index = received.push('') - 1;
    sockets.push(socket);
    socket.on('error', () => undefined);
    let isAnswered = false;
    socket.on('data', (chunk) => {
      const request = (received[index] ?? '') + chunk.toString('latin1');
      received[index] = request;
      if (isAnswered || !isWhole(request)) return;
      isAnswered = true;
      answer(socket, request);
    });
  };
  const server = certificate === undefined ? net.createServer(serve) : tls.createServer(certificate, serve);
  server.on('tlsClientError', () => undefined);
  const port = await listen(server);
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    sockets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Bytes = string | Uint8Array;
type Headers = Readonly<Record<string, string>>;

export const head = (status: string, headers: Headers): string =>
  `HTTP/1.1 ${status}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

/** Text is sent as UTF-8. */
export const sends =
  (...parts: readonly Bytes[]): RawAnswer =>
  (socket) => {
    socket.end(Buffer.concat(parts.map((part) => Buffer.from(part))));
  };

/** A whole answer, JSON unless the headers say otherwise. */
export const answers = (body: Bytes, headers: Headers = {}, status = '200 OK'): RawAnswer =>
  sends(
    head(status, {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.from(body).length),
      Connection: 'close',
      ...headers,
    }),
    body,
  );

/** Repeats a piece until the other side has had enough. */
export const floods =
  (first: string, piece: Bytes) =>
  (socket: net.Socket): void => {
    const block = Buffer.concat(Array.from({ length: Math.ceil(2 ** 16 / piece.length) }, () => Buffer.from(piece)));
    const go = (): void => {
      while (!socket.destroyed && socket.bytesWritten < 600 * 2 ** 20 && socket.write(block));
    };
    socket.write(first);
    socket.on('drain', go);
    go();
  };

/** A piece now and then, without end. */
export const drips =
  (first: string, piece: string, everyMs: number) =>
  (socket: net.Socket): void => {
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on('close', () => clearInterval(timer));
  };
