import type { SettleQueue } from '../../ports/settle-queue.ts';
import { sender } from './send-all.ts';
import { toSettleBody } from './settle-message.ts';

/** The queue of trades that are handed over. @throws Error where a message was not taken */
export const settleQueue = (queueUrl: string): SettleQueue => {
  const send = sender(queueUrl);
  return {
    send: (messages) =>
      send(messages.map(({ message, delaySeconds }) => ({ message: toSettleBody(message), delaySeconds }))),
  };
};
