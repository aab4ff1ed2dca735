import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { managementClient, managementSockets } from '../../../shared/adapters/sockets/management-api.ts';

/** `@connections`, whose sockets are cut off so many times before a request is answered. */
describe('the management API', () => {
  let cuts = 0;
  let status = 200;
  let asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.method ?? '');
    if (cuts > 0) {
      cuts -= 1;
      request.socket.destroy();
      return;
    }
    const body = request.method === 'GET' ? '{}' : '';
    response.writeHead(status, status === 410 ? { 'x-amzn-errortype': 'GoneException' } : {});
    response.end(body);
  });
  const client = () => managementClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  let sockets: ReturnType<typeof managementSockets>;

  beforeAll(async () => {
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    sockets = managementSockets(client(), async () => {});
  });
  beforeEach(() => {
    cuts = 0;
    status = 200;
    asked = [];
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });

  // The SDK calls it a timeout; nothing of the kind: whoever waits too long for API Gateway is another matter.
  test('a post on a socket that the other side has closed is made again', async () => {
    cuts = 2;
    expect(await sockets.post('a', 'x')).toBe('sent');
    expect(asked).toEqual(['POST', 'POST', 'POST']);
  });

  test('so is an end: who must go goes', async () => {
    cuts = 2;
    await sockets.close('a');
    expect(asked).toEqual(['DELETE', 'DELETE', 'DELETE']);
  });

  test('three attempts are all', async () => {
    cuts = 9;
    expect(await sockets.post('a', 'x')).toBe('failed');
    expect(asked).toHaveLength(3);
    cuts = 9;
    expect(await sockets.isOpen('a')).toBe(true);
  });

  test('who is gone is gone at once', async () => {
    status = 410;
    expect(await sockets.post('a', 'x')).toBe('gone');
    expect(await sockets.isOpen('a')).toBe(false);
    expect(asked).toEqual(['POST', 'GET']);
  });
});
