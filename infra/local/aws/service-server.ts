import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts';

/** Nothing that a function sends to a service is longer: what is, is cut off at the socket. */
const MOST_BYTES = 64 * 1024 * 1024;

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MOST_BYTES) throw new Error('the body is too long');
  }
  return Buffer.concat(chunks);
};

/** A service that the AWS SDK talks to, on a loopback port of its own. */
export class ServiceServer {
  readonly #server: Server;

  constructor(name: string, handle: (request: HttpRequest) => Promise<HttpResponse>) {
    this.#server = createServer(async (incoming, outgoing) => {
      try {
        const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
        const { method = 'GET', headers } = incoming;
        const sourceIp = incoming.socket.remoteAddress ?? '';
        const body = await bodyOf(incoming);
        const answer = await handle({ method, path, query, headers, body, sourceIp });
        const length = { 'content-length': Buffer.byteLength(answer.body) };
        outgoing.writeHead(answer.status, { ...length, ...answer.headers });
        outgoing.end(method === 'HEAD' ? undefined : answer.body);
      } catch (error) {
        if (!incoming.destroyed) console.error(`the local ${name} failed:`, error);
        outgoing.destroy();
      }
    });
    // Idle connections of the functions stay open: a new one for each call would cost more than the call.
    this.#server.keepAliveTimeout = 0;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  get endpoint(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
