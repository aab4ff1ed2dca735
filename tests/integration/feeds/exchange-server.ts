import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (url: URL, response: ServerResponse, request: IncomingMessage) => void;

export interface ExchangeServer {
  readonly baseUrl: string;
  /** Path and query of each request, unescaped, in the order of arrival. */
  readonly requests: string[];
}

/** A server on loopback that answers as the test says, closed when the test is over. */
export const startExchange = async (handler: Handler): Promise<ExchangeServer> => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(decodeURIComponent((request.url ?? '').replaceAll('+', ' ')));
    handler(new URL(request.url ?? '', 'http://exchange'), response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, requests };
};

export const sendJson = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
