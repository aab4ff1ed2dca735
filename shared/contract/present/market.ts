import type { Instrument } from '../../domain/market/instrument.ts';
import type { Quote } from '../../domain/market/quote.ts';
import type { InstrumentJson, PriceJson } from '../schemas/market.ts';
import { decimalText, moment, roundedText, seconds } from './primitives.ts';

/** A quote, how old it is (ms), and whether that is too old. */
export interface AgedQuote {
  readonly quote: Quote;
  readonly ageMs: number;
  readonly stale: boolean;
}

export const presentPrice = ({ quote, ageMs, stale }: AgedQuote): PriceJson => ({
  symbol: quote.symbol,
  price: decimalText(quote.price),
  change24h: quote.change24h === undefined ? null : roundedText(quote.change24h, 8),
  changePercent24h: quote.changePercent24h === undefined ? null : roundedText(quote.changePercent24h, 4),
  source: quote.source,
  time: moment(quote.time),
  ageSeconds: seconds(ageMs),
  stale,
});

export const presentInstrument = (
  instrument: Instrument & { readonly followed: boolean },
): InstrumentJson => ({
  symbol: instrument.symbol,
  venue: instrument.venue,
  tickSize: instrument.tickSize,
  lotSize: instrument.lotSize,
  minQuantity: instrument.minQuantity,
  maxQuantity: instrument.maxQuantity,
  minNotional: instrument.minNotional,
  followed: instrument.followed,
});
