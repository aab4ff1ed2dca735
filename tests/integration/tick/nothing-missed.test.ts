import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, BLIND_INDEX, closeOf, fillsOf, minutes, type Scene, startScene } from './support.ts';

describe('nothing is missed', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  /** At 105, but for one wick to 98 in minute 10. */
  const start = async () => {
    scene = await startScene(stores, minutes(30, 105, { 10: [105, 106, 98, 104] }));
  };

  it('a wick between two ticks fires at its price and time', async () => {
    await start();
    const trade = await scene.open(at(6), {});
    await scene.tickAt(at(8));
    await scene.tickAt(at(19));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('a trade whose write commits after the tick that passed its moment fires from the look-back', async () => {
    await start();
    await scene.ticks(6, 12);
    const late = await scene.open(at(10), {});
    expect(late.createdAt).toBe(at(10));
    await scene.tickAt(at(13));
    expect(fillsOf(await scene.trade(late))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('a market order that commits late fills at its own first point, not at a newer one', async () => {
    await start();
    await scene.ticks(6, 12);
    const late = await scene.open(at(9, 500), { entry: { type: 'market' } });
    await scene.tickAt(at(13));
    expect(fillsOf(await scene.trade(late))).toEqual([`entry 105 @${closeOf(9)} taker`]);
  });

  it('four minutes late is early enough, even in the last look-back', async () => {
    await start();
    await scene.ticks(6, 14);
    const late = await scene.open(at(10), {});
    await scene.tickAt(at(15));
    expect(fillsOf(await scene.trade(late))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('an index entry that is not visible yet is found by the next tick', async () => {
    await start();
    const trade = await scene.open(at(10), {});
    await scene.tickWith({ triggers: BLIND_INDEX }, at(11));
    expect(await scene.cursor()).toBe(closeOf(10));
    expect((await scene.trade(trade)).status).toBe('pending');
    await scene.tickAt(at(12));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('a market order and a cancel that the index hides are found by the next tick', async () => {
    await start();
    const order = await scene.open(at(10, 1), { entry: { type: 'market' } });
    const expiring = await scene.open(at(6), {
      entry: { type: 'limit', limit: '90' as never },
      goodTill: at(10, 5),
    });
    await scene.tickWith({ triggers: BLIND_INDEX }, at(11));
    await scene.tickAt(at(12));
    expect(fillsOf(await scene.trade(order))).toEqual([`entry 104 @${closeOf(10)} taker`]);
    expect(await scene.trade(expiring)).toMatchObject({ status: 'expired', endedAt: at(10, 5) });
  });

  it('a leg armed before the look-back keeps its place: a gap through a limit fills at the limit', async () => {
    scene = await startScene(stores, minutes(40, 105, { 30: [95, 96, 94, 95] }));
    const trade = await scene.open(at(6), {});
    await scene.ticks(28, 31);
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${at(30)} maker`]);
  });
});
