import { beforeEach, describe, expect, test } from 'vitest';
import type { ServerMessage } from '../../../shared/contract/messages/server.ts';
import { Link, type WireEvents } from '../../../web/src/live/link.ts';

/** A world without a network and without time: timers go off when the test says so. */
const world = () => {
  const wires: { events: WireEvents; sent: unknown[]; closed: boolean; ticket: string }[] = [];
  let timers: { at: number; action: () => void }[] = [];
  let now = 0;
  let tickets = 0;
  const messages: ServerMessage[] = [];
  const lives: boolean[] = [];
  const state = { refuse: false };
  const link = new Link({
    ticket: async () => {
      tickets += 1;
      if (state.refuse) throw new Error('nobody answers');
      return `ticket ${tickets}`;
    },
    open: (ticket, events) => {
      const wire = { events, sent: [] as unknown[], closed: false, ticket };
      wires.push(wire);
      return {
        send: (text) => wire.sent.push(JSON.parse(text)),
        close: () => {
          wire.closed = true;
        },
      };
    },
    later: (ms, action) => {
      const timer = { at: now + ms, action };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    chance: () => 1,
    onMessage: (message) => messages.push(message),
    onLive: (live) => lives.push(live),
  });
  /** Lets time pass, and what was promised meanwhile happen. */
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      now = next.at;
      timers = timers.filter((one) => one !== next);
      next.action();
      await settled();
    }
    now = end;
    await settled();
  };
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const wire = (index: number) => {
    const found = wires[index];
    if (!found) throw new Error(`no connection ${index}`);
    return found;
  };
  const say = (index: number, message: unknown): void => wire(index).events.onText(JSON.stringify(message));
  /** The server has done what was sent last. */
  const done = (index: number): void => {
    const { type, id, channels } = wire(index).sent.at(-1) as {
      type: string;
      id: string;
      channels: string[];
    };
    say(index, { type: `${type}d`, id, channels });
  };
  const subscribed = (index: number): void => {
    wire(index).events.onOpen();
    done(index);
  };
  return {
    link,
    wires,
    wire,
    say,
    done,
    subscribed,
    pass,
    settled,
    messages,
    lives,
    state,
    tickets: () => tickets,
  };
};

describe('the link to the server', () => {
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    w.link.want(['trades', 'prices:BTC/USDT']);
    w.link.start();
    await w.settled();
  });

  test('a ticket, a connection, the channels, and then it is live', () => {
    expect(w.wire(0).ticket).toBe('ticket 1');
    expect(w.lives).toEqual([]);
    w.subscribed(0);
    expect(w.wire(0).sent).toEqual([
      { type: 'subscribe', id: 's1', channels: ['trades', 'prices:BTC/USDT'] },
    ]);
    expect(w.lives).toEqual([true]);
  });

  test('what the page shows next is subscribed, what it no longer shows is not', () => {
    w.subscribed(0);
    w.link.want(['trades', 'market']);
    expect(w.wire(0).sent.slice(1)).toEqual([
      { type: 'unsubscribe', id: 's2', channels: ['prices:BTC/USDT'] },
    ]);
    w.done(0);
    expect(w.wire(0).sent.slice(2)).toEqual([{ type: 'subscribe', id: 's3', channels: ['market'] }]);
  });

  /** What a server has that obeys each message when the test says so. */
  const channelsOf = (sent: readonly unknown[]): string[] => {
    const has = new Set<string>();
    for (const { type, channels } of sent as { type: string; channels: string[] }[])
      for (const name of channels) {
        if (type === 'subscribe') has.add(name);
        else has.delete(name);
      }
    return [...has].sort();
  };

  test('a channel that is left and entered again at once is kept: no message goes out before the one before is answered', async () => {
    w.subscribed(0);
    for (let turn = 0; turn < 12; turn += 1) {
      w.link.want(['trades']);
      w.link.want(['trades', 'prices:BTC/USDT']);
    }
    expect(w.wire(0).sent.slice(1)).toEqual([
      { type: 'unsubscribe', id: 's2', channels: ['prices:BTC/USDT'] },
    ]);
    // An answer to something else is none to this.
    w.say(0, { type: 'unsubscribed', id: 's1', channels: ['prices:BTC/USDT'] });
    expect(w.wire(0).sent).toHaveLength(2);
    w.done(0);
    expect(w.wire(0).sent.slice(2)).toEqual([{ type: 'subscribe', id: 's3', channels: ['prices:BTC/USDT'] }]);
    w.link.want(['trades', 'market']);
    w.link.want(['trades', 'status']);
    w.done(0);
    w.done(0);
    w.done(0);
    expect(channelsOf(w.wire(0).sent)).toEqual(['status', 'trades']);
    await w.pass(50_000);
    expect(w.wire(0).sent).toHaveLength(5);
  });

  test('what the page wants while it connects is subscribed once it has', () => {
    w.wire(0).events.onOpen();
    w.link.want(['trades', 'market']);
    expect(w.wire(0).sent).toHaveLength(1);
    w.done(0);
    w.done(0);
    w.done(0);
    expect(channelsOf(w.wire(0).sent)).toEqual(['market', 'trades']);
  });

  test('what is not answered is asked for again, also a subscription that the page has left meanwhile', async () => {
    w.subscribed(0);
    w.link.want(['trades', 'prices:BTC/USDT', 'market']);
    w.link.want(['trades', 'prices:BTC/USDT']);
    await w.pass(14_999);
    expect(w.wire(0).sent).toHaveLength(2);
    await w.pass(1);
    expect(w.wire(0).sent.slice(2)).toEqual([{ type: 'unsubscribe', id: 's3', channels: ['market'] }]);
    w.link.want(['trades', 'prices:BTC/USDT', 'market']);
    await w.pass(15_000);
    // It may have been done: the channel is asked for anew.
    expect(w.wire(0).sent.slice(3)).toEqual([{ type: 'subscribe', id: 's4', channels: ['market'] }]);
  });

  test('a channel that was refused is asked for again only when the page comes back to it', () => {
    w.wire(0).events.onOpen();
    w.say(0, refusal('s1', 'unknown_symbol', ['channels.1']));
    w.done(0);
    w.link.want(['trades', 'prices:BTC/USDT', 'market']);
    expect(w.wire(0).sent.at(-1)).toEqual({ type: 'subscribe', id: 's3', channels: ['market'] });
    w.done(0);
    w.link.want(['trades', 'market']);
    w.link.want(['trades', 'market', 'prices:BTC/USDT']);
    expect(w.wire(0).sent.at(-1)).toEqual({ type: 'subscribe', id: 's4', channels: ['prices:BTC/USDT'] });
  });

  test('snapshots that were refused for now are asked for again', async () => {
    w.subscribed(0);
    w.link.mend('trades');
    await w.pass(1_000);
    w.say(0, refusal('s2', 'rate_limited', [], { retryAfterSeconds: 2 }));
    await w.pass(2_000);
    expect(w.wire(0).sent.slice(2)).toEqual([{ type: 'subscribe', id: 's3', channels: ['trades'] }]);
  });

  const refusal = (id: string, code: string, fields: readonly string[], more = {}) => ({
    type: 'error',
    id,
    code,
    message: 'nothing was subscribed',
    errors: fields.map((field) => ({ field, code, message: 'no' })),
    ...more,
  });

  test('where channels are refused the others are subscribed without them, and the page is live', () => {
    w.wire(0).events.onOpen();
    w.say(0, refusal('s1', 'unknown_symbol', ['channels.1']));
    expect(w.wire(0).sent.slice(1)).toEqual([{ type: 'subscribe', id: 's2', channels: ['trades'] }]);
    expect(w.lives).toEqual([]);
    w.say(0, { type: 'subscribed', id: 's2', channels: ['trades'] });
    expect(w.lives).toEqual([true]);
    // The answer to something else changes nothing.
    w.say(0, refusal('s1', 'unknown_symbol', ['channels.0']));
    expect(w.wire(0).sent).toHaveLength(2);
  });

  test('where all must wait they are asked for again after that time, as far as they are still shown', async () => {
    w.wire(0).events.onOpen();
    w.say(0, refusal('s1', 'rate_limited', [], { retryAfterSeconds: 3 }));
    w.link.want(['trades']);
    await w.pass(2_999);
    expect(w.wire(0).sent).toHaveLength(1);
    await w.pass(1);
    expect(w.wire(0).sent.slice(1)).toEqual([{ type: 'subscribe', id: 's2', channels: ['trades'] }]);
  });

  test('a dropped connection is replaced after a while, each time a longer one, with the same channels', async () => {
    w.subscribed(0);
    w.wire(0).events.onClose();
    expect(w.lives).toEqual([true, false]);
    w.state.refuse = true;
    await w.pass(1_000);
    expect(w.tickets()).toBe(2);
    await w.pass(1_999);
    expect(w.tickets()).toBe(2);
    w.state.refuse = false;
    await w.pass(1);
    expect(w.tickets()).toBe(3);
    w.subscribed(1);
    expect(w.wire(1).sent).toEqual([
      { type: 'subscribe', id: 's2', channels: ['trades', 'prices:BTC/USDT'] },
    ]);
    expect(w.lives.at(-1)).toBe(true);
    // It held: the next wait is the shortest again.
    w.wire(1).events.onClose();
    await w.pass(1_000);
    expect(w.tickets()).toBe(4);
  });

  test('gaps within a second are mended together, of what is still shown', async () => {
    w.subscribed(0);
    w.link.mend('prices:BTC/USDT');
    w.link.mend('prices:BTC/USDT');
    w.link.mend('prices:GONE/USDT');
    await w.pass(1_000);
    expect(w.wire(0).sent.slice(1)).toEqual([{ type: 'subscribe', id: 's2', channels: ['prices:BTC/USDT'] }]);
  });

  test('before its two hours are over another connection takes its place, and nothing is missed between', async () => {
    w.subscribed(0);
    for (let minute = 0; minute < 115; minute += 1) {
      await w.pass(60_000);
      w.say(0, { type: 'pong', time: '2026-12-01T00:00:00.000Z' });
    }
    expect(w.wires.length).toBe(2);
    expect(w.wire(0).closed).toBe(false);
    w.subscribed(1);
    expect(w.wire(0).closed).toBe(true);
    expect(w.lives).toEqual([true, true]);
  });

  test('where the server says that it will close, the next one is opened first', async () => {
    w.subscribed(0);
    w.say(0, { type: 'closing', reason: 'credential_expired' });
    await w.settled();
    expect(w.wires.length).toBe(2);
    w.subscribed(1);
    w.wire(0).events.onClose();
    expect(w.lives).toEqual([true, true]);
    await w.pass(60_000);
    expect(w.wires.length).toBe(2);
  });

  test('where the first subscription is never answered, the connection is left and another made', async () => {
    w.wire(0).events.onOpen();
    // What API Gateway says where there is too much: no message of ours.
    w.say(0, { message: 'Too Many Requests', connectionId: 'c', requestId: 'r' });
    await w.pass(14_000);
    expect(w.wire(0).closed).toBe(false);
    await w.pass(3_000);
    expect(w.wire(0).closed).toBe(true);
    expect(w.wires.length).toBe(2);
    w.subscribed(1);
    await w.pass(20_000);
    expect(w.wires.length).toBe(2);
    expect(w.lives).toEqual([true]);
  });

  test('a server that no longer answers a ping is left', async () => {
    w.subscribed(0);
    await w.pass(60_000);
    expect(w.wire(0).sent.at(-1)).toEqual({ type: 'ping' });
    await w.pass(15_000);
    expect(w.wire(0).closed).toBe(true);
    expect(w.lives).toEqual([true, false]);
  });

  test('a server that speaks is not asked whether it is there, but for every thirtieth message', async () => {
    w.subscribed(0);
    const pings = () => w.wire(0).sent.filter((sent) => (sent as { type: string }).type === 'ping').length;
    const said = async (times: number) => {
      for (let time = 0; time < times; time += 1) {
        await w.pass(10_000);
        w.say(0, { type: 'pong', time: '2026-12-01T00:00:00.000Z' });
      }
    };
    await said(28);
    expect(pings()).toBe(0);
    await said(10);
    expect(pings()).toBe(1);
    await said(25);
    expect(pings()).toBe(1);
    expect(w.lives).toEqual([true]);
    // And then it falls silent.
    await w.pass(60_000);
    expect(pings()).toBe(2);
    await w.pass(15_000);
    expect(w.lives).toEqual([true, false]);
  });

  test('a page that is hidden for long lets go, and is back at once when it is looked at', async () => {
    w.subscribed(0);
    w.link.show(false);
    await w.pass(60_000);
    w.say(0, { type: 'pong', time: '2026-12-01T00:00:00.000Z' });
    await w.pass(59_000);
    expect(w.wire(0).closed).toBe(false);
    await w.pass(1_000);
    expect(w.wire(0).closed).toBe(true);
    await w.pass(600_000);
    expect(w.wires.length).toBe(1);
    w.link.show(true);
    await w.settled();
    expect(w.wires.length).toBe(2);
  });

  test('what is no message of the contract is passed over', () => {
    w.subscribed(0);
    w.wire(0).events.onText('not json');
    w.say(0, { type: 'something_new' });
    expect(w.messages.map(({ type }) => type)).toEqual(['subscribed']);
  });

  test('stopped is stopped', async () => {
    w.subscribed(0);
    w.link.stop();
    w.wire(0).events.onClose();
    await w.pass(600_000);
    expect(w.wires.length).toBe(1);
  });
});
