import type { QueryClient } from '@tanstack/react-query';
import type { ServerMessage } from '../../../shared/contract/messages/server.ts';
import { INTERVALS } from '../../../shared/domain/market/candle.ts';
import {
  type AccountView,
  api,
  type BoardView,
  type Overview,
  type PriceView,
  type TradeView,
} from '../api.ts';
import { Link } from './link.ts';
import { withPrices, withTrade } from './merge.ts';
import {
  type BookVersion,
  judgeAccount,
  judgeCandle,
  judgePrice,
  judgeTrade,
  judgeUnchanged,
  type KeptPrice,
} from './sequence.ts';
import { hearChannels, isLive, noteArrival, noteTick, setLive, wantedChannels } from './state.ts';

const OVERVIEW = ['overview'] as const;
/** Of what the snapshots of a new connection do not bring: what happened while there was none. */
const MISSED = ['overview', 'portfolio', 'positions', 'history', 'ledger'] as const;
type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** What the socket brings, put into what the pages read. */
class Intake {
  readonly #client: QueryClient;
  readonly #mend: (channel: string) => void;
  #prices = new Map<string, KeptPrice>();
  #trades = new Map<string, number>();
  #accounts = new Map<string, BookVersion>();
  #candles = new Map<string, number>();
  #seqs = new Map<string, number>();
  /** Of the snapshot of trades that is arriving: what it has so far. */
  #parts: { seq: number; got: Set<number>; ids: Set<string> } | undefined;

  constructor(client: QueryClient, mend: (channel: string) => void) {
    this.#client = client;
    this.#mend = mend;
  }

  take(message: ServerMessage): void {
    if (message.type === 'snapshot') this.#snapshot(message);
    else if (message.type === 'price_update') this.#priceUpdate(message);
    else if (message.type === 'position_update') this.#tradeUpdate(message);
    else if (message.type === 'balance_update') this.#accountUpdate(message);
    else if (message.type === 'candle_update') this.#candleUpdate(message);
    else if (message.type === 'market_update') this.#board(message.seq, message.board);
    else if (message.type === 'status_update') this.#status(message.seq, message.status);
  }

  #snapshot(message: MessageOf<'snapshot'>): void {
    const { channel, seq, data } = message;
    if (data === null) return;
    if ('price' in data) {
      const kept = this.#prices.get(data.symbol);
      if (kept && kept.slot > seq) return;
      this.#prices.set(data.symbol, { slot: seq, time: Date.parse(data.time) });
      this.#overview((overview) => withPrices(overview, [data]));
    } else if ('candles' in data) {
      this.#candles.set(channel, seq);
      void this.#client.invalidateQueries({ queryKey: ['newest-candles'] });
    } else if ('source' in data) this.#board(seq, data);
    else if ('feeds' in data) this.#status(seq, data);
    else if (channel === 'trades' && 'parts' in data) this.#tradesPart(seq, data);
    else if (channel === 'account') this.#accountsSnapshot(data.items as readonly AccountView[]);
  }

  #priceUpdate({ slot, previousSlot, prices, unchanged }: MessageOf<'price_update'>): void {
    noteTick();
    const taken: PriceView[] = [];
    for (const price of prices) {
      const update = { slot, previousSlot, time: Date.parse(price.time) };
      const verdict = judgePrice(this.#prices.get(price.symbol), update);
      if (verdict === 'ignore') continue;
      if (verdict === 'gap') this.#mend(`prices:${price.symbol}`);
      this.#prices.set(price.symbol, { slot, time: update.time });
      taken.push(price);
    }
    for (const { symbol, time } of unchanged) {
      const kept = this.#prices.get(symbol);
      const verdict = judgeUnchanged(kept, { slot, previousSlot, time: Date.parse(time) });
      if (verdict === 'gap') this.#mend(`prices:${symbol}`);
      if (verdict === 'take' && kept) this.#prices.set(symbol, { ...kept, slot });
    }
    if (taken.length > 0) this.#overview((overview) => withPrices(overview, taken));
  }

  #tradeUpdate({ trade, version, previousVersion }: MessageOf<'position_update'>): void {
    const verdict = judgeTrade(this.#trades.get(trade.id), version, previousVersion);
    if (verdict === 'ignore') return;
    if (verdict === 'gap') this.#mend('trades');
    this.#trade(trade);
  }

  #trade(trade: TradeView): void {
    this.#trades.set(trade.id, trade.version);
    noteArrival(trade.id);
    this.#client.setQueryData<TradeView>(['trade', trade.id], (kept) => kept && trade);
    this.#overview((overview) => withTrade(overview, trade));
  }

  #tradesPart(
    seq: number,
    { items, part, parts, more }: { items: readonly TradeView[]; part: number; parts: number; more: boolean },
  ): void {
    if (this.#parts?.seq !== seq) this.#parts = { seq, got: new Set(), ids: new Set() };
    const { got, ids } = this.#parts;
    got.add(part);
    for (const trade of items) {
      ids.add(trade.id);
      if (trade.version > (this.#trades.get(trade.id) ?? -1)) this.#trade(trade);
    }
    if (got.size < parts) return;
    this.#parts = undefined;
    // What is missing in it has ended, how is not said here: the overview knows.
    const cached = this.#client.getQueryData<Overview>(OVERVIEW);
    if (more || cached?.active.some(({ id }) => !ids.has(id)))
      void this.#client.invalidateQueries({ queryKey: OVERVIEW });
  }

  #accountsSnapshot(accounts: readonly AccountView[]): void {
    for (const { id, book, version } of accounts) this.#accounts.set(id, { book, version });
    void this.#client.invalidateQueries({ queryKey: ['accounts'] });
  }

  #accountUpdate({ account, version, previousVersion }: MessageOf<'balance_update'>): void {
    const update = { book: account.book, version };
    const verdict = judgeAccount(this.#accounts.get(account.id), update, previousVersion);
    if (verdict === 'ignore') return;
    if (verdict === 'gap') this.#mend('account');
    this.#accounts.set(account.id, update);
    this.#client.setQueryData<AccountView[]>(['accounts'], (all) => {
      if (!all) return all;
      const known = all.some(({ id }) => id === account.id);
      return known ? all.map((one) => (one.id === account.id ? account : one)) : [...all, account];
    });
    for (const name of ['portfolio', 'positions', 'ledger'])
      void this.#client.invalidateQueries({ queryKey: [name] });
  }

  #candleUpdate({ symbol, interval, seq }: MessageOf<'candle_update'>): void {
    const channel = `candles:${symbol}:${interval}`;
    const kept = this.#candles.get(channel);
    if (judgeCandle(kept, seq, INTERVALS[interval]) === 'gap')
      void this.#client.resetQueries({ queryKey: ['candles', symbol, interval] });
    this.#candles.set(channel, Math.max(kept ?? 0, seq));
    // With its indicators, which only the API computes.
    void this.#client.invalidateQueries({ queryKey: ['newest-candles', symbol, interval] });
  }

  #isLater(channel: string, seq: number): boolean {
    if (seq <= (this.#seqs.get(channel) ?? -1)) return false;
    this.#seqs.set(channel, seq);
    return true;
  }

  /** The message has no sparklines: those that are known stay. */
  #board(seq: number, board: MessageOf<'market_update'>['board']): void {
    if (!this.#isLater('market', seq)) return;
    this.#put<BoardView>(['board'], (kept) => {
      const lines = new Map(kept.items.map(({ base, sparkline }) => [base, sparkline]));
      const items = board.items.map((row) => ({ ...row, sparkline: lines.get(row.base) ?? null }));
      return { ...kept, ...board, items };
    });
  }

  #status(seq: number, status: MessageOf<'status_update'>['status']): void {
    if (this.#isLater('status', seq)) this.#client.setQueryData(['status'], status);
  }

  #overview(change: (overview: Overview) => Overview): void {
    this.#put(OVERVIEW, change);
  }

  /** The time of the last whole answer stays: the server's clock, and when to ask again, are counted on from it. */
  #put<T>(queryKey: readonly string[], change: (kept: T) => T): void {
    const updatedAt = this.#client.getQueryState(queryKey)?.dataUpdatedAt;
    this.#client.setQueryData<T>(
      queryKey,
      (kept) => kept && change(kept),
      updatedAt === undefined ? {} : { updatedAt },
    );
  }
}

/** Keeps what the pages read up to date by one WebSocket. @returns what ends it */
export const startStream = (client: QueryClient): (() => void) => {
  const intake = new Intake(client, (channel) => link.mend(channel));
  const link = new Link({
    ticket: async () => (await api.streamTicket()).ticket,
    open: (ticket, events) => {
      const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:';
      const socket = new WebSocket(
        `${scheme}//${window.location.host}/ws?ticket=${encodeURIComponent(ticket)}`,
      );
      socket.onopen = events.onOpen;
      socket.onclose = events.onClose;
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') events.onText(data);
      };
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => socket.close(),
      };
    },
    later: (ms, action) => {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
    onMessage: (message) => intake.take(message),
    onLive: (live) => {
      const isBack = live && !isLive();
      setLive(live);
      if (isBack) for (const name of MISSED) void client.invalidateQueries({ queryKey: [name] });
    },
  });
  const onVisible = (): void => link.show(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', onVisible);
  hearChannels(() => link.want(wantedChannels()));
  link.want(wantedChannels());
  link.start();
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    hearChannels(() => undefined);
    link.stop();
  };
};
