import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientMessage } from '../../../shared/contract/messages/client.ts';
import { type ServerMessage, serverMessageSchema } from '../../../shared/contract/messages/server.ts';
import { StreamState } from '../../fixtures/stream-state.ts';

const PATIENCE = 20_000;

/** A WebSocket of the app: everything that comes is parsed, and put in order by the rules. */
export const openSocket = async (url: string) => {
  const socket = new WebSocket(url);
  const received: ServerMessage[] = [];
  const broken: string[] = [];
  const state = new StreamState();
  let closed: { code: number } | undefined;
  socket.addEventListener('message', ({ data }) => {
    const parsed = serverMessageSchema.safeParse(JSON.parse(String(data)));
    if (!parsed.success) broken.push(String(data).slice(0, 500));
    else {
      received.push(parsed.data);
      state.apply(parsed.data);
    }
  });
  socket.addEventListener('close', ({ code }) => {
    closed = { code };
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the handshake was refused')));
  });

  const until = async <T>(what: string, find: () => T | undefined | false): Promise<T> => {
    for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(20)) {
      const found = find();
      if (found) return found;
    }
    const types = received.map(({ type }) => type).join(' ');
    throw new Error(
      `there was no ${what}; it closed: ${JSON.stringify(closed)}; there were: ${types}; broken: ${broken}`,
    );
  };
  const next = <Type extends ServerMessage['type']>(
    type: Type,
    is: (message: Extract<ServerMessage, { type: Type }>) => boolean = () => true,
  ) =>
    until(type, () =>
      received.find(
        (message): message is Extract<ServerMessage, { type: Type }> =>
          message.type === type && is(message as Extract<ServerMessage, { type: Type }>),
      ),
    );
  return {
    socket,
    received,
    broken,
    state,
    until,
    next,
    send: (message: ClientMessage) => {
      if (message.type === 'subscribe') state.subscribing(message.channels);
      socket.send(JSON.stringify(message));
    },
    sendRaw: (data: string | Uint8Array<ArrayBuffer>) => socket.send(data),
    closed: () => until('end', () => closed),
    isOpen: () => socket.readyState === WebSocket.OPEN,
  };
};
export type Socket = Awaited<ReturnType<typeof openSocket>>;
