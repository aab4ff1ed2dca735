import type { Account } from '../domain/accounts/account.ts';
import { isIdle } from '../domain/accounts/balance.ts';
import { accountOf, numberOf } from '../domain/accounts/book.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { BookPorts } from './ports.ts';
import { quotesOf } from './read-market.ts';
import { portfolioAt, readTogether } from './read-portfolio.ts';
import { finishReset } from './reset-account.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A price older than this, ms, tells nothing of the hour: the account has no sample then. */
const TOO_OLD = 600_000;

export interface SampleReport {
  readonly accounts: number;
  readonly written: number;
  /** Without a fresh price of all that they hold, or changing as they were read. */
  readonly skipped: number;
}

interface PriceBook {
  readonly prices: ReadonlyMap<MarketSymbol, number>;
  /** Those of them whose price is older than the bound of quotes. */
  readonly stale: ReadonlySet<MarketSymbol>;
}

type Outcome = 'written' | 'skipped' | 'nothing';

const sampleOne = async (
  ports: BookPorts,
  account: Account,
  trades: readonly Trade[],
  { prices, stale }: PriceBook,
  time: number,
): Promise<Outcome> => {
  const { items, total, paidIn, unpriced } = portfolioAt(account, trades, prices);
  if (unpriced.length > 0) return 'skipped';
  const idle = isIdle(account);
  // The years are told by one sample a day, and by the last one before an account rests.
  const coarse = idle || Math.floor(time / HOUR) * HOUR === Math.floor(time / DAY) * DAY;
  const isStale = items.some(({ symbol }) => stale.has(symbol));
  const sample = { time, total, paidIn, ...(isStale ? { stale: true as const } : {}) };
  const written = await ports.values.put(account, sample, coarse);
  if (idle) await ports.accounts.rest(account);
  return written ? 'written' : 'nothing';
};

/** The prices of what trades hold that are fresh enough: each symbol is looked up once. */
const priceBook = (ports: BookPorts, time: number) => {
  const asked = new Set<MarketSymbol>();
  const prices = new Map<MarketSymbol, number>();
  const stale = new Set<MarketSymbol>();
  return async (trades: readonly Trade[]): Promise<PriceBook> => {
    const missing = trades.map(({ symbol }) => symbol).filter((symbol) => !asked.has(symbol));
    for (const symbol of missing) asked.add(symbol);
    for (const { quote, ageMs, stale: isStale } of await quotesOf(ports, missing, time)) {
      if (ageMs > TOO_OLD) continue;
      prices.set(quote.symbol, quote.price);
      if (isStale) stale.add(quote.symbol);
    }
    return { prices, stale };
  };
};

/**
 * Writes down what each account is worth, once an hour at most. Those with nothing open and nothing booked since are not
 * even looked at: an account leaves the list with a last sample, and comes back with its next trade or booking.
 * @param time ms, of the schedule
 */
export const samplePortfolios = async (ports: BookPorts, time: number): Promise<SampleReport> => {
  const live = await ports.accounts.live();
  const pricesOf = priceBook(ports, time);
  const outcomes: Outcome[] = [];
  for (const { userId, accountId } of live) {
    const read = await readTogether(ports, () =>
      ports.accounts.load(userId, accountOf(accountId), numberOf(accountId)),
    );
    // A closed one is an archive, or its user is being erased.
    if (!read || read.account.status === 'closed') continue;
    const { account, trades, together } = read;
    outcomes.push(
      together ? await sampleOne(ports, account, trades, await pricesOf(trades), time) : 'skipped',
    );
    await finishReset(ports, account, time);
  }
  const count = (of: Outcome) => outcomes.filter((outcome) => outcome === of).length;
  return { accounts: live.length, written: count('written'), skipped: count('skipped') };
};
