import { dayOf, INTERVALS } from '../domain/market/candle.ts';
import type { CandleArchive } from '../ports/candle-archive.ts';
import type { BatchState, MarketStore } from '../ports/market-store.ts';

const DAY = INTERVALS['1d'];
/** A day is packed this much after its end: by then ticks have mended its last minutes. */
const SETTLING = 600_000;
/** A market that stands still holds the days of its batch open, but not for longer than its rows are kept. */
const LONGEST_OPEN = 6 * DAY;

export interface PackPorts {
  readonly market: Pick<MarketStore, 'loadBatches'>;
  readonly archive: CandleArchive;
  /** Milliseconds since the event was received. */
  readonly elapsed: () => number;
  /** It stops before the next day of a batch once so much has elapsed; the next run goes on there. */
  readonly budgetMs: number;
}

export interface PackReport {
  /** Days of batches that were looked at. */
  readonly days: number;
  /** Days of markets that were written. */
  readonly written: number;
  /** False where time was up first. */
  readonly done: boolean;
}

/** The last day that every market of the batch has been evaluated to the end of. */
const closedThrough = ({ markets }: BatchState, now: number): number => {
  const yesterday = dayOf(now - SETTLING) - DAY;
  const behind = Math.min(now, ...markets.map(({ cursor }) => cursor + 1));
  return Math.max(Math.min(dayOf(behind) - DAY, yesterday), yesterday - LONGEST_OPEN);
};

/**
 * Packs the closed days of every batch, from where the last run has left off. A repeat writes nothing, two at once do not
 * disturb each other, and days that were missed are made up. @param now ms
 */
export const packDays = async (ports: PackPorts, now: number): Promise<PackReport> => {
  const { archive } = ports;
  const report = { days: 0, written: 0 };
  for (const state of await ports.market.loadBatches()) {
    const through = await archive.packedThrough(state.batch);
    const first = through === undefined ? await archive.firstRow(state.batch) : through + DAY;
    if (first === undefined) continue;
    const closed = closedThrough(state, now);
    for (let day = dayOf(first); day + DAY + SETTLING <= now; day += DAY) {
      if (ports.elapsed() >= ports.budgetMs) return { ...report, done: false };
      for (const { venue, symbol, minutes } of await archive.rowsOf(state.batch, day))
        if (await archive.addDay(venue, symbol, { day, minutes, settled: false })) report.written += 1;
      report.days += 1;
      if (day <= closed) await archive.notePacked(state.batch, day);
    }
  }
  return { ...report, done: true };
};
