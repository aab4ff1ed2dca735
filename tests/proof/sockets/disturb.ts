import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../../../infra/local/runtime.ts';
import type { Random } from '../../oracle/prng.ts';
import type { SoakClient } from './soak-client.ts';

/** What carries changes to clients, and clients in. */
const KILLED = ['changes', 'ws-message', 'ws-connection', 'changes', 'fan-out'];
const HUNT_MS = 4_000;
const POLL_MS = 1;

export interface Pace {
  /** Mean life of a connection, ms of real time; as are all here. */
  readonly lifeMs: number;
  readonly killEveryMs: number;
  /** How many clients stop reading, each time for this long. */
  readonly slowEveryMs: number;
  readonly slowForMs: number;
}

/** Drops connections, kills functions at work, and makes clients read slowly, until it is ended. */
export const disturb = (runtime: Runtime, clients: readonly SoakClient[], random: Random, pace: Pace) => {
  const counts = { drops: 0, kills: 0, slow: 0 };
  let on = true;
  const any = () => clients[Math.floor(random.next() * clients.length)];
  const every = async (ms: number, action: () => Promise<void> | void) => {
    while (on) {
      await sleep(ms * (0.5 + random.next()));
      if (on) await action();
    }
  };
  /** Waits for the function to be at work: a process that is idle loses nothing when it dies. */
  const kill = async (name: string) => {
    const until = performance.now() + HUNT_MS;
    while (on && performance.now() < until) {
      const killed = runtime.lambda(name).killRunning();
      counts.kills += killed;
      if (killed > 0) return;
      await sleep(POLL_MS);
    }
  };
  let turn = 0;
  const work = [
    every(pace.lifeMs / clients.length, () => {
      any()?.drop();
      counts.drops += 1;
    }),
    every(pace.killEveryMs, () => kill(KILLED[turn++ % KILLED.length] ?? 'changes')),
    every(pace.slowEveryMs, async () => {
      const client = any();
      client?.read(false);
      counts.slow += 1;
      setTimeout(() => client?.read(true), pace.slowForMs);
    }),
  ];
  return {
    counts,
    async end() {
      on = false;
      await Promise.all(work);
    },
  };
};
