import { type BarBlock, barBlock, writeBar } from './bar-block.ts';
import { hash, uniform } from './hash.ts';
import type { SimulatedInstrument } from './instrument.ts';
import { BLOCK_SECONDS, type PathSettings, pathBlock } from './path.ts';
import { ticksOf } from './price-on.ts';
import { atClose, atOpen, jumpsAt, jumpsIn, wickOf } from './shocks.ts';

const SHADOWS = 221;
const VOLUME = 222;

/** Mean turnover. */
const DOLLARS_PER_SECOND = 5_000;
/** How far the path leaves a bar's body within its second, in deviations of that second, at most. */
const SHADOW = 1.2;

/** The second bars of one block of the path. */
export const secondBars = (
  settings: PathSettings,
  instrument: SimulatedInstrument,
  block: number,
): BarBlock => {
  const { seed } = settings;
  const bars = barBlock(BLOCK_SECONDS);
  const firstSecond = block * BLOCK_SECONDS;
  const path = pathBlock(settings, block);
  const jumps = jumpsAt(seed, firstSecond);
  const wick = wickOf(seed, block);
  const meanLots = (DOLLARS_PER_SECOND / instrument.baseInDollars) * 10 ** instrument.lotDecimals;
  const ticks = ticksOf(instrument);

  let previousClose: number | undefined;
  for (let i = 0; i < BLOCK_SECONDS; i += 1) {
    const second = firstSecond + i;
    const variance = path.variance[i] ?? 0;
    // A bar opens where the one before it closed, unless the price jumps between them.
    const open: number =
      previousClose === undefined || jumpsIn(jumps, second)
        ? ticks((path.logPrice[i] ?? 0) + atOpen(jumps, second))
        : previousClose;
    const close = ticks((path.logPrice[i + 1] ?? 0) + atClose(jumps, second));
    const reach = SHADOW * Math.sqrt(variance);
    const shadows = hash(seed, SHADOWS, second);
    let above = reach * ((shadows & 0xffff) / 0x10000) ** 2;
    let below = reach * ((shadows >>> 16) / 0x10000) ** 2;
    if (wick?.offset === i) {
      if (wick.size > 0) above += wick.size;
      else below -= wick.size;
    }
    const top = Math.max(open, close);
    const bottom = Math.min(open, close);
    // Busy where the price moves, with a long tail of large seconds.
    const activity =
      Math.sqrt(variance / settings.variance) * -Math.log(1 - uniform(hash(seed, VOLUME, second)));
    writeBar(bars, i, {
      open,
      high: top + Math.round(top * above),
      low: Math.max(1, bottom - Math.round(bottom * below)),
      close,
      volume: Math.max(1, Math.round(meanLots * activity)),
    });
    previousClose = close;
  }
  return bars;
};
