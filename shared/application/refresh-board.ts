import { type Board, type BoardCoin, rankCoins } from '../domain/market/board.ts';
import { type Disagreement, disagreementsOf } from '../domain/market/disagreement.ts';
import { afterAnswer, afterFailure, type FeedHealth, mayBeAsked } from '../domain/market/feed-health.ts';
import type { VenueId } from '../domain/market/symbol.ts';
import type { BoardSource, BoardStore, StoredBoard } from '../ports/board.ts';
import type { ListingStore } from '../ports/listing-store.ts';
import type { BatchState, MarketStore } from '../ports/market-store.ts';
import { FeedError } from '../ports/venue.ts';
import { refreshNames, withNames } from './board-names.ts';
import type { Settings } from './ports.ts';
import { quotesOf } from './quote-age.ts';

export interface BoardJobPorts {
  readonly boards: BoardStore;
  readonly market: Pick<MarketStore, 'loadBatches'>;
  readonly listings: Pick<ListingStore, 'all'>;
  /** In the order of preference. */
  readonly sources: readonly BoardSource[];
  readonly settings: Settings;
  /** A monotonic clock, ms. */
  readonly elapsed: () => number;
  readonly report: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface BoardReport {
  /** Who was asked; absent where nobody may be, or a later run has been here. */
  readonly asked?: VenueId;
  /** Of the board that this run brought; 0 where it brought none. */
  readonly coins: number;
  readonly disagreements: number;
}

/**
 * Where there is another source it takes the next run's turn: whoever failed is left alone for longer than a minute, and asked
 * again the run after, or when its own pause is over.
 */
const TURN = 90_000;

type Healths = Readonly<Partial<Record<VenueId, FeedHealth>>>;

/** May be asked by what the board's own calls, and those of the ticks, have been told. */
const mayAsk = (venue: VenueId, own: Healths, batches: readonly BatchState[], now: number): boolean =>
  mayBeAsked(own[venue], now) && batches.every(({ feeds }) => mayBeAsked(feeds[venue], now));

const ask = async (
  { sources, elapsed, report }: BoardJobPorts,
  source: BoardSource,
  known: FeedHealth | undefined,
  now: number,
): Promise<{ health: FeedHealth; coins?: readonly BoardCoin[] }> => {
  const asked = elapsed();
  try {
    const coins = await source.coins();
    return { health: afterAnswer(known, now, elapsed() - asked), coins };
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    const health = afterFailure(known, now, error);
    const turn = sources.length > 1 ? now + TURN : 0;
    report('board_not_answered', { venue: source.id, reason: error.message });
    return { health: { ...health, retryAt: Math.max(health.retryAt, turn) } };
  }
};

const told = ({ report }: BoardJobPorts, found: readonly Disagreement[]): readonly Disagreement[] => {
  for (const disagreement of found) report('prices_disagree', { ...disagreement });
  return found;
};

/**
 * One run of the board: one request to one source, whatever the number of users and symbols. What fails leaves the board as
 * it is, and it grows old; the next run asks the next source.
 * @param now of the schedule, ms
 */
export const refreshBoard = async (ports: BoardJobPorts, now: number): Promise<BoardReport> => {
  const { boards, market, sources, settings } = ports;
  const [stored, batches] = await Promise.all([boards.load(), market.loadBatches()]);
  const nothing = { coins: 0, disagreements: 0 };
  if (stored && stored.state.checkedAt >= now) return nothing;
  const feeds = stored?.state.feeds ?? {};
  const source = sources.find(({ id }) => mayAsk(id, feeds, batches, now));
  if (!source) return nothing;
  const { health, coins } = await ask(ports, source, feeds[source.id], now);
  const state = { checkedAt: now, feeds: { ...feeds, [source.id]: health } };
  if (!coins) {
    const { asOf, source: from, disagreements = [] } = stored?.state ?? {};
    const kept = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(from ? { source: from } : {}),
      disagreements,
    };
    await boards.save({ ...stored, state: { ...state, ...kept } }, false);
    return { ...nothing, asked: source.id };
  }
  const ranked = rankCoins(coins);
  const { names, due } = await refreshNames(ports, ranked, stored?.names, now);
  const board: Board = { asOf: now, source: source.id, rows: withNames(ranked, names) };
  const rules = { bound: settings.disagreementBound, quoteAge: settings.quoteStaleMs };
  const found = disagreementsOf(quotesOf(batches, now), board, stored?.state.disagreements ?? [], rules);
  const next: StoredBoard = {
    state: { ...state, asOf: now, source: source.id, disagreements: told(ports, found) },
    board,
    ...(names ? { names } : {}),
  };
  await boards.save(next, due);
  return { asked: source.id, coins: ranked.length, disagreements: found.length };
};
