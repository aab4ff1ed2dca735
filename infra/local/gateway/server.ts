import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_BODY_BYTES } from './http-api.ts';
import { gatewayMessage, type HttpRequest, type HttpResponse } from './messages.ts';

type Handle = (request: HttpRequest) => Promise<HttpResponse>;
/** Answers a request to become another protocol, over its socket. */
type Upgrade = (
  request: HttpRequest,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) => Promise<void>;

/** Keeps little more than the limit, enough to tell that it is too long; the rest is read and dropped. */
const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (length <= MAX_BODY_BYTES) chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks);
};

const requestOf = (incoming: IncomingMessage, body: Buffer): HttpRequest => {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: incoming.headers,
    body,
    sourceIp: incoming.socket.remoteAddress?.replace('::ffff:', '') ?? '127.0.0.1',
  };
};

const write = ({ status, headers, body }: HttpResponse, head: boolean, to: ServerResponse): void => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  for (const [name, value] of Object.entries(headers)) to.setHeader(name, value);
  const bodyless = status === 204 || status === 304;
  if (!bodyless) to.setHeader('content-length', bytes.length);
  to.writeHead(status);
  to.end(head || bodyless ? undefined : bytes);
};

/** The one port of the runtime. */
export class LocalServer {
  readonly #server: Server;
  #handle: Handle;
  #upgrade: Upgrade | undefined;
  readonly #upgraded = new Set<Duplex>();

  constructor() {
    this.#handle = async () => gatewayMessage(503);
    this.#server = createServer(async (incoming, outgoing) => {
      try {
        const request = requestOf(incoming, await readBody(incoming));
        const response = await this.#handle(request);
        write(response, request.method === 'HEAD', outgoing);
      } catch (error) {
        if (incoming.destroyed && !incoming.complete) return;
        console.error('the local gateway failed:', error);
        if (!outgoing.headersSent) write(gatewayMessage(500), false, outgoing);
      }
    });
    this.#server.on('upgrade', (incoming, socket, head) => {
      this.#upgraded.add(socket);
      socket.once('close', () => this.#upgraded.delete(socket));
      if (!this.#upgrade) return void socket.destroy();
      this.#upgrade(requestOf(incoming, Buffer.alloc(0)), incoming, socket, head).catch((error) => {
        console.error('the local gateway failed:', error);
        socket.destroy();
      });
    });
  }

  /** Who answers from now on; before, everything is 503. */
  serve(handle: Handle, upgrade?: Upgrade): void {
    this.#handle = handle;
    this.#upgrade = upgrade;
  }

  /** @param port 0 for any free one @throws Error naming PORT where it is taken @returns the port */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        const taken = error.code === 'EADDRINUSE';
        reject(taken ? new Error(`PORT: ${port} is in use by another program: set another PORT`) : error);
      });
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#upgraded) socket.destroy();
    this.#server.closeIdleConnections();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const patience = setTimeout(() => this.#server.closeAllConnections(), 2_000);
    await closed;
    clearTimeout(patience);
  }
}
