import type { Instrument } from '../domain/market/instrument.ts';
import {
  batchOfSlot,
  entryOf,
  FIRST_DYNAMIC,
  isWanted,
  MOST_BEGUN,
  MOST_FOLLOWED,
  type Roster,
  type Wanted,
  want,
} from '../domain/market/roster.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { Listing } from '../ports/listing-store.ts';
import type { BatchState } from '../ports/market-store.ts';
import { StoreUnavailableError } from '../ports/trade-store.ts';
import { ensureMarkets, type WantedMarket } from './ensure-markets.ts';
import { fingerprint } from './fingerprint.ts';
import type { RequestPorts } from './ports.ts';

const HOUR = 3_600_000;
/** How long a trade, a watchlist or a subscription wants a symbol at least, ms; what is in use is wanted on, hour by hour. */
export const WANTED_FOR = { trade: 2 * HOUR, watchlist: 2 * HOUR, subscription: 2.25 * HOUR } as const;

const MAX_TRIES = 12;
const PAUSE = 20;

export type FollowPorts = Pick<
  RequestPorts,
  'market' | 'roster' | 'listings' | 'queue' | 'settings' | 'sleep'
>;

export interface Follower {
  readonly userId: string;
  /** ms, the request's own time. */
  readonly now: number;
  /** ms: the symbols are to be followed at least until then. */
  readonly until: number;
}

export interface Following {
  /** The batch of each of the symbols that are not of the settings. */
  readonly batches: ReadonlyMap<MarketSymbol, number>;
  /** Those that nobody followed before. */
  readonly begun: readonly MarketSymbol[];
}

/** A list is taken for all there is, while a venue before it has not told its own, once it is this old, ms. */
const WAITED_FOR = 120_000;

/** The venue of a symbol by what it is listed as; undefined while one that comes before may list it too. */
const venueOf = (
  listings: readonly Listing[],
  feeds: readonly VenueId[],
  [first]: readonly Instrument[],
  now: number,
): WantedMarket | undefined => {
  if (!first) return undefined;
  const { symbol, venue } = first;
  const listingOf = (id: VenueId) => listings.find((listing) => listing.venue === id);
  const unanswered = feeds.slice(0, feeds.indexOf(venue)).filter((before) => !listingOf(before));
  const waited = now - (listingOf(venue)?.at ?? now);
  return unanswered.length === 0 || waited >= WAITED_FOR ? { symbol, venue, unanswered } : undefined;
};

type Listed = ReadonlyMap<MarketSymbol, readonly Instrument[]>;

/** What the venues of FEEDS, in their order, say of these symbols. */
const listedOf = (
  listings: readonly Listing[],
  feeds: readonly VenueId[],
  symbols: readonly MarketSymbol[],
): Listed => {
  const asked = new Set(symbols);
  const found = feeds.flatMap((venue) =>
    (listings.find((listing) => listing.venue === venue)?.instruments ?? []).filter(({ symbol }) =>
      asked.has(symbol),
    ),
  );
  return Map.groupBy(found, ({ symbol }) => symbol);
};

interface Choice {
  readonly listed: Listed;
  readonly wanted: ReadonlyMap<MarketSymbol, WantedMarket>;
}

/** Each of them by a venue of FEEDS, or the refusal that names those that are not, by their place. */
const checkListed = async (
  { listings, settings }: FollowPorts,
  asked: readonly MarketSymbol[],
  symbols: readonly MarketSymbol[],
  now: number,
): Promise<Result<Choice>> => {
  const known = await listings.all();
  if (!known.some(({ venue }) => settings.feeds.includes(venue)))
    return refuse('price_unavailable', 'no exchange has said yet what it lists: try again in a moment');
  const listed = listedOf(known, settings.feeds, symbols);
  const unknown = symbols.filter((symbol) => !listed.has(symbol));
  if (unknown.length === 0) {
    const wanted = new Map(
      [...listed].flatMap(([symbol, instruments]) => {
        const market = venueOf(known, settings.feeds, instruments, now);
        return market ? [[symbol, market] as const] : [];
      }),
    );
    const open = symbols.filter((symbol) => !wanted.has(symbol));
    return open.length === 0
      ? ok({ listed, wanted })
      : refuse(
          'price_unavailable',
          `an exchange that may list ${open.slice(0, 5).join(', ')} has not answered yet: try again in a minute`,
        );
  }
  return refuse(
    'unknown_symbol',
    `no exchange that is followed here lists ${unknown.slice(0, 5).join(', ')}: GET /v1/instruments?all=true lists what can be`,
    unknown.map((symbol) => ({
      field: `symbols.${asked.indexOf(symbol)}`,
      code: 'unknown_symbol',
      message: `${symbol} is not listed`,
    })),
  );
};

const tooMany = (over: 'followed' | 'begun') =>
  over === 'followed'
    ? refuse(
        'too_many_symbols',
        `at most ${MOST_FOLLOWED} symbols beyond the settings' are followed at a time`,
      )
    : refuse(
        'too_many_symbols',
        `at most ${MOST_BEGUN} of the symbols that are followed may have been begun by one user`,
      );

/** Puts them into the roster, whoever else changes it meanwhile. */
const enter = async (
  ports: FollowPorts,
  symbols: readonly MarketSymbol[],
  { userId, until }: Follower,
): Promise<Result<Extract<Wanted, { roster: Roster }>>> => {
  const wanting = {
    by: fingerprint(userId),
    until,
    limits: { followed: MOST_FOLLOWED, begun: MOST_BEGUN },
  };
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const stored = await ports.roster.read();
    if (symbols.every((symbol) => isWanted(stored, symbol, until))) return ok({ roster: stored, begun: [] });
    const wanted = want(stored, symbols, wanting);
    if ('over' in wanted) return tooMany(wanted.over);
    if (await ports.roster.save(wanted.roster)) return ok(wanted);
    await ports.sleep(Math.random() * PAUSE * 2 ** Math.min(attempt, 5));
  }
  throw new StoreUnavailableError('the roster changed each time it was to be written');
};

const batchesIn = (roster: Roster, symbols: readonly MarketSymbol[]): Map<MarketSymbol, number> =>
  new Map(
    symbols.flatMap((symbol): [MarketSymbol, number][] => {
      const entry = entryOf(roster, symbol);
      return entry ? [[symbol, batchOfSlot(entry.slot)]] : [];
    }),
  );

/** The first quotes, as soon as they can be had. A convenience: the batch's next scheduled tick brings them too. */
const askForQuotes = async (
  { queue }: FollowPorts,
  byBatch: ReadonlyMap<number, readonly MarketSymbol[]>,
  now: number,
): Promise<void> => {
  const messages = [...byBatch].map(([batch, symbols]) => ({
    message: { batch, slot: now, symbols, reason: 'follow' as const },
    delaySeconds: 0,
  }));
  await queue.send(messages).catch(() => undefined);
};

/** The state of a batch with a market in it whose symbol has its place in the roster already. @throws StoreUnavailableError */
export const mend = async (
  ports: FollowPorts,
  symbol: MarketSymbol,
  batch: number,
  now: number,
): Promise<BatchState> => {
  const listings = await ports.listings.all();
  const { feeds } = ports.settings;
  const listed = listedOf(listings, feeds, [symbol]).get(symbol) ?? [];
  await ports.market.putInstruments(listed);
  const market = venueOf(listings, feeds, listed, now);
  const state = await ensureMarkets(ports, batch, market ? [market] : [], now);
  await askForQuotes(ports, new Map([[batch, [symbol]]]), now);
  return state;
};

/**
 * Has symbols followed until a moment, and longer as long as they are in use: those of the settings are anyway, any other that an
 * exchange of FEEDS lists takes a place in the roster, and its market one in the state of its batch. May be asked again and again,
 * by many at once: where a symbol is wanted long enough already, nothing is written. What breaks off is mended by the next
 * call, or by the batch's next tick.
 * @throws StoreUnavailableError
 */
export const follow = async (
  ports: FollowPorts,
  symbols: readonly MarketSymbol[],
  who: Follower,
): Promise<Result<Following>> => {
  const own = new Set(ports.settings.symbols);
  const others = [...new Set(symbols.filter((symbol) => !own.has(symbol)))];
  if (others.length === 0) return ok({ batches: new Map(), begun: [] });
  const cached = await ports.roster.cached();
  const wanting = others.filter((symbol) => !isWanted(cached, symbol, who.until));
  if (wanting.length === 0) return ok({ batches: batchesIn(cached, others), begun: [] });
  const choice = await checkListed(ports, symbols, wanting, who.now);
  if (!choice.ok) return choice;
  const { listed, wanted } = choice.value;
  const entered = await enter(ports, wanting, who);
  if (!entered.ok) return entered;
  const { roster, begun } = entered.value;
  const batches = batchesIn(roster, others);
  await ports.market.putInstruments([...listed.values()].flat());
  const byBatch = Map.groupBy(wanting, (symbol) => batches.get(symbol) ?? FIRST_DYNAMIC);
  for (const [batch, some] of byBatch) {
    const markets = some.flatMap((symbol) => wanted.get(symbol) ?? []);
    await ensureMarkets(ports, batch, markets, who.now);
  }
  if (begun.length > 0) await askForQuotes(ports, byBatch, who.now);
  return ok({ batches, begun });
};
