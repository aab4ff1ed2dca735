import { randomUUID } from 'node:crypto';
import { createContext, Script } from 'node:vm';
import * as z from 'zod';

const answerSchema = z.union([
  z.object({
    statusCode: z.number().int(),
    headers: z.record(z.string(), z.object({ value: z.string() })).default({}),
  }),
  z.object({ uri: z.string() }),
]);
export type ViewerAnswer = z.output<typeof answerSchema>;

export interface ViewerRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, { value: string }>>;
}

/** A CloudFront Function on viewer requests: it rewrites the path, or answers itself. */
export class ViewerFunction {
  readonly #script: Script;

  constructor(code: string) {
    this.#script = new Script(`${code}\n;handler(JSON.parse(event))`);
  }

  /** @throws Error where the function throws, or answers neither a request nor a response */
  run(request: ViewerRequest): ViewerAnswer {
    const event = {
      version: '1.0',
      context: { distributionDomainName: 'localhost', eventType: 'viewer-request', requestId: randomUUID() },
      viewer: { ip: '127.0.0.1' },
      request: { ...request, querystring: {}, cookies: {} },
    };
    // As at the edge: no network, no timers, nothing of Node.js. The time is that of the wall: a busy machine takes longer.
    const answer = this.#script.runInContext(createContext({ event: JSON.stringify(event) }), {
      timeout: 2000,
    });
    return answerSchema.parse(JSON.parse(JSON.stringify(answer)));
  }
}
