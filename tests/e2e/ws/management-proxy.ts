import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the functions and `@connections`: counts the posts to each connection, and holds up those that it is told to. */
export const startManagementProxy = async () => {
  let target = '';
  const posts = new Map<string, number>();
  /** By connection: what each post to it waits for before it is answered 500. */
  const held = new Map<string, Promise<void>>();
  const server = createServer(async (request, response) => {
    const id = decodeURIComponent(request.url?.split('/@connections/')[1] ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'POST') posts.set(id, (posts.get(id) ?? 0) + 1);
    const hold = held.get(id);
    if (hold && request.method === 'POST') {
      await hold;
      response.writeHead(500).end();
      return;
    }
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      ...(request.method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
    });
    const type = answer.headers.get('x-amzn-errortype');
    response.writeHead(answer.status, type ? { 'x-amzn-errortype': type } : {});
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  // As the runtime's own servers have it: sockets that lie idle stay.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts: (id: string) => posts.get(id) ?? 0,
    /** Holds up all posts to this connection; once it is released they fail, and others with them until it ends. */
    hold(id: string): { release(): void; end(): void } {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(id, promise);
      return { release: resolve, end: () => held.delete(id) };
    },
    forwardTo: (endpoint: string) => {
      target = endpoint;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
