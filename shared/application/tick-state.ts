import type { Quote } from '../domain/market/quote.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState, MarketState } from '../ports/market-store.ts';
import { batchCount, batchOf, marketKey } from './batches.ts';
import type { TickPorts } from './ports.ts';
import { LOOK_BACK } from './tick-paths.ts';

const SAVE_ATTEMPTS = 8;

export const emptyBatch = (batch: number): BatchState => ({
  batch,
  version: 0,
  slot: 0,
  markets: [],
  feeds: {},
  clocks: {},
  instrumentsAt: 0,
});

export const venueTime = (state: BatchState, venue: VenueId, now: number): number =>
  now + (state.clocks[venue]?.offset ?? 0);

const keyOf = (market: MarketState): string => marketKey(market.venue, market.symbol);

/**
 * The markets of a batch that have no state yet begin at the look-back: no trade can be older, for none can be made
 * before the first tick. A symbol that another batch knew (the settings changed) keeps that cursor.
 */
export const addMarkets = async (
  ports: TickPorts,
  state: BatchState,
  wanted: readonly { readonly venue: VenueId; readonly symbol: MarketSymbol }[],
  now: number,
): Promise<BatchState> => {
  const known = new Set(state.markets.map(keyOf));
  const missing = wanted.filter(({ venue, symbol }) => !known.has(marketKey(venue, symbol)));
  if (missing.length === 0) return state;
  const elsewhere = (await ports.market.loadBatches()).flatMap(({ markets }) => markets);
  const added = missing.map(({ venue, symbol }): MarketState => {
    const moved = elsewhere.find((market) => market.venue === venue && market.symbol === symbol);
    const cursor = venueTime(state, venue, now) - LOOK_BACK;
    return moved ?? { venue, symbol, cursor, before: cursor - LOOK_BACK };
  });
  return { ...state, markets: [...state.markets, ...added] };
};

/**
 * Batch 0 takes over what the settings have left without a batch of its own: trades may wait there. Looked for whenever
 * the instruments are asked anew, at least once a day; until then nothing is lost, for cursors wait.
 */
export const adoptOrphans = async (ports: TickPorts, state: BatchState): Promise<BatchState> => {
  if (state.batch !== 0) return state;
  const known = new Set(state.markets.map(keyOf));
  const batches = batchCount(ports.settings.symbols);
  const orphans = (await ports.market.loadBatches())
    .filter(({ batch }) => batch >= batches)
    .flatMap(({ markets }) => markets)
    .filter(
      (market) => !known.has(keyOf(market)) && batchOf(ports.settings.symbols, market.symbol) === undefined,
    );
  return orphans.length === 0 ? state : { ...state, markets: [...state.markets, ...orphans] };
};

const further = (mine: MarketState, theirs: MarketState): MarketState =>
  mine.cursor >= theirs.cursor ? mine : theirs;

const newerQuote = (left: Quote | undefined, right: Quote | undefined): Quote | undefined =>
  !left || (right && right.time > left.time) ? right : left;

/** What another tick has written meanwhile, and this one's: each market as far as either has come. */
export const mergeBatches = (mine: BatchState, theirs: BatchState): BatchState => {
  const markets = new Map(theirs.markets.map((market) => [keyOf(market), market]));
  for (const market of mine.markets) {
    const other = markets.get(keyOf(market));
    const quote = newerQuote(market.quote, other?.quote);
    markets.set(keyOf(market), { ...(other ? further(market, other) : market), ...(quote ? { quote } : {}) });
  }
  return {
    ...mine,
    version: theirs.version,
    slot: Math.max(mine.slot, theirs.slot),
    markets: [...markets.values()],
    feeds: { ...theirs.feeds, ...mine.feeds },
    clocks: { ...theirs.clocks, ...mine.clocks },
    instrumentsAt: Math.max(mine.instrumentsAt, theirs.instrumentsAt),
  };
};

/** Writes the state on condition that nobody else has; else merges, and tries again. */
export const saveState = async (ports: TickPorts, state: BatchState): Promise<void> => {
  let next = state;
  for (let attempt = 0; attempt < SAVE_ATTEMPTS; attempt++) {
    if (await ports.market.saveBatch(next, next.version)) return;
    const theirs = await ports.market.loadBatch(state.batch);
    next = mergeBatches(next, theirs ?? emptyBatch(state.batch));
    await ports.sleep(Math.random() * 20 * 2 ** attempt);
  }
  throw new Error(
    `the state of batch ${state.batch} could not be written: other ticks were faster each time`,
  );
};
