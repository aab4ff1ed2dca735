import type { SimulatedInstrument } from './instrument.ts';
import { BLOCK_SECONDS, logPriceAt, type PathSettings } from './path.ts';
import { atClose, jumpsAt } from './shocks.ts';

/** The logarithm of the price that the second before this one closed at, without making its bars. */
export const logPriceBefore = (path: PathSettings, second: number): number => {
  const last = second - 1;
  const block = Math.floor(last / BLOCK_SECONDS) * BLOCK_SECONDS;
  return logPriceAt(path, second) + atClose(jumpsAt(path.seed, block), last);
};

/** A logarithm of a price as whole ticks of the instrument, at least one. */
export const ticksOf = ({ priceDecimals }: SimulatedInstrument): ((logPrice: number) => number) => {
  const logTick = Math.log(10 ** -priceDecimals);
  return (logPrice) => Math.max(1, Math.round(Math.exp(logPrice - logTick)));
};
