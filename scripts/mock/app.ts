import { Hono } from 'hono';
import type { Provider } from '../model/provider.ts';
import { answer } from './answer.ts';

/** Serves every provider under `/<id>`. Opens no socket. */
export function mockApp(providers: readonly Provider[]): (request: Request) => Promise<Response> {
  const app = new Hono();
  const ids = providers.map(({ id }) => id);
  app.all('/:id/*', async (context) => {
    const id = context.req.param('id');
    const provider = providers.find((candidate) => candidate.id === id);
    if (provider === undefined) return context.json({ error: 'unknown_provider', known: ids }, 404);
    const url = new URL(context.req.url);
    url.pathname = url.pathname.slice(id.length + 1);
    const { status, headers, body } = answer(provider, {
      method: context.req.method,
      url,
      headers: context.req.raw.headers,
      body: await context.req.text(),
    });
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  });
  app.notFound((context) => context.json({ error: 'not_found', providers: ids.map((id) => `/${id}`) }, 404));
  return async (request) => app.fetch(request);
}
