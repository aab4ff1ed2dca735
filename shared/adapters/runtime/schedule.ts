import { tickQueue } from '../sqs/tick-queue.ts';
import { roster } from './caches.ts';
import { environment, once, settingsOf } from './process.ts';

/** What the schedule needs: it plans and sends, and reads nothing but the roster. */
export const schedulePorts = once(() => ({
  roster: roster(),
  settings: settingsOf(environment()),
  queue: tickQueue(environment().TICK_QUEUE_URL),
}));
