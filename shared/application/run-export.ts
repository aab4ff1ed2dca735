import type { Candle, Interval, Span } from '../domain/market/candle.ts';
import { resample, unknownIn } from '../domain/market/candles.ts';
import { minutesFingerprint } from '../domain/market/fingerprint.ts';
import type { ExportFiles, HistoryJob } from '../ports/history.ts';
import type { RunPorts } from './run-ports.ts';
import { storedSlices } from './stored-slices.ts';

export interface ExportPorts extends RunPorts {
  readonly files: ExportFiles;
  /** The file of these candles, compressed. */
  readonly fileOf: (pages: readonly string[]) => Promise<Uint8Array>;
  /** Lines of a CSV, of candles and of what is unknown between them; the header where it is the first page. */
  readonly linesOf: (
    candles: readonly Candle[],
    interval: Interval,
    unknown: readonly Span[],
    isFirst: boolean,
  ) => string;
}

/** Writes the whole span as one file: all or nothing, and the same again replaces it. @returns what it was made of */
export const runExport = async (
  ports: ExportPorts,
  job: HistoryJob,
  progress: (done: number) => Promise<void>,
): Promise<string> => {
  const { interval = '1m', from, to } = job;
  const content = minutesFingerprint();
  const pages: string[] = [];
  for await (const slice of storedSlices(ports, job)) {
    const { stored } = slice;
    content.add(stored);
    const candles = resample(stored.candles, interval);
    pages.push(ports.linesOf(candles, interval, unknownIn(stored, slice), slice.from === from));
    await progress(Math.round(((slice.to + 1 - from) / (to + 1 - from)) * job.total));
  }
  await ports.files.put(job.id, await ports.fileOf(pages));
  return content.text();
};
