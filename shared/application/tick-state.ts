import type { Quote } from '../domain/market/quote.ts';
import { batchOfSlot, entryOf, FIRST_DYNAMIC, isDynamic, isFollowed } from '../domain/market/roster.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState, MarketState } from '../ports/market-store.ts';
import { batchCount, batchOf, marketKey } from './batches.ts';
import type { TickPorts } from './ports.ts';
import { LOOK_BACK } from './tick-paths.ts';
import { mergeMemories, UNSURE_FOR } from './trigger-memory.ts';

const SAVE_ATTEMPTS = 8;

export const emptyBatch = (batch: number): BatchState => ({
  batch,
  version: 0,
  slot: 0,
  markets: [],
  feeds: {},
  clocks: {},
  instrumentsAt: 0,
  feedsOrder: '',
});

/** Slots, measurements and the times of messages differ by less than this, ms, unless a clock was wrong. */
export const CLOCK_ERROR = 300_000;

/** A measurement from the future was taken by a clock that has been put right since: it says nothing now. */
export const venueTime = (state: BatchState, venue: VenueId, now: number): number => {
  const clock = state.clocks[venue];
  return clock === undefined || clock.measuredAt > now + CLOCK_ERROR ? now : now + clock.offset;
};

/**
 * A request's moment in venue time. One that lies further behind the cursor than any look-back is that of a wrong clock:
 * it counts as now, for an order must not see the past.
 */
export const armingTime = (state: BatchState, venue: VenueId, symbol: MarketSymbol, now: number): number => {
  const market = state.markets.find((one) => one.venue === venue && one.symbol === symbol);
  const moment = venueTime(state, venue, now);
  return market && moment < market.cursor - LOOK_BACK ? market.cursor : moment;
};

/**
 * The venues, in the order of preference, whose path of this symbol is being evaluated: only there can a trade be made. A
 * market that no tick follows yet begins at its first tick's look-back, and an older trade would miss what came before.
 */
export const followedVenues = (
  feeds: readonly VenueId[],
  state: BatchState,
  symbol: MarketSymbol,
): readonly VenueId[] =>
  feeds.filter((venue) => state.markets.some((market) => market.venue === venue && market.symbol === symbol));

/**
 * Trades of a market that comes from another batch may wait in as many shards as that one knows of; and who has announced
 * something to that one may be about to write it: nothing is remembered for an hour.
 */
const takeOver = (
  { wall }: Pick<TickPorts, 'wall'>,
  state: BatchState,
  markets: readonly MarketState[],
  from: readonly BatchState[],
): BatchState => {
  if (markets.length === 0) return state;
  if (!state.memory) return { ...state, markets: [...state.markets, ...markets] };
  const { dueAt: _, ...memory } = state.memory;
  const shards = Math.max(...[state, ...from].map((batch) => batch.memory?.shards ?? 1));
  const trustedFrom = Math.max(memory.trustedFrom, wall() + UNSURE_FOR);
  return {
    ...state,
    markets: [...state.markets, ...markets],
    memory: { ...memory, nearest: {}, shards, trustedFrom },
  };
};

/** What another batch may hand over to this one: what was in a dynamic batch before was followed by nobody in between. */
const mayComeFrom = (state: BatchState, { batch }: BatchState): boolean =>
  batch !== state.batch && !(isDynamic(batch) && isDynamic(state.batch));

const keyOf = (market: MarketState): string => marketKey(market.venue, market.symbol);

/** Each market once, as the first batch has it. */
const byKey = (markets: readonly MarketState[]): Map<string, MarketState> =>
  new Map(markets.toReversed().map((market) => [keyOf(market), market]));

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
  const batches = (await ports.market.loadBatches()).filter((other) => mayComeFrom(state, other));
  const elsewhere = batches.flatMap(({ markets }) => markets);
  const isMissing = ({ venue, symbol }: MarketState) =>
    missing.some((market) => market.venue === venue && market.symbol === symbol);
  const moved = byKey(elsewhere.filter(isMissing));
  const started = missing
    .filter(({ venue, symbol }) => !moved.has(marketKey(venue, symbol)))
    .map(({ venue, symbol }): MarketState => {
      const cursor = venueTime(state, venue, now) - LOOK_BACK;
      return { venue, symbol, cursor, before: cursor - LOOK_BACK };
    });
  const added = { ...state, markets: [...state.markets, ...started] };
  return takeOver(ports, added, [...moved.values()], batches);
};

/** Markets of other batches whose symbols the settings have moved here: taken over with their cursors. */
export const adoptMoved = async (
  ports: TickPorts,
  state: BatchState,
  symbols: readonly MarketSymbol[],
): Promise<BatchState> => {
  const known = new Set(state.markets.map(({ symbol }) => symbol));
  const missing = new Set(symbols.filter((symbol) => !known.has(symbol)));
  if (missing.size === 0) return state;
  const others = (await ports.market.loadBatches()).filter((other) => mayComeFrom(state, other));
  const moved = others.flatMap(({ markets }) => markets).filter(({ symbol }) => missing.has(symbol));
  return takeOver(ports, state, [...byKey(moved).values()], others);
};

const isConfigured =
  ({ settings }: TickPorts) =>
  ({ symbol }: MarketState): boolean =>
    settings.symbols.includes(symbol);

/** A market that the settings have moved stays here until the other batch holds it, as far as it has come here. */
export const dropHandedOver = async (ports: TickPorts, state: BatchState): Promise<BatchState> => {
  const isOwn = ({ symbol }: MarketState) => batchOf(ports.settings.symbols, symbol) === state.batch;
  if (isDynamic(state.batch) ? !state.markets.some(isConfigured(ports)) : state.markets.every(isOwn))
    return state;
  // What the settings have dropped may be followed since.
  const roster = await ports.roster.cached();
  const homeOf = ({ symbol }: MarketState): number => {
    const configured = batchOf(ports.settings.symbols, symbol);
    if (configured !== undefined) return configured;
    const entry = entryOf(roster, symbol);
    return entry && isFollowed(entry) ? batchOfSlot(entry.slot) : state.batch;
  };
  const others = await ports.market.loadBatches();
  const isHandedOver = (market: MarketState): boolean =>
    homeOf(market) !== state.batch &&
    others.some(
      ({ batch, markets }) =>
        batch === homeOf(market) &&
        markets.some((there) => keyOf(there) === keyOf(market) && there.cursor >= market.cursor),
    );
  return { ...state, markets: state.markets.filter((market) => !isHandedOver(market)) };
};

/**
 * Batch 0 takes over what the settings have left without a batch of its own: trades may wait there. Looked for whenever
 * the instruments are asked anew, at least once a day; until then nothing is lost, for cursors wait.
 */
export const adoptOrphans = async (ports: TickPorts, state: BatchState): Promise<BatchState> => {
  if (state.batch !== 0) return state;
  const known = new Set(state.markets.map(keyOf));
  const batches = batchCount(ports.settings.symbols);
  const left = (await ports.market.loadBatches()).filter(
    ({ batch }) => batch >= batches && batch < FIRST_DYNAMIC,
  );
  const orphans = left
    .flatMap(({ markets }) => markets)
    .filter(
      (market) => !known.has(keyOf(market)) && batchOf(ports.settings.symbols, market.symbol) === undefined,
    );
  return takeOver(ports, state, orphans, left);
};

/** As far as either has come; at the same place, what the later of them has handed over. */
const further = (mine: MarketState, theirs: MarketState): MarketState => {
  if (mine.cursor !== theirs.cursor) return mine.cursor > theirs.cursor ? mine : theirs;
  const handed = [mine.handed, theirs.handed]
    .filter((one) => one !== undefined)
    .sort((left, right) => left.until - right.until)
    .at(-1);
  return handed ? { ...mine, handed } : mine;
};

/** One from the future is newer than nothing. @param latest ms: no tick is from later than this */
const newerQuote = (left: Quote | undefined, right: Quote | undefined, latest: number): Quote | undefined => {
  if (!left || !right) return left ?? right;
  const isAhead = ({ time }: Quote) => time > latest;
  if (isAhead(left) !== isAhead(right)) return isAhead(left) ? right : left;
  return right.time > left.time ? right : left;
};

/** What another tick has written meanwhile, and this one's: each market as far as either has come. */
export const mergeBatches = (mine: BatchState, theirs: BatchState): BatchState => {
  const markets = new Map(theirs.markets.map((market) => [keyOf(market), market]));
  const latest = Math.max(mine.slot, theirs.slot) + CLOCK_ERROR;
  for (const market of mine.markets) {
    const other = markets.get(keyOf(market));
    const quote = newerQuote(market.quote, other?.quote, latest);
    markets.set(keyOf(market), { ...(other ? further(market, other) : market), ...(quote ? { quote } : {}) });
  }
  const { memory: _, ...rest } = mine;
  // Asked once too often does no harm.
  const unanswered = [...new Set([...(mine.unanswered ?? []), ...(theirs.unanswered ?? [])])];
  const memory = mergeMemories(mine.memory, theirs.memory);
  return {
    ...rest,
    ...(memory ? { memory } : {}),
    ...(unanswered.length > 0 ? { unanswered } : {}),
    version: theirs.version,
    slot: Math.max(mine.slot, theirs.slot),
    markets: [...markets.values()],
    feeds: { ...theirs.feeds, ...mine.feeds },
    clocks: { ...theirs.clocks, ...mine.clocks },
    instrumentsAt: Math.max(mine.instrumentsAt, theirs.instrumentsAt),
    feedsOrder: mine.feedsOrder,
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
