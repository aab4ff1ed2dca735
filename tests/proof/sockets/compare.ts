import * as z from 'zod';
import { candleSchema } from '../../../shared/contract/schemas/candles.ts';
import { priceSchema } from '../../../shared/contract/schemas/market.ts';
import { statusSchema } from '../../../shared/contract/schemas/status.ts';
import type { SoakClient, SoakUser } from './soak-client.ts';

const versioned = z.object({ id: z.string(), version: z.int() });
const tradeRow = versioned.extend({ status: z.string(), fills: z.array(z.object({ id: z.string() })) });
const accountRow = versioned.extend({
  book: z.int(),
  cash: z.string(),
  reserved: z.string(),
  status: z.string(),
});
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullish() });
const boardPage = z.object({
  asOf: z.string().nullable(),
  source: z.string().nullable(),
  items: z.array(z.looseObject({ rank: z.int(), base: z.string(), price: z.string() })),
  next: z.string().nullish(),
});

/** What the REST API says, asked once of a user. */
export class RestState {
  readonly #url: string;
  readonly #asked = new Map<string, Promise<unknown>>();

  constructor(url: string) {
    this.#url = url;
  }

  get<T>(user: SoakUser, path: string, schema: z.ZodType<T>): Promise<T> {
    const name = `${user.key} ${path}`;
    const asked = this.#asked.get(name) ?? this.#fetch(user, path);
    this.#asked.set(name, asked);
    return asked.then((json) => schema.parse(json));
  }

  async #fetch(user: SoakUser, path: string): Promise<unknown> {
    const answer = await fetch(`${this.#url}${path}`, { headers: { authorization: `Bearer ${user.key}` } });
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

const text = (value: unknown): string => JSON.stringify(value);
const sorted = <T>(items: readonly T[]): string => text(items.map(text).sort());

/** Of a channel what the client has and what the REST API has, as text that must be equal. */
const pairOf = async (client: SoakClient, channel: string, rest: RestState): Promise<[string, string]> => {
  const { state, user } = client;
  const [kind, symbol = ''] = channel.split(':');
  if (kind === 'prices') {
    const { items } = await rest.get(user, '/v1/prices', page(priceSchema));
    const found = items.find((item) => item.symbol === symbol);
    const of = (price: z.infer<typeof priceSchema> | null | undefined) =>
      text([price?.price, price?.time, price?.source, price?.change24h]);
    return [of(state.prices.get(symbol)?.price), of(found)];
  }
  if (kind === 'candles') {
    const own = [...(state.candles.get(symbol) ?? [])].sort(([a], [b]) => a - b);
    const [first, last] = [own[0]?.[0] ?? 0, own.at(-1)?.[0] ?? 0];
    const query = `symbol=${symbol}&interval=1m&from=${new Date(first).toISOString()}&limit=5000`;
    const { items } = await rest.get(
      user,
      `/v1/candles?${query}`,
      z.object({ items: z.array(candleSchema) }),
    );
    // The REST API shows the open minute too; a minute closes, for a client, when it is told so.
    const closed = items.filter(({ time }) => Date.parse(time) <= last);
    const newest = items.at(-2)?.time ?? items.at(-1)?.time;
    const isBehind = newest !== undefined && Date.parse(newest) > last;
    return [text(own.flatMap(([, candle]) => candle ?? [])), isBehind ? `up to ${newest}` : text(closed)];
  }
  if (kind === 'market') {
    const board = await rest.get(user, '/v1/markets?limit=100', boardPage);
    const rows = (items: readonly object[]) =>
      text(
        items.map((item) =>
          ['rank', 'base', 'price', 'volume24h', 'symbol'].map((name) => item[name as keyof typeof item]),
        ),
      );
    const own = state.board?.data;
    return [
      text([own?.asOf, own?.source]) + rows(own?.items ?? []),
      text([board.asOf, board.source]) + rows(board.items),
    ];
  }
  if (kind === 'status') {
    const status = await rest.get(user, '/v1/status', statusSchema);
    const of = (one: z.infer<typeof statusSchema> | undefined) =>
      text([one?.lastTickAt, one?.markets.map((market) => [market.symbol, market.cursor])]);
    return [of(state.status?.data), of(status)];
  }
  if (kind === 'trades') {
    const { items, next } = await rest.get(user, '/v1/trades?status=pending,open&limit=100', page(tradeRow));
    if (next) throw new Error('more trades than a page: make fewer');
    const of = (trades: readonly z.infer<typeof tradeRow>[]) =>
      sorted(
        trades.map(({ id, version, status, fills }) => [id, version, status, fills.map((fill) => fill.id)]),
      );
    const active = [...state.trades.values()].filter(
      ({ status }) => status === 'pending' || status === 'open',
    );
    return [of(active), of(items)];
  }
  const { items } = await rest.get(user, '/v1/accounts', page(accountRow));
  const of = (accounts: readonly z.infer<typeof accountRow>[]) =>
    sorted(accounts.map((a) => [a.id, a.book, a.version, a.cash, a.reserved, a.status]));
  return [of([...state.accounts.values()]), of(items)];
};

/** The place where two texts part. */
const where = (own: string, theirs: string): string => {
  let at = 0;
  while (at < own.length && own[at] === theirs[at]) at += 1;
  const around = (whole: string) => whole.slice(Math.max(0, at - 60), at + 60);
  return `...${around(own)}... instead of ...${around(theirs)}...`;
};

/** Where the client's state is another than that of the REST API, channel by channel; nothing where it is the same. */
export const differences = async (client: SoakClient, rest: RestState): Promise<string[]> => {
  const found: string[] = [];
  for (const channel of client.channels) {
    const [own, theirs] = await pairOf(client, channel, rest);
    if (own !== theirs) found.push(`${client.user.userId} ${channel}: ${where(own, theirs)}`);
  }
  return found;
};
