import { type BarBlock, barBlock, joinBar } from './bar-block.ts';
import { BLOCK_SECONDS } from './path.ts';

export const HOUR_MINUTES = 60;
const HOUR_SECONDS = 3_600;

/** The minute bars of one hour: each the exact sum of its sixty second bars. */
export const minuteBars = (secondBlock: (block: number) => BarBlock, hour: number): BarBlock => {
  const bars = barBlock(HOUR_MINUTES);
  const first = hour * HOUR_SECONDS;
  for (let offset = 0; offset < HOUR_SECONDS; ) {
    const block = Math.floor((first + offset) / BLOCK_SECONDS);
    const seconds = secondBlock(block);
    const end = Math.min(HOUR_SECONDS, (block + 1) * BLOCK_SECONDS - first);
    for (; offset < end; offset += 1)
      joinBar(bars, Math.floor(offset / 60), seconds, first + offset - block * BLOCK_SECONDS);
  }
  return bars;
};
