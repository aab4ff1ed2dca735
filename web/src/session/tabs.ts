import * as z from 'zod';

const messageSchema = z.enum(['signed_in', 'signed_out']);
type Message = z.output<typeof messageSchema>;

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('paperwick-session') : undefined;

/** Tells the other tabs; no credential ever travels. */
export const tellTabs = (message: Message): void => channel?.postMessage(message);

export const hearTabs = (hear: (message: Message) => void): void => {
  channel?.addEventListener('message', (event) => {
    const message = messageSchema.safeParse('data' in event ? event.data : undefined);
    if (message.success) hear(message.data);
  });
};
