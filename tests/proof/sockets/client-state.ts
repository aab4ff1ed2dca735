import type { ServerMessage, ServerMessageOf } from '../../../shared/contract/messages/server.ts';

type Price = ServerMessageOf<'price_update'>['prices'][number];
type Candle = NonNullable<ServerMessageOf<'candle_update'>['candle']>;
type Trade = ServerMessageOf<'position_update'>['trade'];
type Account = ServerMessageOf<'balance_update'>['account'];
type Snapshot = ServerMessageOf<'snapshot'>;
type Of<Channel extends Snapshot['channel']> = Extract<Snapshot, { channel: Channel }>;

const MINUTE_MS = 60_000;

/** `from` and `to` are open times, ms: candles in between are missing. */
export interface CandleGap {
  readonly symbol: string;
  readonly from: number;
  readonly to: number;
}

/**
 * What a client knows, kept by the rules of docs/websocket.md and nothing else: written from that page, not from the
 * code of the server or the dashboard.
 */
export class ClientState {
  readonly prices = new Map<string, { slot: number; price: Price | null }>();
  /** One-minute candles of a symbol, by open time; null where nothing was traded. */
  readonly candles = new Map<string, Map<number, Candle | null>>();
  /** Of the candles that are kept, by symbol and open time. */
  readonly #revisions = new Map<string, number>();
  readonly trades = new Map<string, Trade>();
  readonly accounts = new Map<string, Account>();
  board: { seq: number; data: ServerMessageOf<'market_update'>['board'] } | undefined;
  status: { seq: number; data: ServerMessageOf<'status_update'>['status'] } | undefined;
  /** Channels of which a snapshot has been asked for and has not come. */
  readonly awaited = new Set<string>();
  readonly candleGaps: CandleGap[] = [];
  gaps = 0;
  #touched = new Set<string>();
  #parts: { seq: number; items: Map<number, readonly Trade[]> } = { seq: -1, items: new Map() };

  /** To be called when a subscription is sent. */
  asked(channels: readonly string[]): void {
    for (const channel of channels) this.awaited.add(channel);
    if (channels.includes('trades')) {
      this.#touched.clear();
      this.#parts = { seq: -1, items: new Map() };
    }
  }

  /** @returns the channels of which something was lost: they are to be subscribed anew */
  take(message: ServerMessage): string[] {
    const torn = this.#torn(message);
    this.gaps += torn.length;
    return torn;
  }

  #torn(message: ServerMessage): string[] {
    switch (message.type) {
      case 'price_update':
        return this.#takePrices(message);
      case 'candle_update':
        if (message.interval === '1m')
          this.#putCandle(message.symbol, message.seq, message.candle, message.revision);
        return [];
      case 'market_update':
        if (message.seq > (this.board?.seq ?? -1)) this.board = { seq: message.seq, data: message.board };
        return [];
      case 'status_update':
        if (message.seq > (this.status?.seq ?? -1)) this.status = { seq: message.seq, data: message.status };
        return [];
      case 'position_update':
        return this.#takeTrade(message);
      case 'balance_update':
        return this.#takeAccount(message);
      case 'snapshot':
        this.#takeSnapshot(message);
        return [];
      default:
        return [];
    }
  }

  #takePrices({ slot, previousSlot, prices, unchanged = [] }: ServerMessageOf<'price_update'>): string[] {
    const torn: string[] = [];
    for (const price of prices) {
      const kept = this.prices.get(price.symbol);
      if (kept && slot < kept.slot) continue;
      if (kept && slot === kept.slot && kept.price && price.time <= kept.price.time) continue;
      if (kept && slot !== kept.slot && previousSlot !== kept.slot) torn.push(`prices:${price.symbol}`);
      this.prices.set(price.symbol, { slot, price });
    }
    for (const { symbol, time } of unchanged) {
      const kept = this.prices.get(symbol);
      if (kept && slot <= kept.slot) continue;
      if (kept?.slot === previousSlot && kept.price?.time === time) kept.slot = slot;
      else torn.push(`prices:${symbol}`);
    }
    return torn;
  }

  #putCandle(symbol: string, openTime: number, candle: Candle | null, revision: number): void {
    const place = `${symbol} ${openTime}`;
    if (revision < (this.#revisions.get(place) ?? 0)) return;
    this.#revisions.set(place, revision);
    const kept = this.candles.get(symbol) ?? new Map<number, Candle | null>();
    this.candles.set(symbol, kept);
    const last = Math.max(...kept.keys());
    if (kept.size > 0 && openTime > last + MINUTE_MS) {
      this.candleGaps.push({ symbol, from: last + MINUTE_MS, to: openTime - MINUTE_MS });
      this.gaps += 1;
    }
    kept.set(openTime, candle);
  }

  /** What GET /v1/candles has of a gap. */
  fill(symbol: string, candles: readonly Candle[]): void {
    for (const candle of candles) this.candles.get(symbol)?.set(Date.parse(candle.time), candle);
  }

  #takeTrade({ trade, version, previousVersion }: ServerMessageOf<'position_update'>): string[] {
    this.#touched.add(trade.id);
    const kept = this.trades.get(trade.id);
    if (kept && version <= kept.version) return [];
    this.trades.set(trade.id, trade);
    return previousVersion === (kept?.version ?? null) ? [] : ['trades'];
  }

  #takeAccount({ account, version, previousVersion }: ServerMessageOf<'balance_update'>): string[] {
    const kept = this.accounts.get(account.id);
    if (kept && (account.book < kept.book || (account.book === kept.book && version <= kept.version)))
      return [];
    this.accounts.set(account.id, account);
    const isNewBook = account.book > (kept?.book ?? 0);
    return isNewBook || previousVersion === kept?.version ? [] : ['account'];
  }

  #takeSnapshot(message: Snapshot): void {
    const { channel, seq } = message;
    if (channel !== 'trades') this.awaited.delete(channel);
    if (channel === 'market') {
      if (seq >= (this.board?.seq ?? -1)) this.board = { seq, data: (message as Of<'market'>).data };
    } else if (channel === 'status') {
      if (seq >= (this.status?.seq ?? -1)) this.status = { seq, data: (message as Of<'status'>).data };
    } else if (channel === 'account') {
      for (const account of (message as Of<'account'>).data.items) {
        const kept = this.accounts.get(account.id);
        const isNewer =
          !kept || account.book > kept.book || (account.book === kept.book && account.version > kept.version);
        if (isNewer) this.accounts.set(account.id, account);
      }
    } else if (channel === 'trades') this.#takeTrades(message as Of<'trades'>);
    else if (channel.startsWith('prices:')) {
      const symbol = channel.slice('prices:'.length);
      const kept = this.prices.get(symbol);
      const data = message.data as Price | null;
      if (!kept || seq >= kept.slot) this.prices.set(symbol, { slot: seq, price: data });
    } else if (channel.startsWith('candles:')) {
      const symbol = channel.split(':')[1] ?? '';
      const { candles, revision } = message.data as { candles: Candle[]; revision: number };
      for (const candle of candles) this.#putCandle(symbol, Date.parse(candle.time), candle, revision);
    }
  }

  #takeTrades({ seq, data }: Of<'trades'>): void {
    if (seq > this.#parts.seq) this.#parts = { seq, items: new Map() };
    if (seq < this.#parts.seq) return;
    this.#parts.items.set(data.part, data.items);
    if (this.#parts.items.size < data.parts) return;
    this.awaited.delete('trades');
    const snapshot = new Map([...this.#parts.items.values()].flat().map((trade) => [trade.id, trade]));
    for (const id of this.trades.keys()) {
      if (!snapshot.has(id) && !this.#touched.has(id)) this.trades.delete(id);
    }
    for (const [id, trade] of snapshot) {
      if (trade.version > (this.trades.get(id)?.version ?? -1)) this.trades.set(id, trade);
    }
  }
}
