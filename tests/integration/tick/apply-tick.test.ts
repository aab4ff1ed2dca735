import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amendTrade } from '../../../shared/application/amend-trade.ts';
import { closeTrade } from '../../../shared/application/command-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';

const MINUTE = 60_000;
const START = Date.UTC(2025, 4, 5);
const at = (minute: number, ms = 0) => START + minute * MINUTE + ms;

/** Flat at 105 for ten minutes, then through 100 to 98, up to 111, down to 90, flat at 95. */
const flat = (value: number) => [value, value, value, value] as const;
const SERIES = [
  ...Array.from({ length: 10 }, () => flat(105)),
  [105, 106, 98, 101],
  [101, 111, 101, 110],
  [110, 110, 90, 95],
  ...Array.from({ length: 10 }, () => flat(95)),
] as const;

describe('a tick over real adapters', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ market: scriptedMarket(START, { 'BTC/USDT': SERIES }), now: at(5) });
    await lab.stores.addUser('u1');
    await lab.tickAt(at(5));
  });
  afterAll(() => lab.stop());

  it('buys at the limit, takes profit, and books both exactly', async () => {
    const bracket = await lab.open(at(6, 500), {
      entry: { type: 'limit', limit: price('100') },
      exits: { takeProfit: price('110.5'), stopLoss: price('97') },
    });
    for (let minute = 7; minute <= 10; minute++) await lab.tickAt(at(minute));
    expect((await lab.trade(bracket)).status).toBe('pending');
    await lab.tickAt(at(11));
    expect(await lab.trade(bracket)).toMatchObject({
      status: 'open',
      fills: [{ leg: 'entry', price: '100', fee: '0.6', liquidity: 'maker', time: at(11) - 1 }],
    });
    const report = await lab.tickAt(at(12));
    expect(report).toMatchObject({ settled: 1, fills: 1 });
    expect(await lab.trade(bracket)).toMatchObject({
      status: 'closed',
      closeReason: 'take_profit',
      endedAt: at(12) - 1,
      fills: [{ leg: 'entry' }, { leg: 'take_profit', price: '110.5', fee: '0.663', liquidity: 'maker' }],
    });
    const account = await lab.requests.accounts.load('u1', 'main');
    expect(account).toMatchObject({ realizedPnl: '10.5', fees: '1.263', fillCount: 2 });
    const { items } = await lab.requests.trades.logs(bracket.id, { limit: 10 });
    expect(items.map(({ seq, event }) => [seq, event.type])).toEqual([
      [0, 'trade_created'],
      [1, 'entry_filled'],
      [2, 'exit_filled'],
    ]);
    // The same ticks again, out of order: nothing changes.
    expect(await lab.tickAt(at(12))).toMatchObject({ skipped: true });
    await lab.tickAt(at(12), { reason: 'command' });
    expect((await lab.trade(bracket)).version).toBe(3);
    expect(await lab.requests.accounts.load('u1', 'main')).toEqual(account);
  });

  it('lets a close act in market time, and remembers an amendment', async () => {
    const market = await lab.open(at(12, 1), { entry: { type: 'market' } });
    expect(lab.sent.at(-1)).toMatchObject({ reason: 'command', symbols: ['BTC/USDT'] });
    await lab.tickAt(at(13));
    // The bar of minute 12 began before the order: only its close counts.
    expect(await lab.trade(market)).toMatchObject({
      status: 'open',
      fills: [{ price: '95', liquidity: 'taker' }],
    });
    const request = { userId: 'u1', tradeId: market.id };
    await amendTrade(lab.requests, { ...request, now: at(14, 10), exits: { stopLoss: price('94') } });
    await closeTrade(lab.requests, { ...request, now: at(15) });
    await lab.tickAt(at(17));
    expect(await lab.trade(market)).toMatchObject({
      status: 'closed',
      closeReason: 'manual',
      endedAt: at(15),
      exits: { stopLoss: '94' },
    });
  });
});
