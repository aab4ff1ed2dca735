import * as z from 'zod';
import type { MarketClock } from '../clock/clock.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from './messages.ts';

const clockCommand = z.strictObject({
  runUntil: z.iso
    .datetime({ offset: true, error: 'must be a time, e.g. 2025-05-05T12:00:00Z' })
    .transform((text) => Date.parse(text)),
});
const marketCommand = z.strictObject({ outage: z.boolean({ error: 'must be true or false' }) });

/** Moves a market that is not the present: its clock, and whether its server answers. */
export class Control {
  readonly #clock: MarketClock;
  readonly #setOutage: (on: boolean) => void;

  constructor(clock: MarketClock, setOutage: (on: boolean) => void) {
    this.#clock = clock;
    this.#setOutage = setOutage;
  }

  /** Undefined where the path is none of the runtime's own. */
  handle(request: HttpRequest): Promise<HttpResponse> | undefined {
    if (request.path === '/_local/clock') return this.#answerClock(request);
    if (request.path === '/_local/market') return this.#answerMarket(request);
    return undefined;
  }

  async #answerClock(request: HttpRequest): Promise<HttpResponse> {
    if (request.method === 'POST') {
      const command = parse(clockCommand, request.body);
      if ('message' in command) return jsonResponse(400, command);
      await this.#clock.runUntil(command.data.runUntil);
    } else if (request.method !== 'GET') return jsonResponse(405, { message: 'GET or POST' });
    const { now, running, ended } = this.#clock.state();
    return jsonResponse(200, { now: new Date(now).toISOString(), running, ended });
  }

  async #answerMarket(request: HttpRequest): Promise<HttpResponse> {
    if (request.method !== 'POST') return jsonResponse(405, { message: 'POST' });
    const command = parse(marketCommand, request.body);
    if ('message' in command) return jsonResponse(400, command);
    this.#setOutage(command.data.outage);
    return jsonResponse(200, command.data);
  }
}

const parse = <T>(schema: z.ZodType<T>, body: Buffer): { data: T } | { message: string } => {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return { message: 'the body is no JSON' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { data: parsed.data };
  return {
    message: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  };
};
