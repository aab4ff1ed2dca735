import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { price } from '../../../shared/domain/money/decimal.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, type Row, type Scene, startScene } from './support.ts';

describe('what a venue says again', () => {
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
  const correct = (minute: number, [open, high, low, close]: NonNullable<Row>) =>
    scene.market.correct('BTC/USDT', { openTime: at(minute), open, high, low, close, volume: 1 });
  const suspectWindow = (minute: number) => ({
    venue: 'replay',
    symbol: 'BTC/USDT',
    from: at(minute),
    to: closeOf(minute),
    reason: 'suspect_price',
  });
  const blind = () => scene.ports.market.blindWindows(10);

  it('an extreme that a correction reveals fires what was armed before it, marked late', async () => {
    await start();
    const trade = await scene.open(at(5), {});
    await scene.ticks(6, 12);
    correct(9, [105, 105, 99, 105]);
    await scene.tickAt(at(13));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(9)} maker late`]);
  });

  it('a correction older than five minutes fires nothing', async () => {
    await start();
    const trade = await scene.open(at(5), {});
    await scene.ticks(6, 12);
    correct(6, [105, 105, 99, 105]);
    await scene.tickAt(at(13));
    expect((await scene.trade(trade)).status).toBe('pending');
  });

  it('a correction never undoes a fill, and what came of it goes on', async () => {
    await start({ 9: [105, 105, 99, 105], 11: [105, 111, 105, 105] });
    const trade = await scene.open(at(6), { exits: { takeProfit: price('110') } });
    await scene.ticks(6, 10);
    correct(9, [105, 105, 105, 105]);
    await scene.ticks(11, 13);
    expect(fillsOf(await scene.trade(trade))).toEqual([
      `entry 100 @${closeOf(9)} maker`,
      `take_profit 110 @${closeOf(11)} maker`,
    ]);
    expect(await scene.requests.accounts.load('u1', 'main')).toMatchObject({ fillCount: 2 });
  });

  it('a price 40 % off fires only when a second read shows it again, at its own time', async () => {
    await start({ 10: [105, 105, 63, 105] });
    const trade = await scene.open(at(6), { entry: { type: 'limit', limit: price('70') } });
    await scene.ticks(7, 11);
    expect(await scene.cursor()).toBe(closeOf(9));
    expect((await scene.trade(trade)).status).toBe('pending');
    await scene.tickAt(at(12));
    expect(await scene.cursor()).toBe(closeOf(11));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 70 @${closeOf(10)} maker`]);
    expect(await blind()).toEqual([]);
  });

  it.each([
    ['zero', 0],
    ['negative', -5],
  ])('a bar whose low is %s fires nothing, and is a blind window after two minutes', async (_, low) => {
    await start({ 10: [105, 105, low, 105] });
    const trade = await scene.open(at(6), { entry: { type: 'limit', limit: price('70') } });
    await scene.ticks(7, 12);
    expect(await scene.cursor()).toBe(closeOf(9));
    expect(await blind()).toEqual([]);
    await scene.tickAt(at(13));
    expect(await scene.cursor()).toBe(closeOf(12));
    await scene.ticks(14, 18);
    expect((await scene.trade(trade)).status).toBe('pending');
    expect(await blind()).toEqual([suspectWindow(10)]);
  });

  it('what fires behind a bar that cannot be true fires at its time once the wait is over', async () => {
    await start({ 10: [105, 105, 0, 105], 11: [105, 105, 99, 105] });
    const trade = await scene.open(at(6), {});
    await scene.ticks(7, 13);
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(11)} maker`]);
  });

  it('a row of bars that cannot be true delays the path for two minutes, not for two minutes each', async () => {
    const zero: Row = [105, 105, 0, 105];
    await start({ 10: zero, 11: zero, 12: zero, 13: zero, 14: zero });
    await scene.ticks(7, 17);
    expect(await scene.cursor()).toBe(closeOf(16));
    expect(await blind()).toEqual([14, 13, 12, 11, 10].map(suspectWindow));
  });

  it('a price that reads otherwise each time is given up, and does not fire from the look-back', async () => {
    await start({ 10: [105, 105, 63, 105] });
    const trade = await scene.open(at(6), { entry: { type: 'limit', limit: price('70') } });
    await scene.ticks(7, 11);
    for (const [minute, low] of [
      [12, 62],
      [13, 61],
    ] as const) {
      correct(10, [105, 105, low, 105]);
      await scene.tickAt(at(minute));
    }
    expect(await blind()).toEqual([suspectWindow(10)]);
    correct(10, [105, 105, 60, 105]);
    await scene.tickAt(at(14));
    expect((await scene.trade(trade)).status).toBe('pending');
  });

  it('a correction that is 40 % off waits for a second read, too', async () => {
    await start();
    const trade = await scene.open(at(5), { entry: { type: 'limit', limit: price('70') } });
    await scene.ticks(6, 12);
    correct(9, [105, 105, 63, 105]);
    await scene.tickAt(at(13));
    expect((await scene.trade(trade)).status).toBe('pending');
    await scene.tickAt(at(14));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 70 @${closeOf(9)} maker late`]);
  });
});
