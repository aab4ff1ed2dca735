import { entryOf, isFollowed, isWanted } from '../../domain/market/roster.ts';
import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { ok, type Problem, type Result, refuse } from '../../domain/problem.ts';
import type { Channel } from '../../domain/stream/channel.ts';
import { type FollowPorts, follow, WANTED_FOR } from '../follow.ts';

interface Watcher {
  readonly userId: string;
  /** ms, when the message came. */
  readonly now: number;
  /** Called before anything is asked of the store on behalf of this user. @throws what refuses it */
  readonly mayBegin: () => Promise<void>;
}

const symbolOf = (channel: Channel): MarketSymbol | undefined =>
  'symbol' in channel ? channel.symbol : undefined;

/** The same refusal, naming channels by their places: whoever leaves those out may subscribe to the others. */
const byChannel = (
  { code, message }: Problem,
  symbols: readonly (MarketSymbol | undefined)[],
  refused: ReadonlySet<MarketSymbol>,
): Result<never> => {
  const why = code === 'unknown_symbol' ? 'is not listed' : 'is not followed';
  const violations = symbols.flatMap((symbol, place) =>
    symbol !== undefined && refused.has(symbol)
      ? [{ field: `channels.${place}`, code, message: `${symbol} ${why}` }]
      : [],
  );
  return refuse(code, message, violations);
};

/**
 * Has the symbols of these channels followed for as long as a connection lives at most (two hours): all of them, or none is
 * begun. Where all are wanted long enough already, nothing is written and nobody is asked.
 * @throws StoreUnavailableError, and what `mayBegin` throws
 */
export const watchSymbols = async (
  ports: FollowPorts,
  channels: readonly Channel[],
  { userId, now, mayBegin }: Watcher,
): Promise<Result<void>> => {
  const until = now + WANTED_FOR.subscription;
  const symbols = channels.map(symbolOf);
  const own = new Set(ports.settings.symbols);
  const others = [...new Set(symbols.filter((symbol) => symbol !== undefined))].filter(
    (symbol) => !own.has(symbol),
  );
  if (others.length === 0) return ok(undefined);
  const roster = await ports.roster.cached();
  const wanting = others.filter((symbol) => !isWanted(roster, symbol, until));
  if (wanting.length === 0) return ok(undefined);
  await mayBegin();
  const followed = await follow(ports, wanting, { userId, now, until });
  if (followed.ok) return ok(undefined);
  const { problem } = followed;
  const unlisted = wanting.filter((_, place) =>
    problem.violations.some(({ field }) => field === `symbols.${place}`),
  );
  const unfollowed = wanting.filter((symbol) => {
    const entry = entryOf(roster, symbol);
    return !entry || !isFollowed(entry);
  });
  return byChannel(problem, symbols, new Set(unlisted.length > 0 ? unlisted : unfollowed));
};
