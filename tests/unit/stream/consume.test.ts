import { describe, expect, test } from 'vitest';
import { consume } from '../../../functions/streams/consume.ts';
import type { PublishPorts } from '../../../shared/application/stream/stream-ports.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { Change } from '../../../shared/ports/changes.ts';
import type { Connection } from '../../../shared/ports/connections.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import { pending } from '../../fixtures/trades.ts';

const BTC = 'BTC/USDT' as MarketSymbol;
const NOW = 1_000_000;

/** Who is connected, what they were told, and a store that fails where the test says so. */
const world = () => {
  const told: [string, unknown][] = [];
  const cut: string[] = [];
  const logged: unknown[][] = [];
  const fail = { users: new Set<string>(), all: false };
  const connection = (id: string, userId: string, keyId = '', madeAt = NOW - 100): Connection => ({
    ...{ id, userId, keyId, madeAt, scopes: ['read'], expiresAt: NOW + 1_000, slot: 0 },
    channels: [`prices:${BTC}`, 'trades', 'account'],
  });
  const connections = [connection('a1', 'ann'), connection('a2', 'ann', 'k1'), connection('b1', 'bob')];
  const ports = {
    connections: {
      isAnybodyThere: async () => connections.length > 0,
      ofUser: async (userId: string) => {
        if (fail.users.has(userId)) throw new Error('the store is silent');
        const own = connections.filter((one) => one.userId === userId);
        return own.map((one) => ({ ...one, own: ['trades', 'account'] }));
      },
      first: async () => {
        if (fail.all) throw new Error('the store is silent');
        return { connections, rest: [] };
      },
      forget: async ({ id }: { id: string }) => void cut.push(id),
    },
    sockets: {
      post: async (id: string, text: string) => {
        told.push([id, JSON.parse(text)]);
        return 'sent';
      },
      close: async () => {},
      isOpen: async () => true,
    },
    clock: () => NOW,
    report: () => {},
    fanOut: { send: async () => {} },
  } as unknown as PublishPorts;
  const handle = consume({
    ports,
    settings: {
      ...{ feeds: ['binance'], symbols: [BTC], tickSeconds: 10, priceBound: 0.25 },
      ...{ quoteStaleMs: 60_000, disagreementBound: 0.02 },
    },
    answerer: () => async () => undefined,
    // As the adapter reads it: the record has its place and its change, or is none.
    readChange: (record) => {
      const { sequence, change } = record as { sequence?: string; change?: Change };
      if (!sequence) throw new Error('no record');
      return { sequence, change };
    },
    logger: {
      error: (...one: unknown[]) => void logged.push(one),
      warn: (...one: unknown[]) => void logged.push(one),
    },
  });
  const send = (...records: readonly (readonly [number, Change | undefined])[]) =>
    handle({ Records: records.map(([place, change]) => ({ sequence: String(place), change })) });
  return { told, cut, logged, fail, handle, send, of: (id: string) => told.filter(([to]) => to === id) };
};

const trade = (userId: string, version: number): Change => ({
  kind: 'trade',
  after: pending({ userId, version, id: `${userId}-T` }),
});
const state = (slot: number, price: number, time = slot): BatchState => ({
  ...{ batch: 1, version: 1, slot, feeds: {}, clocks: {}, instrumentsAt: 0, feedsOrder: 'binance' },
  markets: [
    {
      ...{ venue: 'binance', symbol: BTC, cursor: slot, before: 0 },
      quote: { symbol: BTC, price, time, source: 'binance' },
    },
  ],
});
const corrupt: Change = { kind: 'corrupt', key: '{"pk":"state"}', reason: 'no json' };
const versions = (messages: readonly [string, unknown][]) =>
  messages.map(([, message]) => (message as { version: number }).version);

describe('a batch of a stream', () => {
  test('what is corrupt or no record is logged, left out, and stops nothing', async () => {
    const { handle, logged, of } = world();
    const Records = [
      { sequence: '1', change: corrupt },
      { nonsense: true },
      { sequence: '3', change: trade('ann', 1) },
    ];
    expect(await handle({ Records })).toEqual({ batchItemFailures: [] });
    expect(logged.map(([what]) => what)).toEqual(['corrupt item', 'no record of a stream']);
    expect(logged[0]?.[1]).toEqual({ key: '{"pk":"state"}', reason: 'no json' });
    expect(of('a1')).toHaveLength(1);
  });

  test('each user is told in the order of the stream, and nobody what is another’s', async () => {
    const { send, of } = world();
    await send([1, trade('ann', 1)], [2, trade('bob', 7)], [3, trade('ann', 2)], [4, trade('ann', 3)]);
    expect(versions(of('a1'))).toEqual([1, 2, 3]);
    expect(versions(of('a2'))).toEqual([1, 2, 3]);
    expect(versions(of('b1'))).toEqual([7]);
  });

  test('who cannot be told is reported from the first such record on; the others are told nevertheless', async () => {
    const { send, fail, of } = world();
    fail.users.add('ann');
    const answer = await send(
      // As text "10" would sort before "9".
      [9, trade('bob', 1)],
      [10, trade('ann', 1)],
      [11, trade('ann', 2)],
      [12, trade('bob', 2)],
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '10' }] });
    expect(versions(of('b1'))).toEqual([1, 2]);
  });

  test('prices: what is new, and what stands; a failure is the whole batch again', async () => {
    const { send, fail, of } = world();
    const [before, same, after] = [state(10_000, 5), state(20_000, 5, 10_000), state(30_000, 6)];
    await send([1, { kind: 'tick', before, after: same }], [2, { kind: 'tick', before: same, after }]);
    expect(of('b1').map(([, message]) => message)).toMatchObject([
      {
        ...{ type: 'price_update', slot: 20_000, previousSlot: 10_000, prices: [] },
        unchanged: [{ symbol: BTC, time: '1970-01-01T00:00:10.000Z' }],
      },
      { type: 'price_update', slot: 30_000, previousSlot: 20_000, prices: [{ symbol: BTC, price: '6' }] },
    ]);
    fail.all = true;
    expect(await send([7, { kind: 'tick', before: same, after }], [8, trade('bob', 1)])).toEqual({
      batchItemFailures: [{ itemIdentifier: '7' }],
    });
    expect(versions(of('b1')).at(-1)).toBe(1);
  });

  test('a key cuts its own connections, a sign-out those of sessions from before it, an erasure all', async () => {
    const revoked = world();
    await revoked.send([1, { kind: 'key_revoked', userId: 'ann', keyId: 'k1' }]);
    expect(revoked.told).toEqual([['a2', { type: 'closing', reason: 'key_revoked' }]]);
    const signedOut = world();
    await signedOut.send([1, { kind: 'sessions_ended', userId: 'ann', from: NOW }]);
    expect(signedOut.told).toEqual([['a1', { type: 'closing', reason: 'signed_out' }]]);
    const later = world();
    await later.send([1, { kind: 'sessions_ended', userId: 'ann', from: NOW - 100 }]);
    expect(later.cut).toEqual([]);
    const erased = world();
    await erased.send([1, { kind: 'user_erased', userId: 'ann' }]);
    expect(erased.cut.sort()).toEqual(['a1', 'a2']);
  });

  test('a cut that failed comes again', async () => {
    const { send, fail, logged } = world();
    fail.users.add('ann');
    const erased: Change = { kind: 'user_erased', userId: 'ann' };
    expect(await send([4, undefined], [5, erased])).toEqual({ batchItemFailures: [{ itemIdentifier: '5' }] });
    expect(logged.map(([what]) => what)).toEqual(['connections could not be cut']);
  });
});
