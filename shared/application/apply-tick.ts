import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { BatchState, MarketState, StoredBlindWindow } from '../ports/market-store.ts';
import type { TickMessage } from '../ports/tick-queue.ts';
import { marketKey } from './batches.ts';
import { quotesFrom } from './failover.ts';
import type { TickPorts } from './ports.ts';
import { ageOf } from './quote-age.ts';
import { notAhead } from './quote-time.ts';
import { type RollCall, rollCall } from './roll-call.ts';
import type { SettleReport } from './settle-hits.ts';
import { settlePasses } from './settle-passes.ts';
import { writeCandles } from './tick-candles.ts';
import { measureClocks, refreshInstruments } from './tick-instruments.ts';
import { type MarketPass, readPaths } from './tick-paths.ts';
import {
  addMarkets,
  adoptMoved,
  adoptOrphans,
  CLOCK_ERROR,
  dropHandedOver,
  emptyBatch,
  saveState,
} from './tick-state.ts';
import { recall } from './trigger-memory.ts';

export interface TickReport extends SettleReport {
  /** Trades that the path may have fired. */
  readonly hits: number;
  /** Those among them that others were asked to settle. */
  readonly handedOver: number;
  readonly skipped: boolean;
  readonly markets: number;
  readonly elements: number;
  readonly blindWindows: number;
  readonly feedsDown: number;
  /** Symbols whose quote is missing or older than its bound, after a scheduled tick has asked for it. */
  readonly quotesStale: number;
}

const MINUTE = 60_000;

const SKIPPED: TickReport = {
  skipped: true,
  markets: 0,
  elements: 0,
  blindWindows: 0,
  feedsDown: 0,
  quotesStale: 0,
  hits: 0,
  handedOver: 0,
  settled: 0,
  fills: 0,
  parked: 0,
};

const blindWindows = (passes: readonly MarketPass[]): StoredBlindWindow[] =>
  passes.flatMap(({ blind, next: { venue, symbol } }) =>
    blind.map((window) => ({ ...window, venue, symbol })),
  );

interface Refreshed {
  readonly state: BatchState;
  readonly quotesStale: number;
}

/** Of the symbols that have a market those that nobody has quoted for longer than the bound. */
const countStale = (
  { settings }: TickPorts,
  state: BatchState,
  symbols: readonly MarketSymbol[],
  now: number,
) =>
  symbols.filter((symbol) => {
    const markets = state.markets.filter((market) => market.symbol === symbol);
    const isFresh = ({ quote }: MarketState) =>
      quote !== undefined && ageOf(state, quote, now) < settings.quoteStaleMs;
    return markets.length > 0 && !markets.some(isFresh);
  }).length;

/** Instruments, clocks and quotes: what a scheduled tick brings beside the path. */
const refreshMarket = async (
  ports: TickPorts,
  { state, symbols }: RollCall,
  now: number,
): Promise<Refreshed> => {
  const own = await adoptMoved(ports, await dropHandedOver(ports, state), symbols);
  const listed = await refreshInstruments(ports, own, symbols, now);
  const isRefresh = listed.state.instrumentsAt !== own.instrumentsAt;
  const adopted = isRefresh ? await adoptOrphans(ports, listed.state) : listed.state;
  const measured = await measureClocks(ports, await addMarkets(ports, adopted, listed.markets, now), now);
  const { quotes, health } = await quotesFrom(
    ports.quoteSources,
    symbols,
    measured.feeds,
    now,
    ports.elapsed,
  );
  const receivedAt = now + ports.elapsed();
  const bySymbol = new Map(quotes.map((quote) => [quote.symbol, quote]));
  const quoted = {
    ...measured,
    feeds: health,
    markets: measured.markets.map((market) => {
      const quote = bySymbol.get(market.symbol) ?? market.quote;
      return quote ? { ...market, quote: notAhead(measured, quote, receivedAt) } : market;
    }),
  };
  return { state: quoted, quotesStale: countStale(ports, quoted, symbols, now) };
};

const askAgain = async (
  ports: TickPorts,
  passes: readonly MarketPass[],
  message: TickMessage,
): Promise<void> => {
  const symbols: MarketSymbol[] = passes.filter(({ more }) => more).map(({ next }) => next.symbol);
  if (symbols.length === 0) return;
  const again: TickMessage = { batch: message.batch, slot: message.slot, symbols, reason: 'catch_up' };
  await ports.queue.send([{ message: again, delaySeconds: 0 }]);
};

/**
 * The last slot that an evaluation of `now` makes good: a message that has waited reads the path up to now, and those of the slots
 * in between, which wait behind it, have nothing to add. A minute at most, should a clock be ahead.
 */
const slotCovered = ({ settings }: TickPorts, slot: number, now: number): number => {
  const step = settings.tickSeconds * 1_000;
  const waited = Math.min(Math.max(now - slot, 0), MINUTE);
  return slot + Math.floor(waited / step) * step;
};

/**
 * One evaluation of a batch: reads the path since the cursor (and its look-back), settles what fires, and only then
 * moves the cursor. A repeat, a race or a crash at any line leaves each fill once.
 * @param now when the message was received, ms, by the clock that also times requests
 * @throws StoreUnavailableError, or whatever stopped it: the message comes again
 */
export const applyTick = async (ports: TickPorts, message: TickMessage, now: number): Promise<TickReport> => {
  const stored = (await ports.market.loadBatch(message.batch)) ?? emptyBatch(message.batch);
  const scheduled = message.reason === 'schedule';
  // A slot far in the future is that of a clock that has been put right since: it must not stop the ticks.
  const isBehind = message.slot <= stored.slot && stored.slot <= now + CLOCK_ERROR;
  if (scheduled && isBehind) return SKIPPED;
  const wall = ports.wall();
  const shards = ports.triggers.shards;
  const known = { ...stored, memory: recall(stored, { symbols: ports.settings.symbols, shards }, wall) };
  const isAsked = message.reason === 'follow';
  const refreshes = scheduled || isAsked;
  const called = refreshes ? await rollCall(ports, known, { now, isAsked }) : { state: known, symbols: [] };
  const { state, quotesStale } = refreshes
    ? await refreshMarket(ports, called, now)
    : { state: known, quotesStale: 0 };
  const wanted = message.symbols && new Set(message.symbols);
  const markets = state.markets.filter(({ symbol }) => wanted?.has(symbol) ?? true);

  const { passes, feeds } = await readPaths(ports.venues, markets, state.feeds, {
    now,
    bound: ports.settings.priceBound,
    elapsed: ports.elapsed,
  });
  const byMarket = new Map(passes.map((pass) => [marketKey(pass.next.venue, pass.next.symbol), pass]));
  const { report, memory, held, handed } = await settlePasses(
    ports,
    message.batch,
    state.memory ?? known.memory,
    byMarket,
    wall,
  );
  const blind = blindWindows(passes);
  if (blind.length > 0) await ports.market.putBlindWindows(blind);
  await writeCandles(ports, message.batch, passes);

  const after = (market: MarketState): MarketState => {
    const key = marketKey(market.venue, market.symbol);
    const pass = byMarket.get(key);
    if (!pass) return market;
    // Until what it fires is settled, the market stays where it is.
    const { handed: _, ...rest } = held.has(key) ? { ...market } : pass.next;
    const note = handed.get(key);
    return note ? { ...rest, handed: note } : rest;
  };
  const moved = passes.some(({ window }) => window.completeTo > window.previousCursor);
  if (refreshes || moved || report.handedOver > 0) {
    await saveState(ports, {
      ...state,
      memory,
      slot: scheduled ? slotCovered(ports, message.slot, now) : state.slot,
      feeds,
      markets: state.markets.map(after),
    });
  }
  const free = passes.filter(({ next }) => !held.has(marketKey(next.venue, next.symbol)));
  await askAgain(ports, free, message);
  return {
    ...report,
    skipped: false,
    markets: passes.length,
    elements: passes.reduce((sum, { window }) => sum + window.elements.length, 0),
    blindWindows: blind.length,
    quotesStale,
    feedsDown: Object.values(feeds).filter((feed) => feed !== undefined && feed.failures > 0).length,
  };
};
