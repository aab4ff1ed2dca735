import type { TickMessage } from '../ports/tick-queue.ts';
import { batchCount } from './batches.ts';
import type { Settings } from './ports.ts';

const MINUTE = 60_000;

/**
 * The ticks of one minute, each at its slot. The schedule may be late anywhere within its minute: slots that are past go
 * out at once, as one tick; the later ones wait for their moment.
 * @param scheduledAt ms, the schedule's own time
 * @param wallNow ms, the machine's clock; where it is not within the minute (a replayed market) the schedule is on time
 */
export const planTicks = (
  settings: Pick<Settings, 'symbols' | 'tickSeconds'>,
  scheduledAt: number,
  wallNow: number,
): { message: TickMessage; delaySeconds: number }[] => {
  const step = settings.tickSeconds * 1000;
  const late = wallNow - scheduledAt;
  const elapsed = late > 0 && late < MINUTE ? late : 0;
  const slots = Array.from({ length: Math.ceil(MINUTE / step) }, (_, index) => index * step);
  const due = slots.filter((offset) => offset <= elapsed).at(-1) ?? 0;
  const offsets = [due, ...slots.filter((offset) => offset > elapsed)];
  return offsets.flatMap((offset) =>
    Array.from({ length: batchCount(settings.symbols) }, (_, batch) => ({
      message: { batch, slot: scheduledAt + offset, reason: 'schedule' as const },
      delaySeconds: Math.max(0, Math.round((offset - elapsed) / 1000)),
    })),
  );
};
