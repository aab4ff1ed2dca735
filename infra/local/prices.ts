import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Clock } from './clock/clock.ts';

/** Longer than a tick over slow exchanges with its retries. */
const PATIENCE_MS = 12_000;
const AGAIN_MS = 100;

const answerSchema = z.object({ items: z.array(z.unknown()) });

const anyPrice = async (url: string, key: string): Promise<boolean> => {
  const response = await fetch(`${url}/v1/prices`, { headers: { authorization: `Bearer ${key}` } });
  const answer = answerSchema.safeParse(response.ok ? await response.json() : undefined);
  return answer.success && answer.data.items.length > 0;
};

/** Whether a user who asks now gets prices; gives the first tick a while to bring them. */
export const waitForPrices = async (url: string, key: string, clock: Clock): Promise<boolean> => {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    await Promise.race([clock.idle(), sleep(PATIENCE_MS, undefined, { ref: false })]);
    if (await anyPrice(url, key)) return true;
    await sleep(AGAIN_MS);
  }
  return false;
};
