import { INTERVALS } from '../domain/market/candle.ts';
import { resample } from '../domain/market/candles.ts';
import type { ExportFiles, HistoryJob } from '../ports/history.ts';
import type { RunPorts } from './run-ports.ts';

/** Days read at a time: a packed day is unpacked to a few hundred kilobytes. */
const SLICE = 90 * INTERVALS['1d'];

export interface ExportPorts extends RunPorts {
  readonly files: ExportFiles;
  /** The file of these candles, compressed. */
  readonly fileOf: (pages: readonly string[]) => Promise<Uint8Array>;
  /** Lines of a CSV; the header where it is the first page. */
  readonly linesOf: (candles: ReturnType<typeof resample>, isFirst: boolean) => string;
}

/** Writes the whole span as one file: all or nothing, and the same again replaces it. */
export const runExport = async (
  ports: ExportPorts,
  job: HistoryJob,
  progress: (done: number) => Promise<void>,
): Promise<void> => {
  const { batch, venue, symbol, interval = '1m', from, to } = job;
  const pages: string[] = [];
  // Slices end on midnights, which are boundaries of every interval.
  for (let start = from; start <= to; ) {
    const end = Math.min(Math.floor(start / SLICE) * SLICE + SLICE - 1, to);
    const { candles } = await ports.market.minutes(batch, venue, symbol, start, end);
    pages.push(ports.linesOf(resample(candles, interval), start === from));
    await progress(Math.round(((end + 1 - from) / (to + 1 - from)) * job.total));
    start = end + 1;
  }
  await ports.files.put(job.id, await ports.fileOf(pages));
};
