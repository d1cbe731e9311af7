import http from 'node:http';
import net from 'node:net';
import { listen } from './listen.ts';

export interface ProxyServer {
  readonly port: number;
  /** `CONNECT` lines with their credentials, decoded. */
  readonly asked: readonly { readonly authority: string; readonly credentials: string }[];
  /** Connections that are open now. */
  readonly open: ReadonlySet<net.Socket>;
  close(): Promise<void>;
}

/** What a proxy does with a request for a connection. */
export type ProxyAnswer = (client: net.Socket, connect: () => void) => void;

export const lets: ProxyAnswer = (_client, connect) => connect();
export const says =
  (text: string): ProxyAnswer =>
  (client) =>
    void client.end(text);

/** On 127.0.0.1; a connection to any host goes to a URL of this machine, as if its name stood in no public DNS. */
export async function startProxy(
  target: string | ((authority: string) => string),
  answer: ProxyAnswer = lets,
): Promise<ProxyServer> {
  const asked: { authority: string; credentials: string }[] = [];
  const open = new Set<net.Socket>();
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
  });
  server.on('connect', (request) => {
    const client = request.socket;
    const credentials = Buffer.from(request.headers['proxy-authorization']?.slice('Basic '.length) ?? '', 'base64');
    asked.push({ authority: request.url ?? '', credentials: credentials.toString() });
    // Sockets of an HTTP server stay half open otherwise.
    client.on('end', () => client.destroy());
    answer(client, () => {
      const { hostname, port } = new URL(typeof target === 'string' ? target : target(request.url ?? ''));
      const upstream = net.connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy()).on('close', () => client.destroySoon());
      client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    });
  });
  return {
    port: await listen(server),
    asked,
    open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
