import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Bounds } from './agent.ts';
import { type BoundCode, boundError } from './agent-failure.ts';

/**
 * Bounds one exchange. Whatever the server does, the request ends with a response or with an error in time, which runs from the call
 * of what is returned.
 */
export function watch(request: ClientRequest, { deadlineMs, maxBodyBytes, maxHeaderBytes }: Bounds): () => void {
  let failed = false;
  const fail = (code: BoundCode, message: string): void => {
    if (failed) return;
    failed = true;
    const error = boundError(code, message);
    // Node destroys some requests without an error: newman would wait for ever, or take half a body for the whole.
    if (request.destroyed) request.emit('error', error);
    else request.destroy(error);
  };
  const tooLarge = (what: string): void => fail('E_BOUND_TOO_LARGE', what);

  const expire = (): void => fail('E_BOUND_DEADLINE', `no complete response within ${deadlineMs} ms`);
  request.once('error', () => {
    failed = true;
  });

  if (!request.headersSent) request.setHeader('Accept-Encoding', 'identity');
  // Read when the parser is made, after this. The options of the request may say otherwise.
  Object.assign(request, { maxHeaderSize: maxHeaderBytes, insecureHTTPParser: false });

  // The parser does not consume a client's socket: it listens for its data as we do.
  // We come first, so that our error comes before the end of a response that the same chunk completes.
  request.once('socket', (socket) => {
    let received = 0;
    const limit = maxHeaderBytes + maxBodyBytes;
    socket.prependListener('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > limit) tooLarge(`more than ${limit} bytes received`);
    });
  });

  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    // Node marks the request destroyed only after this event.
    setImmediate(fail, 'E_BOUND_UPGRADE', 'the response changes the protocol (101) though nobody asked');
  });

  request.prependOnceListener('response', (response) => {
    response.once('close', () => {
      if (!response.complete) fail('E_BOUND_TRUNCATED', 'the connection closed before the response was complete');
    });
    const encoding = encodingOf(response);
    if (encoding !== undefined) {
      // Without the header, whoever listens next has nothing to decompress.
      delete response.headers['content-encoding'];
      return fail('E_BOUND_ENCODED', `the response is encoded (${encoding}) though identity was asked`);
    }
    const announced = Number(response.headers['content-length'] ?? 0);
    if (announced > maxBodyBytes) return tooLarge(`the response announces ${announced} bytes, over ${maxBodyBytes}`);
    // A 'data' listener would start the flow before the reader is ready: the parser's own push is counted instead.
    const push = response.push.bind(response);
    let size = 0;
    response.push = (chunk: Buffer | null, ...rest) => {
      size += chunk?.length ?? 0;
      if (size <= maxBodyBytes) return push(chunk, ...rest);
      tooLarge(`the body has more than ${maxBodyBytes} bytes`);
      return false;
    };
  });

  return () => {
    const timer = setTimeout(expire, deadlineMs).unref();
    request.once('close', () => clearTimeout(timer));
  };
}

/** The codings that would have to be undone, beyond the framing that the parser does. */
function encodingOf({ headers }: IncomingMessage): string | undefined {
  const codings = (value = ''): string[] => value.split(',').map((coding) => coding.trim().toLowerCase());
  const odd = [
    ...codings(headers['content-encoding']).filter((coding) => coding !== '' && coding !== 'identity'),
    ...codings(headers['transfer-encoding']).filter((coding) => !['', 'identity', 'chunked'].includes(coding)),
  ];
  // What is not the name of a coding may be anything, a secret too.
  const named = odd.map((coding) => (registered.has(coding) ? coding : 'an unknown coding'));
  return named.length > 0 ? [...new Set(named)].join(', ') : undefined;
}

/** By IANA, and what servers send beside them. */
const registered: ReadonlySet<string> = new Set(
  'aes128gcm br compress dcb dcz deflate exi gzip pack200-gzip x-compress x-gzip zstd'.split(' '),
);
