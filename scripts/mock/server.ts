import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface MockServer {
  /** Without a slash at its end, e.g. `http://127.0.0.1:4010`. */
  readonly url: string;
  close(): Promise<void>;
}

const hostname = '127.0.0.1';

/**
 * Serves `handler` on the loopback interface only. Port 0 means any free port.
 * @throws the system's error, e.g. EADDRINUSE
 */
export async function startMock(handler: (request: Request) => Promise<Response>, port: number): Promise<MockServer> {
  const server = createAdaptorServer({ fetch: handler });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  if (!isAddress(address)) throw new Error('the mock host has no address');
  return {
    url: `http://${hostname}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

const isAddress = (address: string | AddressInfo | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
