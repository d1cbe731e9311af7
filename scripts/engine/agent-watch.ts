import type { ClientRequest, IncomingMessage } from 'node:http';
import { hasUnknownCharset } from '../oauth/charsets.ts';
import { codingsIn, isContentCoding } from '../oauth/content-codings.ts';
import { type BoundCode, boundError } from './agent-failure.ts';
import type { Bounds } from './bounds.ts';
import { contentCodings, undone, whyNotUndone } from './content-coding.ts';

/**
 * Bounds one exchange: guarantees that the request settles within the deadline, with a response or an error.
 * The clock starts when the returned function is called. Time in which this thread could not listen, as `stalledMs` counts it, is
 * not the host's fault: the deadline moves by it.
 */
export function watch(
  request: ClientRequest,
  { deadlineMs, maxBodyBytes, maxHeaderBytes }: Bounds,
  stalledMs: () => number = () => 0,
): () => void {
  let failed = false;
  const failWith = (error: Error): void => {
    if (failed) return;
    failed = true;
    // Node destroys some requests without an error. newman would then wait for ever, or take a part of the body for all of it.
    if (request.destroyed) request.emit('error', error);
    else request.destroy(error);
  };
  const fail = (code: BoundCode, message: string): void => failWith(boundError(code, message));
  const tooLarge = (what: string): void => fail('E_BOUND_TOO_LARGE', what);

  request.once('error', () => {
    failed = true;
  });

  if (!request.headersSent) request.setHeader('Accept-Encoding', 'identity');
  // Node reads these later, when it creates the parser. They override the options of the request. Without a limit of their
  // number, the parser drops no header silently: their size is bounded.
  Object.assign(request, { maxHeaderSize: maxHeaderBytes, maxHeadersCount: 0, insecureHTTPParser: false });

  // The parser listens for the socket's data too. This listener runs first, so that its error comes before the end of a response
  // that the same chunk completes.
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
    // Node marks the request as destroyed only after this event.
    setImmediate(fail, 'E_BOUND_UPGRADE', 'the response changes the protocol (101) though nobody asked');
  });

  request.prependOnceListener('response', (response) => {
    response.once('close', () => {
      if (!response.complete) fail('E_BOUND_TRUNCATED', 'the connection closed before the response was complete');
    });
    const codings = contentCodings(response.headers['content-encoding']);
    // Without this header, the next listener (newman) does not try to decompress the body.
    delete response.headers['content-encoding'];
    const whyNot = transferEncoded(response) ?? whyNotUndone(codings);
    if (whyNot !== undefined) return fail('E_BOUND_ENCODED', whyNot);
    // Of several, newman may read any. An unknown name is not repeated: it could be anything, even a secret.
    const types = response.rawHeaders.filter((_, index, all) => /^content-type$/i.test(all[index - 1] ?? ''));
    if (types.some(hasUnknownCharset)) return fail('E_BOUND_CHARSET', 'the response names a charset that is not known');
    const announced = Number(response.headers['content-length'] ?? 0);
    if (announced > maxBodyBytes) return tooLarge(`the response announces ${announced} bytes, over ${maxBodyBytes}`);
    // A 'data' listener would start the stream before its reader is ready, so count what the parser pushes instead.
    const push = response.push.bind(response);
    const coded: Buffer[] = [];
    let size = 0;
    response.push = (chunk: Buffer | null, ...rest) => {
      size += chunk?.length ?? 0;
      if (size > maxBodyBytes) {
        tooLarge(`the body has more than ${maxBodyBytes} bytes`);
        return false;
      }
      if (codings.length === 0) return push(chunk, ...rest);
      if (chunk !== null) {
        coded.push(chunk);
        return true;
      }
      // Node ends a response that was cut off in the same way.
      if (failed || !response.complete || size === 0) return push(null);
      const body = undone(Buffer.concat(coded), codings, maxBodyBytes);
      if (body instanceof Error) {
        failWith(body);
        return false;
      }
      push(body);
      return push(null);
    };
  });

  return () => {
    let timer: NodeJS.Timeout;
    const expireAfter = (ms: number): void => {
      const stalledBefore = stalledMs();
      timer = setTimeout(() => {
        const stalled = stalledMs() - stalledBefore;
        if (stalled > 0) expireAfter(stalled);
        else fail('E_BOUND_DEADLINE', `no complete response within ${deadlineMs} ms`);
      }, ms).unref();
    };
    expireAfter(deadlineMs);
    request.once('close', () => clearTimeout(timer));
  };
}

/** Says why a response cannot be read whose transfer is encoded (RFC 9112 §7): the parser undoes chunks alone. */
function transferEncoded({ headers }: IncomingMessage): string | undefined {
  const odd = codingsIn(headers['transfer-encoding'] ?? '').filter((coding) => coding !== 'chunked');
  // An unknown name is not repeated: it could be anything, even a secret.
  const named = odd.map((coding) => (isContentCoding(coding) ? coding : 'an unknown coding'));
  return named.length === 0 ? undefined : `the transfer is encoded (${[...new Set(named)].join(', ')})`;
}
