import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account as anyAccount } from '../../../shared/contract/examples/book-samples.ts';
import { price as anyPrice, openTrade } from '../../../shared/contract/examples/samples.ts';
import type { ServerMessage } from '../../../shared/contract/messages/server.ts';
import { StreamState } from '../../fixtures/stream-state.ts';

const CHANNELS = ['prices:BTC/USDT', 'prices:ETH/USDT', 'trades', 'account'] as const;
const SYMBOLS = ['BTC/USDT', 'ETH/USDT'];
const isoOf = (ms: number) => new Date(ms).toISOString();

/** A server as docs/websocket.md has it: each change makes one update; a snapshot is what is so at that moment. */
class Server {
  slot = 1;
  readonly prices = new Map(SYMBOLS.map((symbol) => [symbol, { ...anyPrice, symbol, time: isoOf(0) }]));
  readonly trades = new Map<string, typeof openTrade>();
  account = { ...anyAccount, book: 1, version: 0 };

  tick(changed: readonly boolean[]): ServerMessage {
    const previousSlot = this.slot;
    this.slot += 1;
    const prices = SYMBOLS.filter((_, index) => changed[index]);
    for (const symbol of prices)
      this.prices.set(symbol, { ...anyPrice, symbol, price: String(this.slot), time: isoOf(this.slot) });
    const of = (symbol: string) => this.prices.get(symbol) ?? { ...anyPrice, symbol };
    return {
      type: 'price_update',
      slot: this.slot,
      previousSlot,
      prices: prices.map(of),
      unchanged: SYMBOLS.filter((symbol) => !prices.includes(symbol)).map((symbol) => ({
        symbol,
        time: of(symbol).time,
      })),
    };
  }

  trade(id: string, isEnd: boolean): ServerMessage {
    const known = this.trades.get(id);
    const version = (known?.version ?? 0) + 1;
    const trade = { ...openTrade, id, version, status: isEnd ? ('closed' as const) : ('open' as const) };
    this.trades.set(id, trade);
    return { type: 'position_update', trade, version, previousVersion: known?.version ?? null };
  }

  book(isReset: boolean): ServerMessage {
    const { book, version } = this.account;
    this.account = isReset
      ? { ...this.account, book: book + 1, version: 0 }
      : { ...this.account, version: version + 1, cash: String(book * 1000 + version) };
    return {
      type: 'balance_update',
      account: this.account,
      version: this.account.version,
      previousVersion: isReset ? null : version,
    };
  }

  snapshot(channel: (typeof CHANNELS)[number], moment: number): ServerMessage[] {
    if (channel === 'account')
      return [{ type: 'snapshot', channel, seq: moment, data: { items: [this.account] } }];
    if (channel !== 'trades')
      return [
        {
          type: 'snapshot',
          channel,
          seq: this.slot,
          data: this.prices.get(channel.slice('prices:'.length)) ?? null,
        },
      ];
    const active = [...this.trades.values()].filter(({ status }) => status === 'open');
    const half = Math.ceil(active.length / 2);
    return [active.slice(0, half), active.slice(half)].map((items, index) => ({
      type: 'snapshot',
      channel,
      seq: moment,
      data: { items, part: index + 1, parts: 2, more: false },
    }));
  }
}

/** What the network does to one message: loses it, delivers it again, delivers it this much later. */
const fate = fc.record({ lost: fc.boolean(), again: fc.boolean(), delay: fc.nat(6) });
const change = fc.oneof(
  fc.record({ kind: fc.constant('tick' as const), changed: fc.tuple(fc.boolean(), fc.boolean()) }),
  fc.record({ kind: fc.constant('trade' as const), id: fc.constantFrom('a', 'b', 'c'), isEnd: fc.boolean() }),
  fc.record({ kind: fc.constant('book' as const), isReset: fc.boolean() }),
);

describe('a client that keeps to the rules', () => {
  it('keeps of two candles of one time the one of the higher revision, in whatever order they come', () => {
    const client = new StreamState();
    const channel = 'candles:BTC/USDT:5m';
    const seq = Date.parse('2026-12-01T10:20:00.000Z');
    const candle = (high: string) => ({
      ...{ time: isoOf(seq), open: '1', high, low: '1', close: '1', volume: '1' },
    });
    const told = (high: string, revision: number) =>
      client.apply({
        ...{ type: 'candle_update', symbol: 'BTC/USDT', interval: '5m', seq, revision },
        candle: candle(high),
      });
    const kept = () => client.candles.get(channel)?.byTime.get(seq)?.candle?.high;
    told('3', 30);
    told('2', 20);
    expect(kept()).toBe('3');
    client.apply({ type: 'snapshot', channel, seq, data: { candles: [candle('1')], revision: 10 } });
    expect(kept()).toBe('3');
    told('4', 40);
    expect(kept()).toBe('4');
  });

  it('does not bring back a trade that has ended, whatever comes late', () => {
    const server = new Server();
    const client = new StreamState();
    client.subscribing(['trades']);
    const first = server.snapshot('trades', 0);
    const opened = server.trade('b', false);
    const ended = server.trade('b', true);
    client.apply(ended);
    expect([...client.gaps]).toEqual(['trades']);
    client.subscribing(['trades']);
    const second = server.snapshot('trades', 2);
    for (const message of [...first, opened, ...second]) client.apply(message);
    expect([...client.trades.values()].filter(({ status }) => status === 'open')).toEqual([]);
  });

  it('ends with what the server has, whatever is lost, repeated or late', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(change, fate), { maxLength: 60 }),
        fc.infiniteStream(fc.nat(4)),
        (steps, late) => {
          const server = new Server();
          const client = new StreamState();
          const queue: { at: number; message: ServerMessage }[] = [];
          let now = 0;
          const subscribe = (channels: readonly (typeof CHANNELS)[number][]) => {
            client.subscribing(channels);
            for (const channel of channels)
              for (const message of server.snapshot(channel, now))
                queue.push({ at: now + Number(late.next().value), message });
          };
          const deliver = () => {
            const due = queue.filter(({ at }) => at <= now);
            for (const one of due) queue.splice(queue.indexOf(one), 1);
            for (const { message } of due) client.apply(message);
            const gaps = CHANNELS.filter((channel) => client.gaps.has(channel));
            if (gaps.length > 0) subscribe(gaps);
          };
          subscribe(CHANNELS);
          for (const [step, { lost, again, delay }] of steps) {
            now += 1;
            const isEnded = step.kind === 'trade' && server.trades.get(step.id)?.status === 'closed';
            if (!isEnded) {
              const message =
                step.kind === 'tick'
                  ? server.tick(step.changed)
                  : step.kind === 'trade'
                    ? server.trade(step.id, step.isEnd)
                    : server.book(step.isReset);
              if (!lost) queue.push({ at: now + delay, message });
              // What is a user's own is not lost in silence: the server cuts the connection, with what was under way, and the client
              // comes back.
              else if (step.kind !== 'tick') {
                queue.splice(0);
                subscribe(CHANNELS);
              }
              if (again && !lost) queue.push({ at: now + delay + 3, message });
            }
            deliver();
          }
          // The network mends; one more of each arrives, as it does in the life of a market and of an account.
          for (const message of [server.tick([true, false]), server.trade('d', false), server.book(false)]) {
            now += 20;
            queue.push({ at: now, message });
            deliver();
          }
          for (let rest = 0; rest < 20; rest += 1) {
            now += 20;
            deliver();
          }
          expect([...client.gaps]).toEqual([]);
          expect(client.accounts.get('main')).toEqual(server.account);
          const open = (trades: Iterable<{ id: string; version: number; status: string }>) =>
            [...trades]
              .flatMap(({ id, version, status }) => (status === 'open' ? [`${id} ${version}`] : []))
              .sort();
          expect(open(client.trades.values())).toEqual(open(server.trades.values()));
          for (const symbol of SYMBOLS)
            expect(client.prices.get(`prices:${symbol}`)).toEqual({
              slot: server.slot,
              price: server.prices.get(symbol),
            });
        },
      ),
      { numRuns: 500 },
    );
  });
});
