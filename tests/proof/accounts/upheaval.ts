import type { Runtime } from '../../../infra/local/runtime.ts';
import type { Random } from '../../oracle/prng.ts';

const SERVING = ['http-trades', 'http-accounts', 'tick', 'portfolios', 'authorizer', 'schedule'] as const;
/** Messages that die with the runtime. */
const LOST_AT_ONCE = 3;

/** Kills functions in the middle of their work, one or all at once with what is in the queue, and repeats, delays and loses messages. */
export const upheaval = (runtime: Runtime, random: Random) => {
  const counts = { kills: 0, blackouts: 0, duplicates: 0, late: 0, lostMessages: 0 };
  const queue = runtime.queueAt(runtime.variables.TICK_QUEUE_URL ?? '');
  if (!queue) throw new Error('there is no tick queue');
  let on = false;
  let losing = 0;
  queue.intercept((_message, delay) => {
    if (!on) return [delay];
    if (losing > 0) {
      losing--;
      counts.lostMessages++;
      return [];
    }
    const dice = random.next();
    if (dice < 0.05) {
      counts.duplicates++;
      return [delay, delay];
    }
    if (dice < 0.1) {
      counts.late++;
      return [delay + Math.floor(random.next() * 200_000)];
    }
    return [delay];
  });
  return {
    counts,
    turn(state: 'on' | 'off') {
      on = state === 'on';
      losing = 0;
    },
    /** As when the whole machine goes down: nothing finishes, and what was queued next is gone. */
    blackout(): boolean {
      const killed = SERVING.reduce((sum, name) => sum + runtime.lambda(name).killRunning(), 0);
      if (killed === 0) return false;
      counts.blackouts++;
      losing = LOST_AT_ONCE;
      return true;
    },
    kill(): boolean {
      const busy = SERVING.toSorted(() => random.next() - 0.5);
      if (!busy.some((name) => runtime.lambda(name).killRunning() > 0)) return false;
      counts.kills++;
      return true;
    },
    stop() {
      queue.intercept(undefined);
    },
  };
};
