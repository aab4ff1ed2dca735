import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Random, randomFrom } from '../../oracle/prng.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);

interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

const cents = (value: number): number => Math.max(1, Math.round(value * 100) / 100);

/** Wild: a few percent a minute, pulled back to where it began, and now and then a gap that no stop can stop. */
const nextBar = (before: number, base: number, random: Random): Bar => {
  const gap = random.chance(0.01) ? (random.chance(0.6) ? 2.3 : 0.45) : 1;
  const open = cents(before * gap);
  const pull = Math.log(base / open) * 0.05;
  const close = cents(open * Math.exp(pull + (random.next() - 0.5) * 0.06));
  const reach = 1 + random.next() * 0.02;
  return {
    open,
    close,
    high: cents(Math.max(open, close) * reach),
    low: cents(Math.min(open, close) / reach),
  };
};

export interface RandomMarket {
  readonly folder: string;
  readonly files: readonly string[];
  /** ms: the first moment of the record. */
  readonly start: number;
  /** The close of the last minute that is over at this moment (ms). */
  priceAt(symbol: string, time: number): number;
}

/** Minutes of two symbols, made up from a seed and written as a recorded market has them. */
export const randomMarket = (
  seed: number,
  minutes: number,
  bases: Readonly<Record<string, number>>,
): RandomMarket => {
  const folder = mkdtempSync(join(tmpdir(), 'paperwick-market-'));
  const series = new Map<string, Bar[]>();
  const files = Object.entries(bases).map(([symbol, base], index) => {
    const random = randomFrom(seed * 31 + index);
    const bars: Bar[] = [];
    for (let last = base; bars.length < minutes; last = bars.at(-1)?.close ?? base)
      bars.push(nextBar(last, base, random));
    series.set(symbol, bars);
    const rows = bars.map(
      ({ open, high, low, close }, minute) => `${START + minute * MINUTE},${open},${high},${low},${close},10`,
    );
    const file = join(folder, `${symbol.replace('/', '-')}.1m.csv`);
    writeFileSync(file, `time_ms,open,high,low,close,volume\n${rows.join('\n')}\n`);
    return file;
  });
  return {
    folder,
    files,
    start: START,
    priceAt(symbol, time) {
      const bars = series.get(symbol) ?? [];
      const bar = bars[Math.min(bars.length, Math.floor((time - START) / MINUTE)) - 1] ?? bars[0];
      return bar?.close ?? bases[symbol] ?? 1;
    },
  };
};
