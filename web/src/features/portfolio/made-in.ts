import { type Money, subtract } from '../../../../shared/domain/money/decimal.ts';
import type { HistoryView } from '../../api.ts';

type Samples = HistoryView['items'];

/** What trading made between the first and the last sample: money paid in or out meanwhile is none of it. */
export const madeIn = (samples: Samples): Money | undefined => {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return undefined;
  return subtract(subtract(last.total, last.netDeposits), subtract(first.total, first.netDeposits));
};

/** Of what moved, this share is shown before it. */
const LEAD = 0.04;
/** And at least so much, ms: the first minutes of an account have an axis, too. */
const LEAST_LEAD = 900_000;

/**
 * From shortly before something moved: days before an account was used would be a line and a cliff. What is put in front
 * is what the sample before said, for it held until then.
 */
export const sinceMoving = (samples: Samples): Samples => {
  const [first] = samples;
  const moved = samples.findIndex(
    ({ total, netDeposits }) => total !== first?.total || netDeposits !== first.netDeposits,
  );
  const [at, last] = [samples[moved], samples.at(-1)];
  if (!first || !at || !last) return samples;
  const lead = Math.max(LEAST_LEAD, (Date.parse(last.time) - Date.parse(at.time)) * LEAD);
  const from = Math.max(Date.parse(first.time), Date.parse(at.time) - lead);
  return [{ ...first, time: new Date(from).toISOString() }, ...samples.slice(moved)];
};

/** Whether there is anything to draw. */
export const hasMoved = (samples: Samples): boolean =>
  samples.some(
    ({ total, netDeposits }) => total !== samples[0]?.total || netDeposits !== samples[0].netDeposits,
  );
