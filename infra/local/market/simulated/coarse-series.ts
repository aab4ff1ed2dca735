import type { BaseInterval } from '../market.ts';
import { Recent } from '../recent.ts';
import { type BarBlock, type CountedBar, readBar } from './bar-block.ts';
import { hash, uniform } from './hash.ts';
import type { SimulatedInstrument } from './instrument.ts';
import type { PathSettings } from './path.ts';
import { logPriceBefore, ticksOf } from './price-on.ts';
import { PARTS, splitBar } from './split-bar.ts';

const HOUR = 3_600;
/** Layers of the hash, apart from all others. */
const RANGE_ABOVE = 301;
const RANGE_BELOW = 302;
const TURNOVER = 303;
const MINUTES = 310;
const SECONDS = 320;
/** Per symbol: 2.4 kB each. A ticker looks back 24 hours, a tick five minutes. */
const KEPT_HOURS = 26;
const KEPT_MINUTES = 12;

/** How far the highest point of a random walk lies above its higher end: the known law of a Brownian bridge. */
const reach = (move: number, variance: number, bits: number): number =>
  (Math.sqrt(move ** 2 - 2 * variance * Math.log(1 - uniform(bits))) - Math.abs(move)) / 2;

/**
 * The same path as that of `second-bars.ts`, looked at on whole hours only and filled in from there: hours into minutes,
 * minutes into seconds. It costs a hundredth, for the many symbols that are shown on a board and seldom traded.
 */
export const coarseSeries = (
  path: PathSettings,
  instrument: SimulatedInstrument,
  dollarsPerSecond: number,
): Record<BaseInterval, (index: number) => CountedBar> => {
  const { seed, variance } = path;
  const ticks = ticksOf(instrument);
  const lots = ((dollarsPerSecond * HOUR) / instrument.baseInDollars) * 10 ** instrument.lotDecimals;

  const hourBar = (hour: number): CountedBar => {
    const [from, to] = [logPriceBefore(path, hour * HOUR), logPriceBefore(path, (hour + 1) * HOUR)];
    const above = reach(to - from, variance * HOUR, hash(seed, RANGE_ABOVE, hour));
    const below = reach(to - from, variance * HOUR, hash(seed, RANGE_BELOW, hour));
    const [open, close] = [ticks(from), ticks(to)];
    return {
      open,
      close,
      high: Math.max(open, close, ticks(Math.max(from, to) + above)),
      low: Math.min(open, close, ticks(Math.min(from, to) - below)),
      // A lot for each of its seconds at least, so that none is empty.
      volume: Math.max(2 * HOUR, Math.round(lots * (0.4 + 1.2 * uniform(hash(seed, TURNOVER, hour))))),
    };
  };

  const hours = new Recent<number, BarBlock>(KEPT_HOURS);
  const minutes = new Recent<number, BarBlock>(KEPT_MINUTES);
  const minuteBar = (minute: number): CountedBar => {
    const hour = Math.floor(minute / PARTS);
    const deviation = Math.sqrt(variance * 60);
    const made = () => splitBar(hourBar(hour), { seed, layer: MINUTES, index: hour, deviation });
    return readBar(hours.get(hour, made), minute - hour * PARTS);
  };
  const secondBar = (second: number): CountedBar => {
    const minute = Math.floor(second / PARTS);
    const deviation = Math.sqrt(variance);
    const made = () => splitBar(minuteBar(minute), { seed, layer: SECONDS, index: minute, deviation });
    return readBar(minutes.get(minute, made), second - minute * PARTS);
  };
  return { '1s': secondBar, '1m': minuteBar };
};
