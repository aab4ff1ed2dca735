import axios, { type AxiosInstance } from 'axios';
import * as z from 'zod';

const fillSchema = z.object({
  id: z.string(),
  leg: z.string(),
  time: z.iso.datetime().transform((text) => Date.parse(text)),
  price: z.string(),
  quantity: z.string(),
  notional: z.string(),
  fee: z.string(),
  liquidity: z.enum(['maker', 'taker']),
  ambiguous: z.boolean(),
  late: z.boolean(),
  orderId: z.string().optional(),
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
  version: z.int(),
  readings: z.object({ optimistic: z.object({ netPnl: z.string() }) }).nullable(),
  fills: z.array(fillSchema),
});
export type ApiTrade = z.infer<typeof tradeSchema>;

const clockSchema = z.object({ now: z.string(), running: z.boolean(), ended: z.boolean() });
const logSchema = z.object({
  items: z.array(
    z.object({
      seq: z.number(),
      type: z.string(),
      time: z.iso.datetime().transform((text) => Date.parse(text)),
    }),
  ),
  next: z.string().nullable(),
});
export type ApiLogRow = z.infer<typeof logSchema>['items'][number];

const statusSchema = z.object({
  markets: z.array(
    z.object({ symbol: z.string(), cursor: z.iso.datetime().transform((text) => Date.parse(text)) }),
  ),
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
    // A change of the entry needs a price to reckon with: while the market is away there is none.
    const isAway = status === 503 && data?.code === 'price_unavailable';
    if (status >= 500 && !isAway) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
    return status >= 400 ? { refused: status } : schema.parse(data);
  }

  open = (body: unknown) => this.#ask(tradeSchema, 'POST', '/v1/trades', body);
  cancel = (id: string) => this.#ask(tradeSchema, 'DELETE', `/v1/trades/${id}`);
  close = (id: string, body: unknown = {}) => this.#ask(tradeSchema, 'POST', `/v1/trades/${id}/close`, body);
  withdraw = (id: string, orderId: string) =>
    this.#ask(tradeSchema, 'DELETE', `/v1/trades/${id}/closes/${orderId}`);
  amend = (id: string, changes: unknown) => this.#ask(tradeSchema, 'PATCH', `/v1/trades/${id}`, changes);

  async trade(id: string): Promise<ApiTrade> {
    return this.#must(await this.#ask(tradeSchema, 'GET', `/v1/trades/${id}`));
  }

  async log(id: string): Promise<ApiLogRow[]> {
    const rows: ApiLogRow[] = [];
    for (let cursor = ''; ; ) {
      const path = `/v1/trades/${id}/logs?limit=100${cursor}`;
      const { items, next } = this.#must(await this.#ask(logSchema, 'GET', path));
      rows.push(...items);
      if (next === null) return rows;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
  }

  async blindWindows(): Promise<{ symbol: string; from: number; to: number }[]> {
    const { blindWindows } = this.#must(await this.#ask(statusSchema, 'GET', '/v1/status'));
    return blindWindows.map(({ symbol, from, to }) => ({
      symbol,
      from: Date.parse(from),
      to: Date.parse(to),
    }));
  }

  /** Up to where the path of this symbol has been evaluated, ms, venue time. */
  async cursor(symbol: string): Promise<number> {
    const { markets } = this.#must(await this.#ask(statusSchema, 'GET', '/v1/status'));
    const market = markets.find((one) => one.symbol === symbol);
    if (!market) throw new Error(`${symbol} has no cursor`);
    return market.cursor;
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
