import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { boundError, failureOf } from './agent-failure.ts';
import { watch } from './agent-watch.ts';
import type { Bounds } from './bounds.ts';

export interface Tunnel {
  /** Ends the tunnel and the request in it. */
  destroy(error: Error): void;
}

/** Statuses by which a proxy says that it cannot reach the host. */
const unreachable = new Set([502, 503, 504]);

/**
 * Asks a proxy for a connection to `authority` (host:port), within the bounds of the request.
 * Calls `done` once, with an error or with a socket on which no byte was sent or received yet.
 */
export function openTunnel(
  { proxy, ...bounds }: Bounds & { readonly proxy: string },
  authority: string,
  stalledMs: (() => number) | undefined,
  done: (result: Socket | Error) => void,
): Tunnel {
  const { protocol, hostname, port, username, password } = new URL(proxy);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const options: https.RequestOptions = {
    method: 'CONNECT',
    host,
    port: port || (protocol === 'https:' ? 443 : 80),
    path: authority,
    agent: false,
    headers: {
      Host: authority,
      ...(credentials !== ':' && { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
    },
  };
  const connect =
    protocol === 'https:'
      ? https.request({
          ...options,
          rejectUnauthorized: true,
          checkServerIdentity,
          servername: isIP(host) ? '' : host,
        })
      : http.request(options);
  watch(connect, bounds, stalledMs)();
  connect.once('error', (error) => done(ofProxy(error)));
  connect.once('connect', ({ statusCode = 0 }, socket, early) => {
    const isOpen = statusCode >= 200 && statusCode < 300;
    if (isOpen && early.length === 0) return done(socket);
    socket.destroy();
    if (isOpen) return done(boundError('E_BOUND_PROXY', 'the proxy speaks before the host can'));
    if (unreachable.has(statusCode))
      return done(boundError('E_BOUND_UNREACHABLE', `the proxy cannot reach the host: status ${statusCode}`));
    done(boundError('E_BOUND_PROXY', `the proxy refuses the connection: status ${statusCode}`));
  });
  connect.end();
  return { destroy: (error) => connect.destroy(error) };
}

/** Marks an error as the proxy's, so that it is not taken for the host's. A deadline or an interrupt stays what it is. */
function ofProxy(error: Error): Error {
  const failure = failureOf(error);
  if (failure === 'deadline' || failure === 'interrupted') return error;
  return boundError('E_BOUND_PROXY', `the proxy cannot be used: ${error.message}`);
}
