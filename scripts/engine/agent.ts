import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { Connection } from '../model/exchange.ts';
import { boundError } from './agent-failure.ts';
import { watch } from './agent-watch.ts';
import type { Bounds } from './bounds.ts';
import { openTunnel } from './tunnel.ts';

export { failureOf } from './agent-failure.ts';

declare module 'http' {
  /** http.request calls this on its agent; Node's types leave it out. */
  interface Agent {
    addRequest(request: http.ClientRequest, options: http.RequestOptions): void;
  }
  /** An open connection to use instead of a new one. */
  interface RequestOptions {
    socket?: Socket;
  }
  /** Node's own agent calls this to report that it has no socket. */
  interface ClientRequest {
    onSocket(socket: null, error: Error): void;
  }
}

export interface BoundedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  /** Ends every exchange under way and refuses all later ones. */
  destroy(): void;
}

export interface AgentOptions {
  /** A request waits for the answer, and fails if it is `false`. */
  readonly mayGo?: (() => Promise<boolean>) | undefined;
  /** Milliseconds in which this thread could not listen to its sockets. It only grows. */
  readonly stalledMs?: () => number;
  /** Hears of every TLS connection once it is open. */
  readonly onConnection?: ((connection: Connection) => void) | undefined;
}

/** Agents for newman's `requestAgents`. Each request gets its own socket, goes to one origin only, and is bounded in time and size. */
export function boundedAgents(bounds: Bounds, { mayGo, stalledMs, onConnection }: AgentOptions = {}): BoundedAgents {
  const target = new URL(bounds.origin);
  const host = unbracketed(target.hostname);
  const live = new Set<{ destroy(error: Error): void }>();
  let interrupted = false;

  const bounded = <A extends http.Agent>(agent: A, protocol: string, defaultPort: number): A => {
    const addRequest = agent.addRequest.bind(agent);
    agent.addRequest = (request, options) => {
      const port = Number(target.port || defaultPort);
      if (interrupted) return request.onSocket(null, interruption());
      if (protocol !== target.protocol || !isFor(host, port, options)) {
        return request.onSocket(null, otherOrigin(target.origin, protocol, options));
      }
      const startClock = watch(request, bounds, stalledMs);
      if (onConnection !== undefined) reportConnection(request, onConnection);
      const go = (): void => {
        live.add(request);
        request.once('close', () => live.delete(request));
        startClock();
        const { proxy } = bounds;
        if (proxy === undefined) {
          addRequest(request, options);
          return;
        }
        const tunnel = openTunnel({ ...bounds, proxy }, `${target.hostname}:${port}`, stalledMs, (result) => {
          live.delete(tunnel);
          if (result instanceof Error) return request.onSocket(null, result);
          // The request sees errors of the tunnel through the TLS connection inside it.
          addRequest(request, { ...options, socket: result.on('error', () => undefined) });
        });
        live.add(tunnel);
      };
      if (mayGo === undefined) return go();
      const waiting = {
        destroy(error: Error): void {
          live.delete(waiting);
          request.onSocket(null, error);
        },
      };
      live.add(waiting);
      void mayGo().then((goes) => {
        if (!live.has(waiting)) return;
        if (!goes) return waiting.destroy(boundError('E_BOUND_NO_TURN', 'not sent: nobody wants it any more'));
        live.delete(waiting);
        go();
      });
    };
    return agent;
  };

  const agents = {
    http: bounded(new http.Agent({ keepAlive: false }), 'http:', 80),
    // An agent's options override the request's, so a collection cannot turn verification off.
    https: bounded(
      new https.Agent({
        keepAlive: false,
        rejectUnauthorized: true,
        // RFC 9325 §3.1.1. Said here, because an option of Node could lower its own default.
        minVersion: 'TLSv1.2',
        checkServerIdentity,
        servername: isIP(host) ? '' : host,
      }),
      'https:',
      443,
    ),
  };
  return {
    ...agents,
    destroy() {
      interrupted = true;
      for (const request of live) request.destroy(interruption());
    },
  };
}

function reportConnection(request: http.ClientRequest, report: (connection: Connection) => void): void {
  request.once('socket', (socket) => {
    if (!(socket instanceof TLSSocket)) return;
    socket.once('secureConnect', () => {
      const ends = Date.parse(socket.getPeerCertificate().valid_to);
      report({
        tls: socket.getProtocol() ?? 'unknown',
        ...(!Number.isNaN(ends) && { certificateEnds: new Date(ends).toISOString() }),
      });
    });
  });
}

const interruption = (): Error => boundError('E_BOUND_INTERRUPTED', 'the run was interrupted');

const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

// Compares text, not a parsed URL: the host 'auth.example/x' would parse as 'auth.example'.
const isFor = (host: string, port: number, options: http.RequestOptions): boolean =>
  unbracketed(String(options.host)).toLowerCase() === host && Number(options.port) === port && !options.socketPath;

function otherOrigin(origin: string, protocol: string, { host, port, socketPath }: http.RequestOptions): Error {
  const asked = socketPath ? 'a local socket' : `${protocol}//${host}:${port}`;
  return boundError('E_BOUND_ORIGIN', `not sent: ${asked} is not the configured origin ${origin}`);
}
