import { once } from 'node:events';
import { connect, createServer, Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type MockServer, mockApp, startMock } from '../../scripts/mock/index.ts';
import { providers } from '../support/this-project.ts';
import { tokenRequests } from './ask.ts';

const started: MockServer[] = [];

/** The mock together with the server of Node below it, which alone knows the address. */
async function start(port = 0): Promise<{ mock: MockServer; server: Server }> {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const mock = await startMock(mockApp(providers), port);
  started.push(mock);
  const [server] = listen.mock.contexts;
  if (!(server instanceof Server)) throw new Error('nothing listens');
  return { mock, server };
}

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.allSettled(started.splice(0).map((mock) => mock.close()));
});

const portOf = (mock: MockServer) => Number(new URL(mock.url).port);

describe('the mock host', () => {
  it('listens on the loopback interface alone, on a free port', async () => {
    const { mock, server } = await start();
    expect(server.address()).toEqual({ address: '127.0.0.1', family: 'IPv4', port: portOf(mock) });
    expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  });

  it('listens on the port that is asked for', async () => {
    const { mock } = await start();
    const port = portOf(mock);
    await mock.close();
    const { mock: again } = await start(port);
    expect(portOf(again)).toBe(port);
  });

  it('answers over the wire as its handler does', async () => {
    const { mock } = await start();
    const [path, headers, body] = tokenRequests.octotable;
    const answer = await fetch(`${mock.url}${path}`, { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('x-mock-basis'), await answer.json()]).toEqual([
      200,
      'documented',
      { access_token: expect.any(String), expires_in: 1440, type: 'Bearer' },
    ]);
  });

  it('closes at once, connections that idle included, and leaves nothing', async () => {
    const { mock, server } = await start();
    const idle = connect(portOf(mock), '127.0.0.1');
    await once(server, 'connection');
    const ended = once(idle.resume(), 'close');
    await mock.close();
    await ended;
    expect([server.listening, server.address()]).toEqual([false, null]);
    await expect(fetch(mock.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    try {
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      await expect(startMock(mockApp(providers), port ?? 0)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    } finally {
      other.close();
    }
  });
});
