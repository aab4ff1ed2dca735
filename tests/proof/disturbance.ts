import type { Runtime } from '../../infra/local/runtime.ts';
import { randomFrom } from '../oracle/prng.ts';

export interface DisturbanceOptions {
  readonly seed: number;
  /** How often a tick's process is killed in the middle of its work. */
  readonly kills: number;
  /** Market time over which the kills are spread, ms. */
  readonly span: number;
}

const POLL_MS = 3;

/** Kills tick processes at random moments, and delivers tick messages twice and late. */
export const disturb = (runtime: Runtime, options: DisturbanceOptions) => {
  const random = randomFrom(options.seed);
  const counts = { kills: 0, duplicates: 0, late: 0 };
  const queue = runtime.queueAt(runtime.variables.TICK_QUEUE_URL ?? '');
  if (!queue) throw new Error('there is no tick queue');
  const begin = runtime.clock.now();
  const moments = Array.from({ length: options.kills }, () => begin + random.next() * options.span).sort(
    (left, right) => left - right,
  );
  let on = true;

  queue.intercept((_message, delay) => {
    const dice = on ? random.next() : 1;
    if (dice < 0.05) {
      counts.duplicates++;
      // Both at once: two processes evaluate the same span side by side.
      return [delay, delay];
    }
    if (dice < 0.1) {
      counts.late++;
      return [delay + Math.floor(random.next() * 200_000)];
    }
    return [delay];
  });

  const timer = setInterval(() => {
    const next = moments[0];
    if (!on || next === undefined || runtime.clock.now() < next) return;
    // A moment in the middle of an invocation, not always its first instruction.
    if (random.next() < 0.3 && runtime.lambda('tick').killRunning() > 0) {
      counts.kills++;
      moments.shift();
    }
  }, POLL_MS);

  return {
    counts,
    turn(state: 'on' | 'off') {
      on = state === 'on';
    },
    stop() {
      clearInterval(timer);
      queue.intercept(undefined);
    },
  };
};
