import type { Instrument } from '../../../../shared/domain/market/instrument.ts';
import { type Price, price, rate } from '../../../../shared/domain/money/decimal.ts';
import type { Terms } from '../../../../shared/domain/trades/trade.ts';
import type { AccountView, Overview, PriceView } from '../../api.ts';

/** What a ticket is held against. */
export interface TicketMarket {
  readonly symbol: string;
  /** Undefined before the first price. */
  readonly last: string | undefined;
  /** That price is older than its bound. */
  readonly lastStale: boolean;
  /** Decimals of a price. */
  readonly places: number;
  /** Prices are whole multiples of this. */
  readonly tick: Price;
  /** Undefined until an exchange has said what it lists: its rules are then checked by the API alone. */
  readonly instrument: Instrument | undefined;
  /** What fills cost; undefined while it is not known. */
  readonly terms: Terms | undefined;
  /** Whose money it is. */
  readonly accountId: string;
  /** What that account may spend; undefined while it is not known. */
  readonly free: string | undefined;
}

export const ticketMarket = (
  symbol: string,
  quote: PriceView | undefined,
  places: number,
  instrument: Instrument | undefined,
  account: Overview['account'] | AccountView | undefined,
): TicketMarket => {
  const tick = instrument?.tickSize ?? price(`1e-${places}`);
  return {
    symbol,
    last: quote?.price,
    lastStale: quote?.stale ?? false,
    places,
    tick,
    instrument,
    terms: account
      ? {
          makerRate: rate(account.makerRate),
          takerRate: rate(account.takerRate),
          slippageBps: account.slippageBps,
          tickSize: tick,
        }
      : undefined,
    accountId: account?.id ?? 'main',
    free: account && 'cash' in account ? account.cash : undefined,
  };
};
