import type { Bar } from '../../../shared/domain/market/path.ts';
import { advance } from '../../../shared/domain/trades/advance.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { BTC } from '../../fixtures/lab.ts';
import { randomFrom } from '../../oracle/prng.ts';
import type { Row, Section } from '../report.ts';
import { openBracket, pendingBracket } from '../seed.ts';

const MINUTE = 60_000;
const FAR = { entry: 1, takeProfit: 1_000_000, stopLoss: 0.5 };

/** A walk that comes back to 100, so that nothing far ever fires. */
const walk = (count: number): Bar[] => {
  const random = randomFrom(1);
  let last = 100;
  return Array.from({ length: count }, (_, index) => {
    const open = last;
    const close = open + (random.next() - 0.5) * 0.2 + (100 - open) * 0.01;
    last = close;
    const openTime = index * MINUTE;
    return {
      kind: 'bar',
      openTime,
      closeTime: openTime + MINUTE - 1,
      open,
      high: Math.max(open, close) + random.next() * 0.05,
      low: Math.min(open, close) - random.next() * 0.05,
      close,
      volume: 1,
    };
  });
};

const secondsOf = (trade: Trade, elements: readonly Bar[]): number => {
  const started = performance.now();
  const events = advance(trade, {
    elements,
    venue: 'replay',
    resolution: '1m',
    before: -1,
    completeTo: elements.at(-1)?.closeTime ?? 0,
    previousCursor: -1,
  });
  if (events.length > 0) throw new Error(`the trade was to wait: ${events[0]?.type}`);
  return (performance.now() - started) / 1000;
};

/** Candles a second through the pure engine, with one trade that waits all along. */
export const engineSpeed = async (quick: boolean): Promise<Section> => {
  const count = quick ? 100_000 : 1_000_000;
  const bars = walk(count);
  const rowOf = (name: string, trade: Trade): Row => {
    secondsOf(trade, bars.slice(0, count / 10));
    const seconds = secondsOf(trade, bars);
    return {
      name,
      values: {
        candles: count,
        seconds: Math.round(seconds * 1000) / 1000,
        'million candles a second': Math.round(count / seconds / 10_000) / 100,
      },
    };
  };
  return {
    name: 'engine-speed',
    title: 'The engine over candles, one trade waiting',
    rows: [
      rowOf('pending, one leg', pendingBracket('user', BTC, 0, FAR)),
      rowOf('open, two legs', openBracket('user', BTC, 0, FAR)),
    ],
    notes: ['Information: no budget yet. One core, after a warm-up over a tenth of the candles.'],
  };
};
