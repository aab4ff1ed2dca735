import { listingOf, lotDecimalsAt, priceDecimalsAt } from '../listing.ts';
import type { MarketListing } from '../market.ts';
import { knownWorth } from '../worth.ts';
import { FURTHER_COINS } from './further-coins.ts';
import { hashText, uniform } from './hash.ts';

/** An asset without a known worth is worth something between 0.1 and 300 dollars, always the same. */
const dollarsFor = (asset: string): number =>
  knownWorth(asset) ?? FURTHER_COINS[asset] ?? 0.1 * 3_000 ** uniform(hashText(asset));

export interface SimulatedInstrument {
  readonly listing: MarketListing;
  /** The price that the market returns to. */
  readonly basePrice: number;
  readonly priceDecimals: number;
  readonly lotDecimals: number;
  readonly baseInDollars: number;
}

export const simulatedInstrument = (symbol: string): SimulatedInstrument => {
  const [base = '', quote = ''] = symbol.split('/');
  const baseInDollars = dollarsFor(base);
  const quoteInDollars = dollarsFor(quote);
  const basePrice = baseInDollars / quoteInDollars;
  const priceDecimals = priceDecimalsAt(basePrice);
  return {
    listing: listingOf(symbol, { priceDecimals, baseInDollars, quoteInDollars }),
    basePrice,
    priceDecimals,
    lotDecimals: lotDecimalsAt(baseInDollars),
    baseInDollars,
  };
};
