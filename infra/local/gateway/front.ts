import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock/clock.ts';
import type { Distribution } from '../site/distribution.ts';
import { refuse } from '../sockets/handshake.ts';
import type { SocketApi } from '../sockets/socket-api.ts';
import type { Control } from './control.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from './messages.ts';

export interface FrontOptions {
  readonly clock: Clock;
  readonly distribution: Pick<Distribution, 'handle'>;
  /** Absent where prices and time are the real ones. */
  readonly control: Control | undefined;
  /** What the dashboard learns of this run. */
  readonly siteConfig: {
    readonly demoKey: string;
    readonly market: string;
    readonly binanceStreamUrl?: string | undefined;
  };
}

const OWN_HOSTS = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Everything that the port answers: the runtime's own addresses first, then what the distribution serves. */
export const front =
  ({ clock, distribution, control, siteConfig }: FrontOptions) =>
  (request: HttpRequest): Promise<HttpResponse> => {
    const own = request.path === '/config.json' || request.path.startsWith('/_local/');
    if (own && !OWN_HOSTS.test(request.headers.host ?? '')) {
      // A page elsewhere whose name is made to lead here (DNS rebinding) learns no key.
      return Promise.resolve(jsonResponse(403, { message: 'ask for it at localhost' }));
    }
    if (request.path === '/config.json') return Promise.resolve(jsonResponse(200, siteConfig));
    // Not tracked: it would wait for itself.
    const controlled = control?.handle(request);
    if (controlled) return controlled;
    return clock.track(distribution.handle(request));
  };

export interface UpgradeOptions {
  readonly clock: Clock;
  readonly distribution: Pick<Distribution, 'socketApiAt'>;
  /** Absent where the stack has no WebSocket API. */
  readonly sockets: SocketApi | undefined;
}

/** Requests to become a WebSocket: those that the distribution leads to the WebSocket API. */
export const upgrades =
  ({ clock, distribution, sockets }: UpgradeOptions) =>
  async (request: HttpRequest, incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (sockets && distribution.socketApiAt(request.path) === sockets.apiId) {
      await clock.track(sockets.upgrade(request, incoming, socket, head));
    } else refuse(socket, 404, { message: 'Not Found' });
  };
