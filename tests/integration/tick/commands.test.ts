import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { amendTrade } from '../../../shared/application/amend-trade.ts';
import { cancelTrade, closeTrade } from '../../../shared/application/command-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, type Row, type Scene, startScene } from './support.ts';

describe('commands', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  const start = async (changes: Readonly<Record<number, Row>> = {}) => {
    scene = await startScene(stores, minutes(40, 105, changes));
  };
  const about = (trade: Trade, now: number) => ({ userId: trade.userId, tradeId: trade.id, now });
  const eventsOf = async (trade: Trade) => {
    const { items } = await scene.requests.trades.logs(trade.id, { limit: 50 });
    return items.map(({ event }) => event.type);
  };
  const openAt = async (minute: number, changes: Parameters<Scene['open']>[1] = {}) => {
    const trade = await scene.open(at(minute), { entry: { type: 'market' }, ...changes });
    await scene.tickAt(at(minute + 1));
    return trade;
  };

  it('a cancel before the price reaches the limit ends the trade, though no tick came between', async () => {
    await start({ 10: [105, 105, 98, 104] });
    const trade = await scene.open(at(6), {});
    expect(await cancelTrade(scene.requests, about(trade, at(9, 500)))).toMatchObject({
      ok: true,
      value: { status: 'pending', commands: [{ kind: 'cancel', at: at(9, 500) }] },
    });
    await scene.tickAt(at(15));
    expect(await scene.trade(trade)).toMatchObject({ status: 'cancelled', endedAt: at(9, 500), fills: [] });
    expect(scene.sent.at(-1)).toEqual({
      batch: 0,
      slot: at(9, 500),
      symbols: ['BTC/USDT'],
      reason: 'command',
    });
  });

  it('a cancel after the price has reached the limit is superseded, though no tick came between', async () => {
    await start({ 10: [105, 105, 98, 104] });
    const trade = await scene.open(at(6), {});
    await cancelTrade(scene.requests, about(trade, at(11)));
    await scene.tickAt(at(15));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    expect(await eventsOf(trade)).toEqual([
      'trade_created',
      'command_requested',
      'entry_filled',
      'command_superseded',
    ]);
  });

  it('a cancel again, and a close again, change nothing', async () => {
    await start();
    const waiting = await scene.open(at(6), {});
    const open = await openAt(6);
    for (const now of [at(8), at(8, 1), at(9)]) {
      expect(await cancelTrade(scene.requests, about(waiting, now))).toMatchObject({ value: { version: 2 } });
      expect(await closeTrade(scene.requests, about(open, now))).toMatchObject({ value: { version: 3 } });
    }
    await scene.tickAt(at(12));
    expect(await scene.trade(waiting)).toMatchObject({ status: 'cancelled', endedAt: at(8) });
    expect(await scene.trade(open)).toMatchObject({
      status: 'closed',
      endedAt: at(8),
      closeReason: 'manual',
    });
    expect(await cancelTrade(scene.requests, about(waiting, at(13)))).toMatchObject({
      ok: false,
      problem: { code: 'trade_ended' },
    });
  });

  it('ten cancels at once are one', async () => {
    await start();
    const trade = await scene.open(at(6), {});
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => cancelTrade(scene.requests, about(trade, at(8)))),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await scene.trade(trade)).toMatchObject({ version: 2, commands: [{ kind: 'cancel', at: at(8) }] });
  });

  it('a close fills at the first point after it; the stop that came first supersedes it', async () => {
    await start({ 12: [105, 105, 94, 95], 13: [95, 95, 95, 95] });
    const exits = { stopLoss: price('95') };
    const early = await openAt(6, { exits });
    const late = await openAt(7, { exits });
    await closeTrade(scene.requests, about(early, at(12)));
    await closeTrade(scene.requests, about(late, at(13)));
    await scene.tickAt(at(20));
    expect(fillsOf(await scene.trade(early)).at(-1)).toBe(`close 105 @${at(12)} taker`);
    expect(fillsOf(await scene.trade(late)).at(-1)).toBe(`stop_loss 95 @${closeOf(12)} taker`);
    expect((await eventsOf(late)).at(-1)).toBe('command_superseded');
  });

  it('an amendment acts at its moment: what came before it fires by the old exits', async () => {
    await start({ 9: [105, 112, 105, 105], 14: [105, 109, 105, 105] });
    const before = await openAt(6, { exits: { takeProfit: price('120') } });
    await amendTrade(scene.requests, { ...about(before, at(11)), exits: { takeProfit: price('108') } });
    await scene.tickAt(at(20));
    expect(fillsOf(await scene.trade(before)).at(-1)).toBe(`take_profit 108 @${closeOf(14)} maker`);
  });

  it('a command that a tick overtakes is decided again on what the tick made of the trade', async () => {
    await start({ 10: [105, 105, 98, 104] });
    const trade = await scene.open(at(6), {});
    const { trades } = scene.requests;
    let ticked = false;
    const racing = {
      ...scene.requests,
      trades: {
        ...trades,
        settle: async (settlement: Parameters<typeof trades.settle>[0]) => {
          if (!ticked) await scene.tickAt(at(11));
          ticked = true;
          return trades.settle(settlement);
        },
      },
    };
    expect(await cancelTrade(racing, about(trade, at(11)))).toMatchObject({
      ok: false,
      problem: { code: 'trade_not_pending' },
    });
    expect(await closeTrade(scene.requests, about(trade, at(11, 1)))).toMatchObject({ ok: true });
    await scene.tickAt(at(14));
    expect(fillsOf(await scene.trade(trade)).at(-1)).toBe(`close 105 @${closeOf(11)} taker`);
  });

  it('a command that commits after the tick that passed its moment still acts at its moment', async () => {
    await start({ 10: [105, 111, 105, 105] });
    const trade = await openAt(6, { exits: { takeProfit: price('120') } });
    await scene.ticks(8, 12);
    await amendTrade(scene.requests, { ...about(trade, at(10)), exits: { takeProfit: price('110') } });
    await scene.tickAt(at(13));
    expect(fillsOf(await scene.trade(trade)).at(-1)).toBe(`take_profit 110 @${closeOf(10)} maker`);
    const { items } = await scene.requests.trades.logs(trade.id, { limit: 9 });
    expect(items.map(({ event }) => [event.type, event.at])).toContainEqual(['exits_changed', at(10)]);
  });

  it('five commands may wait; a sixth is refused until the market has moved on', async () => {
    await start();
    const trade = await openAt(6);
    let asked = 0;
    const amend = (minute: number) =>
      amendTrade(scene.requests, {
        ...about(trade, at(minute)),
        exits: { stopLoss: price(`${90 + minute}.${asked++}`) },
      });
    await scene.tickAt(at(8));
    for (const minute of [8, 8, 8, 8, 8]) expect((await amend(minute)).ok).toBe(true);
    expect(await amend(8)).toMatchObject({ ok: false, problem: { code: 'too_many_commands' } });
    await scene.tickAt(at(10));
    expect((await amend(10)).ok).toBe(true);
  });

  it('the same change asked for again is the same command', async () => {
    await start();
    const trade = await openAt(6);
    const asked = { ...about(trade, at(7)), exits: { stopLoss: price('91') } };
    for (const _ of [1, 2, 3]) expect((await amendTrade(scene.requests, asked)).ok).toBe(true);
    expect((await scene.trade(trade)).commands).toHaveLength(1);
  });

  it('of twenty changes at once none fails for the others: five wait, the rest are told so', async () => {
    await start();
    const trade = await openAt(6);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        amendTrade(scene.requests, { ...about(trade, at(7)), exits: { stopLoss: price(`${60 + index}`) } }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    for (const answer of answers) if (!answer.ok) expect(answer.problem.code).toBe('too_many_commands');
  });

  it('another user’s trade is absent', async () => {
    await start();
    const trade = await scene.open(at(6), {});
    const stranger = { ...about(trade, at(7)), userId: 'u2' };
    for (const answer of [
      await cancelTrade(scene.requests, stranger),
      await closeTrade(scene.requests, stranger),
      await amendTrade(scene.requests, { ...stranger, exits: {} }),
    ])
      expect(answer).toMatchObject({ ok: false, problem: { code: 'not_found' } });
    expect(await scene.trade(trade)).toMatchObject({ version: 1 });
  });

  it('a queue that does not answer fails no command: the schedule comes by', async () => {
    await start();
    const trade = await scene.open(at(6), {});
    const queue = { send: () => Promise.reject(new Error('away')) };
    expect((await cancelTrade({ ...scene.requests, queue }, about(trade, at(7)))).ok).toBe(true);
    await scene.tickAt(at(9));
    expect((await scene.trade(trade)).status).toBe('cancelled');
  });
});
