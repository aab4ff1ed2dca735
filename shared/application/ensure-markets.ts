import { isDynamic } from '../domain/market/roster.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState, MarketState } from '../ports/market-store.ts';
import { StoreUnavailableError } from '../ports/trade-store.ts';
import type { RequestPorts } from './ports.ts';
import { LOOK_BACK } from './tick-paths.ts';
import { emptyBatch, followedVenues, venueTime } from './tick-state.ts';

const MAX_TRIES = 8;
const PAUSE = 20;

export interface WantedMarket {
  readonly symbol: MarketSymbol;
  readonly venue: VenueId;
  /** Venues before it that have not said whether they list it: the batch's ticks ask them. */
  readonly unanswered: readonly VenueId[];
}

/** What a batch that has not asked a venue itself knows of its clock, from those that have. */
const withClocks = (state: BatchState, others: readonly BatchState[]): BatchState => {
  const known: BatchState['clocks'] = Object.assign({}, ...others.toReversed().map(({ clocks }) => clocks));
  return { ...state, clocks: { ...known, ...state.clocks } };
};

/** A market of a batch of the settings keeps its cursor; a new one begins at the look-back, for no trade can be older. */
const withMarkets = (
  state: BatchState,
  missing: readonly WantedMarket[],
  others: readonly BatchState[],
  now: number,
): BatchState => {
  const left = others.filter(({ batch }) => !isDynamic(batch) && batch !== state.batch);
  const moved = left.flatMap(({ markets }) =>
    markets.filter(({ symbol }) => missing.some((wanted) => wanted.symbol === symbol)),
  );
  const started = missing
    .filter(({ symbol }) => !moved.some((market) => market.symbol === symbol))
    .map(({ venue, symbol }): MarketState => {
      const cursor = venueTime(state, venue, now) - LOOK_BACK;
      return { venue, symbol, cursor, before: cursor - LOOK_BACK };
    });
  const { memory } = state;
  // Who has announced to the batch that it comes from may be about to write: nothing is remembered for an hour.
  const shards = Math.max(1, ...[state, ...left].map((batch) => batch.memory?.shards ?? 1));
  const distrusted = memory && moved.length > 0 ? { memory: { ...memory, shards, settings: '' } } : {};
  const open = new Set([...(state.unanswered ?? []), ...missing.flatMap(({ unanswered }) => unanswered)]);
  return {
    ...state,
    markets: [...state.markets, ...moved, ...started],
    ...(open.size > 0 ? { unanswered: [...open] } : {}),
    ...distrusted,
  };
};

/**
 * The state of a batch with these markets in it: whoever makes a trade after that misses nothing, however late the batch's next
 * tick comes. Where they are in it already, it costs one read.
 * @throws StoreUnavailableError
 */
export const ensureMarkets = async (
  ports: Pick<RequestPorts, 'market' | 'settings' | 'sleep'>,
  batch: number,
  wanted: readonly WantedMarket[],
  now: number,
): Promise<BatchState> => {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const stored = (await ports.market.loadBatch(batch)) ?? emptyBatch(batch);
    const missing = wanted.filter(
      ({ symbol }) => followedVenues(ports.settings.feeds, stored, symbol).length === 0,
    );
    if (missing.length === 0) return stored;
    const others = await ports.market.loadBatches();
    const next = withMarkets(withClocks(stored, others), missing, others, now);
    if (await ports.market.saveBatch(next, stored.version)) return { ...next, version: stored.version + 1 };
    await ports.sleep(Math.random() * PAUSE * 2 ** attempt);
  }
  throw new StoreUnavailableError(`the state of batch ${batch} changed each time it was to be written`);
};
