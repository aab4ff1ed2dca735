import type { TickQueue } from '../../ports/tick-queue.ts';
import { sender } from './send-all.ts';

/** The queue that ticks travel on. @throws Error where a message was not taken */
export const tickQueue = (queueUrl: string): TickQueue => ({ send: sender(queueUrl) });
