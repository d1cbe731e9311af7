import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { boundedAgents } from '../../scripts/engine/agent.ts';
import { failureOf } from '../../scripts/engine/agent-failure.ts';
import type { Bounds } from '../../scripts/engine/bounds.ts';
import { closedPort } from '../support/listen.ts';
import { runNewman } from '../support/newman.ts';
import { drips, floods, type RawAnswer, sends, startRaw } from '../support/raw-server.ts';
import { eventually, settle, stopClock } from '../support/time.ts';

type Agents = ReturnType<typeof boundedAgents>;
interface Outcome {
  readonly error?: unknown;
  readonly status?: number;
  readonly type?: string | undefined;
  /** Its bytes, as Latin-1. */
  readonly body?: string;
}
type Client = (url: string, agents: Agents) => Promise<Outcome>;

/** `more` is not typed as request options: some of what it holds, Node would not take from TypeScript. */
function plain(url: string, agents: Agents, more: object = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const { hostname, port, protocol } = new URL(url);
    const options = { hostname, port, path: '/token', method: 'POST', ...more };
    const ended = (response: http.IncomingMessage, body: string): void => {
      resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'], body });
    };
    const receive = (response: http.IncomingMessage): void => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('error', () => {});
      response.on('end', () => ended(response, body));
    };
    const request =
      protocol === 'https:'
        ? https.request({ ...options, agent: agents.https }, receive)
        : http.request({ ...options, agent: agents.http }, receive);
    request.on('error', (error) => resolve({ error }));
    request.end('grant_type=client_credentials');
  });
}

async function throughNewman(url: string, agents: Agents, more: object = {}): Promise<Outcome> {
  const body = { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'client_credentials' }] };
  const collection = { info: { name: 'c' }, item: [{ name: 'i', request: { method: 'POST', url, body } }], ...more };
  const options = { insecure: false, ignoreRedirects: true, delayRequest: 0 };
  const { executions } = await runNewman({ collection, requestAgents: agents, ...options });
  const { requestError, response } = executions[0] ?? expect.fail('nothing was run');
  if (requestError || !response) return { error: requestError };
  const type = response.headers.get('content-type');
  return { status: response.code, type, body: response.stream.toString('latin1') };
}

const clients: readonly [string, Client][] = [
  ['node:http', plain],
  ['newman', throughNewman],
];

afterEach(() => void vi.restoreAllMocks());

/** Answers each connection with bytes of our choice, which no HTTP server would send. */
async function serve(answer: RawAnswer) {
  const { url: origin, received: requests, sockets, close } = await startRaw(answer);
  onTestFinished(close);
  return { origin, requests, sockets };
}

/** A deadline that no test reaches unless it says so. */
const bounds = (origin: string, deadlineMs = 60_000): Bounds => {
  return { origin, deadlineMs, maxBodyBytes: 65_536, maxHeaderBytes: 16_384 };
};

const head = (...lines: string[]): string => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`;
const chunked = (body: string): string =>
  `${head('Transfer-Encoding: chunked')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const x = (count: number): string => 'x'.repeat(count);

const lengthAndChunks = chunked('hi').replace('\r\n', '\r\nContent-Length: 2\r\n');

const refusals: readonly [string, string, RawAnswer][] = [
  ['600 MB without a length', 'E_BOUND_TOO_LARGE', floods(head(), x(1024))],
  ['endless chunks of a byte', 'E_BOUND_TOO_LARGE', floods(head('Transfer-Encoding: chunked'), '1\r\nx\r\n')],
  ['endless interim responses', 'E_BOUND_TOO_LARGE', floods('', 'HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n')],
  ['an announced length over the bound', 'E_BOUND_TOO_LARGE', (socket) => socket.write(head('Content-Length: 65537'))],
  ['one byte over the bound, chunked', 'E_BOUND_TOO_LARGE', sends(chunked(x(65_537)))],
  ['one byte over the bound, until close', 'E_BOUND_TOO_LARGE', sends(head(), x(65_537))],
  ['too large a header', 'HPE_HEADER_OVERFLOW', sends(head(`X: ${x(16_384)}`))],
  ['too large a trailer', 'HPE_HEADER_OVERFLOW', sends(chunked('a').slice(0, -2), `X: ${x(16_384)}\r\n\r\n`)],
  ['gzip of too much', 'E_BOUND_TOO_LARGE', sends(head('Content-Encoding: gzip'), gzipSync(Buffer.alloc(10 ** 6)))],
  ['one byte over the bound, gzip', 'E_BOUND_TOO_LARGE', sends(head('Content-Encoding: gzip'), gzipSync(x(65_537)))],
  [
    'gzip of a gzip of too much',
    'E_BOUND_TOO_LARGE',
    sends(head('Content-Encoding: gzip, gzip'), gzipSync(gzipSync(Buffer.alloc(10 ** 6)))),
  ],
  ['gzip that is none', 'E_BOUND_ENCODED', sends(head('Content-Encoding: gzip'), '{}')],
  ['gzip that is cut off', 'E_BOUND_ENCODED', sends(head('Content-Encoding: gzip'), gzipSync('{}').subarray(0, 15))],
  [
    'three codings',
    'E_BOUND_ENCODED',
    sends(head('Content-Encoding: gzip, gzip, gzip'), gzipSync(gzipSync(gzipSync('{}')))),
  ],
  ['a coding that nobody undoes', 'E_BOUND_ENCODED', sends(head('Content-Encoding: compress'), 'x')],
  [
    'brotli of too much',
    'E_BOUND_TOO_LARGE',
    sends(head('Content-Encoding: BR'), brotliCompressSync(Buffer.alloc(10 ** 6))),
  ],
  ['two codings', 'E_BOUND_ENCODED', sends(head('Content-Encoding: identity', 'Content-Encoding: deflate'), 'x')],
  ['gzip, chunked', 'E_BOUND_ENCODED', sends(chunked('hi').replace('chunked', 'gzip, chunked'))],
  ['gzip as the only transfer coding', 'E_BOUND_ENCODED', sends(head('Transfer-Encoding: gzip'), 'hi')],
  ['a protocol change', 'E_BOUND_UPGRADE', sends(head('Upgrade: x', 'Connection: upgrade').replace('200 OK', '101 X'))],
  ['a body cut short', 'E_BOUND_TRUNCATED', sends(head('Content-Length: 9'), 'half')],
  ['chunks cut short', 'E_BOUND_TRUNCATED', sends(chunked('whole').slice(0, -8))],
  ['a length and chunks', 'HPE_INVALID_TRANSFER_ENCODING', sends(lengthAndChunks)],
  ['no HTTP', 'HPE_INVALID_CONSTANT', sends('SSH-2.0-x\r\n\r\n')],
  ['a closed connection', 'ECONNRESET', (socket) => socket.end()],
];

// What newman makes of each: test/e2e/hostile.test.ts.
describe('refused', () => {
  test.each(refusals)('%s: %s', async (_what, code, answer) => {
    const { origin, sockets } = await serve(answer);
    expect(await plain(origin, boundedAgents(bounds(origin)))).toMatchObject({ error: { code } });
    await eventually(() => expect(sockets[0]?.destroyed).toBe(true));
    // What the kernel buffers, at most; not the 600 MB.
    expect(sockets[0]?.bytesWritten).toBeLessThan(32 * 2 ** 20);
  });
});

describe('the deadline ends a request on time, whatever has come by then', () => {
  test.each([
    ['no answer', () => {}, 0],
    ['a header that drips', drips('HTTP/1.1 200 OK\r\nX-Slow: ', 'x', 5), 3],
    ['a body that drips', drips(head(), 'x', 5), 3],
  ])('%s', async (_what, answer, pieces) => {
    const { origin, requests, sockets } = await serve(answer);
    let count = 0;
    let error: unknown;
    stopClock();
    const request = http.request(origin, { agent: boundedAgents(bounds(origin, 10_000)).http }, (response) => {
      response.on('error', () => {}).resume();
    });
    const closed = new Promise((resolve) => request.once('close', resolve));
    request.on('socket', (socket) => socket.on('data', () => (count += 1)));
    request.on('error', (failure) => (error = failure)).end();
    const receivesMore = async (): Promise<void> => {
      const before = count;
      await eventually(() => expect(requests).toHaveLength(1));
      await eventually(() => expect(count).toBeGreaterThanOrEqual(before + pieces));
    };
    // What comes in between must not give the server more time.
    for (const ms of [6000, 3999]) {
      await receivesMore();
      vi.advanceTimersByTime(ms);
    }
    await receivesMore();
    await settle();
    expect(error).toBeUndefined();
    vi.advanceTimersByTime(1);
    await closed;
    expect(error).toMatchObject({ code: 'E_BOUND_DEADLINE', message: 'no complete response within 10000 ms' });
    await eventually(() => expect(sockets[0]?.destroyed).toBe(true));
  });
});

test('time in which this thread could not listen is not the host’s: the deadline moves by it, each time', async () => {
  const { origin, requests } = await serve(() => {});
  let stalled = 0;
  let error: unknown;
  stopClock();
  const agents = boundedAgents(bounds(origin, 10_000), { stalledMs: () => stalled });
  const request = http.request(origin, { agent: agents.http });
  const closed = new Promise((resolve) => request.once('close', resolve));
  request.on('error', (failure) => (error = failure)).end();
  await eventually(() => expect(requests).toHaveLength(1));
  stalled = 3000;
  vi.advanceTimersByTime(12_999);
  await settle();
  stalled = 3500;
  vi.advanceTimersByTime(500);
  await settle();
  expect(error).toBeUndefined();
  vi.advanceTimersByTime(1);
  await closed;
  expect(error).toMatchObject({ code: 'E_BOUND_DEADLINE', message: 'no complete response within 10000 ms' });
});

describe.each(clients)('through %s', (_name, client) => {
  test.each([
    ['with a length', sends(head('Content-Type: a/b', 'Content-Length: 65536'), x(65_536)), x(65_536)],
    ['chunked', sends(chunked(x(65_536)).replace('\r\n', '\r\nContent-Type: a/b\r\n')), x(65_536)],
    ['until close', sends(head('Content-Type: a/b'), x(65_536)), x(65_536)],
    ['identity', sends(head('Content-Type: a/b', 'Content-Encoding: identity'), '{}'), '{}'],
    ['not UTF-8', sends(head('Content-Type: a/b'), Buffer.from('\xef\xbb\xbf\xff\0', 'latin1')), '\xef\xbb\xbf\xff\0'],
    ['without a body', sends(head('Content-Type: a/b', 'Content-Length: 0')), ''],
    ['after an interim response', sends('HTTP/1.1 103 Early Hints\r\n\r\n', head('Content-Type: a/b'), '{}'), '{}'],
  ])('a good response comes through: %s', async (_what, answer, body) => {
    const { origin, requests, sockets } = await serve(answer);
    expect(await client(origin, boundedAgents(bounds(origin)))).toEqual({ status: 200, type: 'a/b', body });
    expect(requests[0]).toMatch(/^POST /);
    expect(requests[0]).toMatch(/\r\naccept-encoding: identity\r\n/i);
    expect(requests[0]).not.toMatch(/gzip/);
    await eventually(() => expect(sockets[0]?.destroyed).toBe(true));
  });

  test.each<[string, RawAnswer]>([
    ['gzip', sends(head('Content-Encoding: gzip'), gzipSync(x(65_536)))],
    ['gzip by its old name', sends(head('Content-Encoding: X-GZip'), gzipSync(x(65_536)))],
    ['deflate', sends(head('Content-Encoding: deflate'), deflateSync(x(65_536)))],
    ['deflate without its head', sends(head('Content-Encoding: deflate'), deflateRawSync(x(65_536)))],
    ['brotli', sends(head('Content-Encoding: br'), brotliCompressSync(x(65_536)))],
    ['gzip of brotli', sends(head('Content-Encoding: br, gzip'), gzipSync(brotliCompressSync(x(65_536))))],
    ['gzip, then what is no coding', sends(head('Content-Encoding: gzip, utf-8'), gzipSync(x(65_536)))],
    ['a charset', sends(head('Content-Encoding: UTF-8'), x(65_536))],
    ['a word', sends(head('Content-Encoding: none'), x(65_536))],
  ])('a body with a Content-Encoding is read whole: %s', async (_what, answer) => {
    const { origin } = await serve(answer);
    expect(await client(origin, boundedAgents(bounds(origin)))).toMatchObject({ status: 200, body: x(65_536) });
  });

  test('a coded body that is empty is empty, and one that is cut short is no answer', async () => {
    const empty = await serve(sends(head('Content-Encoding: gzip', 'Content-Length: 0')));
    expect(await client(empty.origin, boundedAgents(bounds(empty.origin)))).toMatchObject({ status: 200, body: '' });
    const body = gzipSync('{}');
    const length = `Content-Length: ${body.length}`;
    const short = await serve(sends(head('Content-Encoding: gzip', length), body.subarray(0, 15)));
    expect(await client(short.origin, boundedAgents(bounds(short.origin)))).toMatchObject({
      error: { code: 'E_BOUND_TRUNCATED' },
    });
  });

  test('no header is dropped for their number', async () => {
    const lines = Array.from({ length: 2500 }, () => 'a:b');
    const { origin } = await serve(sends(head(...lines, 'Content-Type: text/last'), '{}'));
    expect(await client(origin, boundedAgents(bounds(origin)))).toMatchObject({ status: 200, type: 'text/last' });
  });

  test('a redirect is an answer: the second origin gets nothing', async () => {
    const second = await serve(sends(head(), 'stolen'));
    const reply = head(`Location: ${second.origin}/`, 'Content-Length: 0').replace('200 OK', '307 Temporary Redirect');
    const first = await serve(sends(reply));
    expect(await client(first.origin, boundedAgents(bounds(first.origin)))).toMatchObject({ status: 307 });
    expect(second.sockets).toHaveLength(0);
  });

  test('another origin is refused before a socket is opened', async () => {
    const other = await serve(sends(head(), 'stolen'));
    const outcome = await client(other.origin, boundedAgents(bounds('http://127.0.0.1:9')));
    const message = `not sent: ${other.origin} is not the configured origin http://127.0.0.1:9`;
    expect(outcome).toMatchObject({ error: { code: 'E_BOUND_ORIGIN', message } });
    expect(other.sockets).toHaveLength(0);
  });

  test('an interrupt ends what is under way and refuses what comes later', async () => {
    const { origin, sockets } = await serve((socket) => socket.write(head('Content-Length: 9')));
    const agents = boundedAgents(bounds(origin));
    const outcome = client(origin, agents);
    await eventually(() => expect(sockets[0]?.bytesWritten).toBeGreaterThan(0));
    agents.destroy();
    expect(await outcome).toMatchObject({ error: { code: 'E_BOUND_INTERRUPTED' } });
    expect(await client(origin, agents)).toMatchObject({ error: { code: 'E_BOUND_INTERRUPTED' } });
    expect(sockets).toHaveLength(1);
  });

  test('whoever has to wait for a turn connects when it comes, and the time runs from then', async () => {
    const { origin, requests, sockets } = await serve(sends(head('Content-Length: 2'), '{}'));
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const deadlines = () => timers.mock.calls.filter(([, ms]) => ms === 54_321);
    let go = (_: boolean): void => undefined;
    const mayGo = vi.fn(() => new Promise<boolean>((resolve) => (go = resolve)));
    const outcome = client(origin, boundedAgents(bounds(origin, 54_321), { mayGo }));
    await eventually(() => expect(mayGo).toHaveBeenCalledOnce());
    await settle();
    expect([sockets.length, deadlines().length]).toEqual([0, 0]);
    go(true);
    expect(await outcome).toMatchObject({ status: 200, body: '{}' });
    expect(requests[0]).toMatch(/\r\naccept-encoding: identity\r\n/i);
    expect(deadlines()).toHaveLength(1);
  });

  test('whoever gets no turn never connects', async () => {
    const { origin, sockets } = await serve(() => {});
    const outcome = await client(origin, boundedAgents(bounds(origin), { mayGo: () => Promise.resolve(false) }));
    expect(outcome).toMatchObject({ error: { code: 'E_BOUND_NO_TURN' } });
    expect(sockets).toHaveLength(0);
  });

  test('an interrupt ends the wait for a turn, and a turn that comes later is none', async () => {
    const { origin, sockets } = await serve(() => {});
    let go = (_: boolean): void => undefined;
    const mayGo = vi.fn(() => new Promise<boolean>((resolve) => (go = resolve)));
    const agents = boundedAgents(bounds(origin), { mayGo });
    const outcome = client(origin, agents);
    await eventually(() => expect(mayGo).toHaveBeenCalledOnce());
    agents.destroy();
    go(true);
    expect(await outcome).toMatchObject({ error: { code: 'E_BOUND_INTERRUPTED' } });
    expect(sockets).toHaveLength(0);
  });

  test('another origin is refused before anybody waits', async () => {
    const { origin } = await serve(() => {});
    const mayGo = vi.fn(() => Promise.resolve(true));
    const outcome = await client(origin, boundedAgents(bounds('http://127.0.0.1:9'), { mayGo }));
    expect(outcome).toMatchObject({ error: { code: 'E_BOUND_ORIGIN' } });
    expect(mayGo).not.toHaveBeenCalled();
  });

  test('a refused connection', async () => {
    const origin = `http://127.0.0.1:${await closedPort()}`;
    const { error } = await client(origin, boundedAgents(bounds(origin)));
    expect(failureOf(error)).toBe('refused');
  });
});

test('newman, told to follow redirects by an item, still does not leave the origin', async () => {
  const second = await serve(sends(head(), 'stolen'));
  const first = await serve(sends(head(`Location: ${second.origin}/`).replace('200 OK', '307 X')));
  const protocolProfileBehavior = { followRedirects: true };
  const outcome = await throughNewman(first.origin, boundedAgents(bounds(first.origin)), { protocolProfileBehavior });
  expect(outcome).toMatchObject({ error: { code: 'E_BOUND_ORIGIN' } });
  expect(second.sockets).toHaveLength(0);
});

test.each([
  ['the scheme', 'https://127.0.0.1:PORT', {}],
  ['the host', 'http://127.0.0.1:PORT', { hostname: 'localhost' }],
  ['a host that parses as ours', 'http://127.0.0.1:PORT', { hostname: '127.0.0.1/x' }],
  ['the port', 'http://127.0.0.1:1', {}],
  ['no port', 'http://127.0.0.1', {}],
  ['a local socket', 'http://127.0.0.1:PORT', { socketPath: '/var/run/docker.sock' }],
])('the origin guard compares %s', async (_what, url, more) => {
  const { origin, sockets } = await serve(sends(head()));
  const outcome = await plain(url.replace('PORT', new URL(origin).port), boundedAgents(bounds(origin)), more);
  expect(outcome).toMatchObject({ error: { code: 'E_BOUND_ORIGIN' } });
  expect(sockets).toHaveLength(0);
});

test.each([
  ['http://[::1]:9', { host: '::1', port: 9 }],
  ['http://[::1]:9', { host: '[::1]', port: '9' }],
  ['http://AUTH.invalid', { host: 'auth.INVALID' }],
])('%s is not another origin', async (origin, more) => {
  const lookup = (_host: string, _options: object, done: (error: Error) => void): void => done(new Error('ENOTFOUND'));
  const { error } = await plain(origin, boundedAgents(bounds(origin)), { hostname: undefined, lookup, ...more });
  expect(error).toBeDefined();
  expect(failureOf(error)).not.toBe('origin');
});

test('every request has a socket of its own, even if it asks to keep it', async () => {
  const { origin, requests, sockets } = await serve((socket) => socket.write(`${head('Content-Length: 2')}{}`));
  const agents = boundedAgents(bounds(origin));
  for (const _ of [1, 2]) await plain(origin, agents, { headers: { Connection: 'keep-alive' } });
  expect([requests.length, sockets.length]).toEqual([2, 2]);
  await eventually(() => expect(sockets.every((socket) => socket.destroyed)).toBe(true));
});

test.each([
  ['the size of the header', 'HPE_HEADER_OVERFLOW', sends(head(`X: ${x(20_000)}`))],
  ['the parser', 'HPE_INVALID_TRANSFER_ENCODING', sends(lengthAndChunks)],
])('an option of the request does not loosen %s', async (_what, code, answer) => {
  const { origin } = await serve(answer);
  const more = { maxHeaderSize: 10 ** 6, insecureHTTPParser: true };
  expect(await plain(origin, boundedAgents(bounds(origin)), more)).toMatchObject({ error: { code } });
});

test('headers given as a list are sent as they are', async () => {
  const { origin, requests } = await serve(sends(head(), '{}'));
  const headers = ['Host', 'x', 'Content-Length', '29'];
  expect(await plain(origin, boundedAgents(bounds(origin)), { headers })).toMatchObject({ status: 200 });
  expect(requests[0]).not.toMatch(/accept-encoding/i);
});

const interim = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(3000);

test.each<[string, string, RawAnswer, onResponse?: (socket: net.Socket) => void]>([
  ['too large', 'E_BOUND_TOO_LARGE', floods(head(), x(1024))],
  ['too large, then complete', 'E_BOUND_TOO_LARGE', sends(interim, head('Content-Length: 2'), '{}')],
  ['too large, then encoded', 'E_BOUND_TOO_LARGE', sends(interim, head('Content-Encoding: br'), '{}')],
  ['encoded', 'E_BOUND_ENCODED', sends(head('Content-Encoding: br'), '{}')],
  ['encoded as nothing known', 'E_BOUND_ENCODED', sends(head('Content-Encoding: compress'), '{}')],
  ['no HTTP half way', 'HPE_INVALID_CHUNK_SIZE', sends(head('Transfer-Encoding: chunked'), 'zz\r\n')],
  [
    'reset half way',
    'ECONNRESET',
    (socket) => socket.write(head('Content-Length: 9')),
    (socket) => socket.resetAndDestroy(),
  ],
])('%s: one error, and nothing to decompress', async (_what, code, answer, onResponse) => {
  const { origin, sockets } = await serve(answer);
  const events: unknown[] = [];
  const request = http.request(origin, { agent: boundedAgents(bounds(origin)).http }, (response) => {
    events.push(response.headers['content-encoding']);
    response.on('error', () => {}).resume();
    for (const socket of sockets) onResponse?.(socket);
  });
  const closed = new Promise((resolve) => request.once('close', resolve));
  request.on('error', (error) => events.push('code' in error && error.code)).end();
  await closed;
  await eventually(() => expect(sockets[0]?.destroyed).toBe(true));
  await settle();
  expect(events.filter((event) => event !== undefined)).toEqual([code]);
});

test.each([
  ['a response', sends(head(), '{}')],
  ['a failure', (socket: net.Socket) => socket.end()],
  ['a protocol change', sends(head('Upgrade: x', 'Connection: upgrade').replace('200 OK', '101 X'))],
])('the timer does not outlive %s, and holds nobody up', async (_what, answer) => {
  const { origin } = await serve(answer);
  const set = vi.spyOn(globalThis, 'setTimeout');
  const cleared = vi.spyOn(globalThis, 'clearTimeout');
  await plain(origin, boundedAgents(bounds(origin, 54_321)));
  const timer = set.mock.results[set.mock.calls.findIndex(([, ms]) => ms === 54_321)]?.value;
  expect(timer?.hasRef()).toBe(false);
  await eventually(() => expect(cleared).toHaveBeenCalledWith(timer));
});
