import https from 'node:https';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { boundedAgents } from '../../scripts/engine/agent.ts';
import { failureOf } from '../../scripts/engine/agent-failure.ts';
import { certificateFor } from '../support/certificate.ts';
import { closedPort } from '../support/listen.ts';
import { lets, type ProxyAnswer, says, startProxy } from '../support/proxy.ts';
import { answers, drips, floods, head, type RawAnswer, startRaw } from '../support/raw-server.ts';
import { eventually, settle, stopClock } from '../support/time.ts';

const certificate = certificateFor(['auth.test']);

async function through(
  answer: RawAnswer,
  of: ProxyAnswer,
  more: { readonly credentials?: string; readonly shown?: typeof certificate } = {},
) {
  const target = await startRaw(answer, more.shown ?? certificate);
  const proxy = await startProxy(target.url, of);
  onTestFinished(async () => {
    await Promise.all([target.close(), proxy.close()]);
  });
  return { target, proxy, address: `http://${more.credentials ?? ''}127.0.0.1:${proxy.port}` };
}

interface Asked {
  readonly failure?: string;
  readonly message?: string;
  readonly body?: string;
}

/** A deadline that no test reaches unless it moves the clock. */
const deadlineMs = 60_000;

function ask(address: string, options: https.RequestOptions = {}): Promise<Asked> {
  const origin = 'https://auth.test:8443';
  const agents = boundedAgents({ origin, deadlineMs, maxBodyBytes: 65_536, maxHeaderBytes: 16_384, proxy: address });
  return new Promise((resolve) => {
    const request = https.request(
      { host: 'auth.test', port: 8443, method: 'POST', agent: agents.https, ca: certificate.cert, ...options },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('error', () => undefined);
        response.on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve({ body }));
      },
    );
    request.on('error', (error) => resolve({ failure: failureOf(error), message: error.message }));
    request.end('client_secret=raw-secret-0123');
  });
}

const fine = answers('{}');
const body = head('200 OK', { Connection: 'close' });

test('a request goes through the proxy, which gets the credentials for itself and sees nothing of the rest', async () => {
  const { target, proxy, address } = await through(fine, lets, { credentials: 'us%40r:p%3Ass@' });
  expect(await ask(address)).toEqual({ body: '{}' });
  expect(proxy.asked).toEqual([{ authority: 'auth.test:8443', credentials: 'us@r:p:ss' }]);
  expect(target.received[0]).toMatch(/^POST \/ HTTP\/1\.1\r\n/);
  expect(target.received[0]).toContain('raw-secret-0123');
  expect(target.received[0]).not.toMatch(/proxy-/i);
  await eventually(() => expect(proxy.open.size).toBe(0));
});

test('a proxy that is reached by TLS is verified too', async () => {
  const { address } = await through(fine, lets);
  const silent = await startRaw(() => undefined, certificateFor(['127.0.0.1']));
  onTestFinished(silent.close);
  expect(await ask(silent.url)).toMatchObject({ failure: 'proxy', message: expect.stringMatching(/certificate/) });
  expect(silent.received.join('')).toBe('');
  expect(await ask(address)).toEqual({ body: '{}' });
});

describe('the certificate of the host is verified inside the tunnel, whatever the request would like', () => {
  const expired = certificateFor(['auth.test'], { from: -30, to: -1 });
  const elsewhere = certificateFor(['elsewhere.test']);
  test.each([
    ['signed by nobody', certificateFor(['auth.test']), certificate.cert],
    ['expired', expired, expired.cert],
    ['of another host', elsewhere, elsewhere.cert],
  ])('%s', async (_, shown, ca) => {
    const { target, address } = await through(fine, lets, { shown });
    const slack = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
    expect(await ask(address, { ca, ...slack })).toMatchObject({ failure: 'tls' });
    expect(target.received.join('')).toBe('');
  });
});

describe('the bounds hold in the tunnel', () => {
  test.each<[string, string, RawAnswer]>([
    ['a body without end', 'too-large', floods(body, 'x'.repeat(1024))],
    ['chunks without end', 'too-large', floods(head('200 OK', { 'Transfer-Encoding': 'chunked' }), '1\r\nx\r\n')],
    ['brotli', 'too-large', answers(brotliCompressSync(Buffer.alloc(10 ** 6)), { 'Content-Encoding': 'br' })],
    ['a body that is cut', 'reset', (socket) => void socket.end(`${head('200 OK', { 'Content-Length': '9' })}x`)],
    ['a long header', 'too-large', answers('{}', { 'X-Long': 'x'.repeat(20_000) })],
  ])('%s: %s', async (_, failure, answer) => {
    const { proxy, address } = await through(answer, lets);
    expect(await ask(address)).toMatchObject({ failure });
    await eventually(() => expect(proxy.open.size).toBe(0));
  });
});

describe('the deadline ends a request', () => {
  const silent: ProxyAnswer = (client) => void client.resume();
  test.each<[string, RawAnswer, ProxyAnswer]>([
    ['whose host drips a body through the tunnel', drips(body, 'x', 5), lets],
    ['whose proxy never answers', fine, silent],
    ['whose proxy drips a header', fine, drips('HTTP/1.1 200 OK\r\nX: ', 'x', 5)],
  ])('%s', async (_, answer, of) => {
    const { target, proxy, address } = await through(answer, of);
    stopClock();
    let early: Asked | undefined;
    const asked = ask(address).then((result) => (early = result));
    const isReached = () => expect(of === lets ? target.received.join('') : proxy.asked).not.toHaveLength(0);
    await eventually(isReached);
    vi.advanceTimersByTime(deadlineMs - 1);
    await settle();
    expect(early).toBeUndefined();
    vi.advanceTimersByTime(1);
    const message = 'no complete response within 60000 ms';
    expect(await asked).toEqual({ failure: 'deadline', message });
    if (of !== lets) expect(target.received).toEqual([]);
    await eventually(() => expect(proxy.open.size).toBe(0));
  });
});

describe('a proxy that does not do its work', () => {
  test.each<[string, string, RegExp, ProxyAnswer]>([
    ['refuses the credentials', 'proxy', /status 407$/, says('HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n')],
    ['answers for the host', 'proxy', /status 403$/, says('HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}')],
    ['cannot reach the host', 'refused', /status 502$/, says('HTTP/1.1 502 Bad Gateway\r\n\r\n')],
    ['is slow to reach it', 'refused', /status 504$/, says('HTTP/1.1 504 Gateway Timeout\r\n\r\n')],
    ['speaks before the host', 'proxy', /before the host/, says('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}')],
    ['is no proxy', 'proxy', /Parse Error/, says('SSH-2.0-x\r\n')],
    ['hangs up', 'proxy', /hang up/, (client) => client.destroy()],
    ['floods', 'proxy', /overflow|bytes/i, floods('HTTP/1.1 200 OK\r\nX: ', 'x')],
  ])('%s: %s', async (_, failure, message, of) => {
    const { target, proxy, address } = await through(fine, of, { credentials: 'user:proxy-password@' });
    const asked = await ask(address);
    expect(asked).toMatchObject({ failure, message: expect.stringMatching(message) });
    expect(asked.message).not.toMatch(/proxy-password|cHJveHk/);
    expect(target.received).toEqual([]);
    await eventually(() => expect(proxy.open.size).toBe(0));
  });

  test('is not there', async () => {
    expect(await ask(`http://127.0.0.1:${await closedPort()}`)).toMatchObject({ failure: 'proxy' });
  });
});

test('an interrupt ends a tunnel in the making', async () => {
  const { proxy, address } = await through(fine, (client) => void client.resume());
  const bounds = {
    origin: 'https://auth.test',
    deadlineMs,
    maxBodyBytes: 1,
    maxHeaderBytes: 1024,
    proxy: address,
  };
  const agents = boundedAgents(bounds);
  const ended = new Promise((resolve) => {
    https
      .request({ host: 'auth.test', agent: agents.https })
      .on('error', (error) => resolve(failureOf(error)))
      .end();
  });
  await eventually(() => expect(proxy.asked).toHaveLength(1));
  agents.destroy();
  expect(await ended).toBe('interrupted');
  await eventually(() => expect(proxy.open.size).toBe(0));
});
