import type { TickMessage } from '../ports/tick-queue.ts';
import { batchCount } from './batches.ts';
import type { Settings } from './ports.ts';

const MINUTE = 60_000;
/** Dynamic batches that are ticked at every slot; where there are more, each is ticked less often. */
const AT_EVERY_SLOT = 5;
/** ms: but no less often than this, that quotes stay fresh. */
const LONGEST_PAUSE = 30_000;

/**
 * Whether a dynamic batch has its tick at a slot: an exchange lets a few thousand requests a minute through, and each followed
 * symbol takes one a tick. Nothing is missed in between, for a tick reads all that has happened since.
 */
const hasTick = (place: number, count: number, slot: number, step: number): boolean => {
  const every = Math.min(Math.ceil(count / AT_EVERY_SLOT), Math.max(1, Math.floor(LONGEST_PAUSE / step)));
  return Math.round(slot / step) % every === place % every;
};

/**
 * The ticks of one minute, each at its slot. The schedule may be late anywhere within its minute: slots that are past go
 * out at once, as one tick; the later ones wait for their moment.
 * @param dynamic the batches of what is followed on demand
 * @param scheduledAt ms, the schedule's own time
 * @param wallNow ms, the machine's clock; where it is not within the minute (a replayed market) the schedule is on time
 */
export const planTicks = (
  settings: Pick<Settings, 'symbols' | 'tickSeconds'>,
  dynamic: readonly number[],
  scheduledAt: number,
  wallNow: number,
): { message: TickMessage; delaySeconds: number }[] => {
  const step = settings.tickSeconds * 1000;
  const late = wallNow - scheduledAt;
  const elapsed = late > 0 && late < MINUTE ? late : 0;
  const slots = Array.from({ length: Math.ceil(MINUTE / step) }, (_, index) => index * step);
  const due = slots.filter((offset) => offset <= elapsed).at(-1) ?? 0;
  const offsets = [due, ...slots.filter((offset) => offset > elapsed)];
  const configured = Array.from({ length: batchCount(settings.symbols) }, (_, batch) => batch);
  return offsets.flatMap((offset) => {
    const slot = scheduledAt + offset;
    const own = dynamic.filter((_, place) => hasTick(place, dynamic.length, slot, step));
    return [...configured, ...own].map((batch) => ({
      message: { batch, slot, reason: 'schedule' as const },
      delaySeconds: Math.max(0, Math.round((offset - elapsed) / 1000)),
    }));
  });
};
