import { ulid } from 'ulid';
import type { MarketNewsPorts, RequestPorts } from '../../../shared/application/ports.ts';
import type { Account } from '../../../shared/domain/accounts/account.ts';
import type { Candle, Span } from '../../../shared/domain/market/candle.ts';
import type { Instrument } from '../../../shared/domain/market/instrument.ts';
import type { Quote } from '../../../shared/domain/market/quote.ts';
import { type MarketSymbol, parseSymbol } from '../../../shared/domain/market/symbol.ts';
import { money, price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import type { LogRow } from '../../../shared/domain/trades/event.ts';
import { isActive, type Trade } from '../../../shared/domain/trades/trade.ts';
import type { StoredBoard } from '../../../shared/ports/board.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import type { TickMessage } from '../../../shared/ports/tick-queue.ts';
import { type Page, StaleTradeError, type TradeStore } from '../../../shared/ports/trade-store.ts';
import { memoryRoster } from '../../fixtures/memory-roster.ts';

/** 2026-11-20T09:30:00.000Z */
export const NOW = 1_795_167_000_000;
export const symbol = (text: string): MarketSymbol => {
  const parsed = parseSymbol(text);
  if (!parsed) throw new Error(`${text} is no symbol`);
  return parsed;
};
const BTC = symbol('BTC/USDT');
const ETH = symbol('ETH/USDT');

/** What is in the stores: tests look at it, and put things in. */
export interface Memory {
  readonly trades: Map<string, Trade>;
  readonly logs: Map<string, LogRow[]>;
  readonly sent: TickMessage[];
  readonly quotes: Quote[];
  readonly candles: Candle[];
  /** Open times of minutes in which nothing was traded. */
  readonly quiet: number[];
  /** What the venue has been asked for already. */
  settled: Span[];
  board: StoredBoard | undefined;
  slot: number;
  /** Thrown by every read of the market. */
  failure: Error | undefined;
}

class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

const pageOf = <T>(items: readonly T[], { limit, cursor }: { limit: number; cursor?: string }): Page<T> => {
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isInteger(start)) throw new InvalidCursorError('no cursor of ours');
  const end = start + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), next };
};

const tradeStore = ({ trades, logs }: Memory): TradeStore => {
  const clientIds = new Map<string, { tradeId: string; bodyHash: string }>();
  const keyOf = (userId: string, tradeId: string) => `${userId}/${tradeId}`;
  const ofUser = (userId: string) =>
    [...trades.values()].filter((trade) => trade.userId === userId).sort((a, b) => (a.id < b.id ? 1 : -1));
  const settle: TradeStore['settle'] = async ({ trade, rows, expectedVersion }) => {
    const key = keyOf(trade.userId, trade.id);
    if (trades.get(key)?.version !== expectedVersion) {
      throw new StaleTradeError({ userId: trade.userId, tradeId: trade.id });
    }
    trades.set(key, trade);
    logs.set(trade.id, [...(logs.get(trade.id) ?? []), ...rows]);
    return 'settled';
  };
  return {
    earlier: async (userId, clientTradeId) => clientIds.get(keyOf(userId, clientTradeId)),
    create: async (trade, row, bodyHash) => {
      const clientKey = keyOf(trade.userId, trade.clientTradeId ?? trade.id);
      const before = clientIds.get(clientKey);
      if (before) {
        const outcome = before.bodyHash === bodyHash ? 'repeated' : 'conflict';
        return { outcome, tradeId: before.tradeId };
      }
      clientIds.set(clientKey, { tradeId: trade.id, bodyHash });
      trades.set(keyOf(trade.userId, trade.id), trade);
      logs.set(trade.id, [row]);
      return { outcome: 'created' };
    },
    load: async ({ userId, tradeId }) => trades.get(keyOf(userId, tradeId)),
    loadMany: async (keys) => keys.flatMap(({ userId, tradeId }) => trades.get(keyOf(userId, tradeId)) ?? []),
    settle,
    settleTogether: async (settlements) => {
      for (const settlement of settlements) await settle(settlement);
      return [];
    },
    park: async () => {},
    active: async (userId, page) => pageOf(ofUser(userId).filter(isActive), page),
    symbolsInUse: async (userId) => [
      ...new Set(
        ofUser(userId)
          .filter(isActive)
          .map((trade) => trade.symbol),
      ),
    ],
    list: async (userId, { statuses, symbol: of }, page) =>
      pageOf(
        ofUser(userId).filter((t) => (!statuses || statuses.includes(t.status)) && (!of || t.symbol === of)),
        page,
      ),
    logs: async (tradeId, page) => pageOf(logs.get(tradeId) ?? [], page),
  };
};

const account = (userId: string): Account => ({
  userId,
  accountId: 'main',
  makerRate: rate('0.006'),
  takerRate: rate('0.006'),
  slippageBps: 0,
  status: 'active',
  name: 'main',
  cash: money(100_000_000),
  reserved: money(0),
  deposits: money(100_000_000),
  withdrawals: money(0),
  realizedPnl: money(0),
  fees: money(0),
  fillCount: 0,
  openingBalance: money(100_000_000),
  version: 0,
});

export const instrument = (of: MarketSymbol): Instrument => ({
  venue: 'binance',
  symbol: of,
  tickSize: price('0.01'),
  lotSize: quantity('0.00001'),
  minQuantity: quantity('0.00001'),
  maxQuantity: quantity('9000'),
  minNotional: money('5'),
});

const stateOf = ({ quotes, slot }: Memory): BatchState => ({
  batch: 0,
  version: 1,
  slot,
  markets: quotes.map((quote) => ({
    venue: 'binance',
    symbol: quote.symbol,
    cursor: NOW - 2001,
    before: NOW - 300_000,
    resolution: '1s',
    quote,
  })),
  feeds: { binance: { failures: 0, retryAt: 0, lastOkAt: NOW - 1000 } },
  clocks: {},
  instrumentsAt: NOW,
  feedsOrder: 'binance',
});

/** All ports of a request, in memory: two symbols, and every user but `nobody` has an account. */
export const memoryPorts = (): { ports: RequestPorts & MarketNewsPorts; memory: Memory } => {
  const memory: Memory = {
    trades: new Map(),
    logs: new Map(),
    sent: [],
    quotes: [
      {
        symbol: BTC,
        price: 64500,
        change24h: -310.5,
        changePercent24h: -0.479,
        source: 'binance',
        time: NOW - 4000,
      },
      { symbol: ETH, price: 3000, source: 'binance', time: NOW - 4000 },
    ],
    candles: [],
    quiet: [],
    settled: [],
    board: undefined,
    slot: NOW - 10_000,
    failure: undefined,
  };
  const load = async () => {
    if (memory.failure) throw memory.failure;
    return stateOf(memory);
  };
  const ports: RequestPorts & MarketNewsPorts = {
    trades: tradeStore(memory),
    accounts: { load: async (userId) => (userId === 'nobody' ? undefined : account(userId)) },
    market: {
      loadBatch: load,
      loadBatches: async () => [await load()],
      saveBatch: async () => true,
      putInstruments: async () => {},
      instrument: async (_, of) => instrument(of),
      instruments: async (_, symbols) => symbols.map(instrument),
      putBlindWindows: async () => {},
      blindWindows: async () => [],
      putCandles: async () => {},
      mendCandles: async () => {},
      candles: async (_, __, ___, from, to) =>
        memory.candles.filter(({ openTime }) => openTime >= from && openTime <= to),
      minutes: async (_, __, ___, from, to) => ({
        candles: memory.candles.filter(({ openTime }) => openTime >= from && openTime <= to),
        quiet: memory.quiet.filter((openTime) => openTime >= from && openTime <= to),
        settled: memory.settled,
        corrupt: [],
      }),
    },
    boards: {
      state: async () => memory.board?.state,
      load: async () => memory.board,
      save: async (stored) => {
        memory.board = stored;
        return true;
      },
    },
    roster: memoryRoster(),
    listings: {
      all: async () => [{ venue: 'binance', at: NOW, instruments: [BTC, ETH].map(instrument) }],
      put: async () => {},
    },
    queue: {
      send: async (messages) => {
        memory.sent.push(...messages.map(({ message }) => message));
      },
    },
    settings: {
      feeds: ['binance', 'coinbase'],
      symbols: [ETH, BTC],
      tickSeconds: 10,
      priceBound: 0.25,
      quoteStaleMs: 60_000,
      disagreementBound: 0.02,
    },
    newId: (now) => ulid(now),
    sleep: async () => {},
  };
  return { ports, memory };
};
