import type { HttpRequest, HttpResponse } from '../gateway/messages.ts';
import { ServiceServer } from './service-server.ts';

type Handle = (request: HttpRequest) => Promise<HttpResponse>;

const SERVICES = ['LAMBDA', 'APIGATEWAYMANAGEMENTAPI', 'S3'] as const;
type Service = (typeof SERVICES)[number];

const notYet: Handle = async () => ({ status: 503, headers: {}, body: '' });

/**
 * The services of AWS that functions call over HTTP, each on a port of its own. They listen before the functions are
 * known, whose environment holds their addresses, and serve afterwards.
 */
export class Services {
  readonly #servers: ReadonlyMap<Service, ServiceServer>;
  readonly #handlers: Record<Service, Handle> = {
    LAMBDA: notYet,
    APIGATEWAYMANAGEMENTAPI: notYet,
    S3: notYet,
  };

  constructor() {
    this.#servers = new Map(
      SERVICES.map((service) => [
        service,
        new ServiceServer(service, (request) => this.#handlers[service](request)),
      ]),
    );
  }

  async listen(): Promise<void> {
    for (const server of this.#servers.values()) await server.listen();
  }

  serve(service: Service, handle: Handle): void {
    this.#handlers[service] = handle;
  }

  /** For the functions' environment. */
  endpoints(): Record<Service, string> {
    const urls = [...this.#servers].map(([service, server]) => [service, server.endpoint]);
    return Object.fromEntries(urls) as Record<Service, string>;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
  }
}
