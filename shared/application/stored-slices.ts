import { INTERVALS } from '../domain/market/candle.ts';
import { minutesFingerprint } from '../domain/market/fingerprint.ts';
import type { StoredMinutes } from '../ports/candle-archive.ts';
import type { HistoryJob } from '../ports/history.ts';
import type { RunPorts } from './run-ports.ts';

/** Days read at a time: a packed day is unpacked to a few hundred kilobytes. */
const SLICE = 90 * INTERVALS['1d'];

type Market = Pick<RunPorts, 'market'>;
type Stretch = Pick<HistoryJob, 'batch' | 'venue' | 'symbol' | 'from' | 'to'>;

interface Slice {
  /** ms, both inclusive */
  readonly from: number;
  readonly to: number;
  readonly stored: StoredMinutes;
}

/** What is stored of a span, in slices that end on midnights, which are boundaries of every interval. */
export async function* storedSlices(
  { market }: Market,
  { batch, venue, symbol, from, to }: Stretch,
): AsyncGenerator<Slice> {
  for (let start = from; start <= to; ) {
    const end = Math.min(Math.floor(start / SLICE) * SLICE + SLICE - 1, to);
    yield { from: start, to: end, stored: await market.minutes(batch, venue, symbol, start, end) };
    start = end + 1;
  }
}

/** What is stored of a span comes to this now. */
export const contentOf = async (ports: Market, stretch: Stretch): Promise<string> => {
  const content = minutesFingerprint();
  for await (const { stored } of storedSlices(ports, stretch)) content.add(stored);
  return content.text();
};
