import axios, { type AxiosInstance } from 'axios';
import * as z from 'zod';

const fillSchema = z.object({
  id: z.string(),
  leg: z.enum(['entry', 'take_profit', 'stop_loss', 'close']),
  time: z.iso.datetime().transform((text) => Date.parse(text)),
  price: z.string(),
  quantity: z.string(),
  notional: z.string(),
  fee: z.string(),
  liquidity: z.enum(['maker', 'taker']),
  ambiguous: z.boolean(),
  late: z.boolean(),
});

const tradeSchema = z.object({
  id: z.string(),
  clientTradeId: z.string().nullable(),
  status: z.enum(['pending', 'open', 'closed', 'cancelled', 'expired', 'rejected']),
  createdAt: z.iso.datetime().transform((text) => Date.parse(text)),
  endedAt: z.iso
    .datetime()
    .transform((text) => Date.parse(text))
    .nullable(),
  closeReason: z.string().nullable(),
  realizedPnl: z.string().nullable(),
  netPnl: z.string().nullable(),
  fills: z.array(fillSchema),
});
export type ApiTrade = z.infer<typeof tradeSchema>;

const clockSchema = z.object({ now: z.string(), running: z.boolean(), ended: z.boolean() });
const logSchema = z.object({
  items: z.array(z.object({ seq: z.number(), type: z.string(), time: z.string() })),
});
const blindSchema = z.object({
  blindWindows: z.array(
    z.object({ symbol: z.string(), from: z.string(), to: z.string(), reason: z.string() }),
  ),
});

/** The application over HTTP, as any client has it; answers are parsed, refusals are values. */
export class Api {
  readonly #http: AxiosInstance;

  constructor(url: string, key: string) {
    this.#http = axios.create({
      baseURL: url,
      timeout: 0,
      headers: { authorization: `Bearer ${key}` },
      validateStatus: () => true,
    });
  }

  async #ask<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T | { refused: number }> {
    const { status, data } = await this.#http.request({ method, url: path, data: body });
    if (status >= 500) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
    return status >= 400 ? { refused: status } : schema.parse(data);
  }

  open = (body: unknown) => this.#ask(tradeSchema, 'POST', '/v1/trades', body);
  cancel = (id: string) => this.#ask(tradeSchema, 'DELETE', `/v1/trades/${id}`);
  close = (id: string) => this.#ask(tradeSchema, 'POST', `/v1/trades/${id}/close`);
  amend = (id: string, changes: unknown) => this.#ask(tradeSchema, 'PATCH', `/v1/trades/${id}`, changes);

  async trade(id: string): Promise<ApiTrade> {
    return this.#must(await this.#ask(tradeSchema, 'GET', `/v1/trades/${id}`));
  }

  async logTypes(id: string): Promise<string[]> {
    const log = this.#must(await this.#ask(logSchema, 'GET', `/v1/trades/${id}/logs?limit=100`));
    return log.items.map(({ type }) => type);
  }

  async blindWindows(): Promise<{ symbol: string; from: number; to: number }[]> {
    const { blindWindows } = this.#must(await this.#ask(blindSchema, 'GET', '/v1/status'));
    return blindWindows.map(({ symbol, from, to }) => ({
      symbol,
      from: Date.parse(from),
      to: Date.parse(to),
    }));
  }

  /** Runs the market as fast as the machine goes up to this moment (ms), and waits until all is done there. */
  async runUntil(time: number): Promise<z.infer<typeof clockSchema>> {
    const runUntil = new Date(time).toISOString();
    return this.#must(await this.#ask(clockSchema, 'POST', '/_local/clock', { runUntil }));
  }

  async clock(): Promise<number> {
    return Date.parse(this.#must(await this.#ask(clockSchema, 'GET', '/_local/clock')).now);
  }

  async setOutage(outage: boolean): Promise<void> {
    this.#must(await this.#ask(z.unknown(), 'POST', '/_local/market', { outage }));
  }

  #must<T>(answer: T | { refused: number }): T {
    if (typeof answer === 'object' && answer !== null && 'refused' in answer)
      throw new Error(`refused with ${answer.refused}`);
    return answer as T;
  }
}
