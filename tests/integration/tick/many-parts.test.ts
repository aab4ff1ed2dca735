import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { imbalanceOf } from '../../../shared/domain/accounts/funds.ts';
import { quantity, rate } from '../../../shared/domain/money/decimal.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, minutes, type Scene, startScene } from './support.ts';

/** Each fill is a row of the log and one of the ledger: a transaction of a hundred actions holds 48 of them. */
describe('more parts in one pass than one transaction holds', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  const account = async () => {
    const found = await scene.requests.accounts.load('u1', 'main');
    if (!found) throw new Error('no account');
    return found;
  };

  it('are settled in several, each once, within the pass', async () => {
    scene = await startScene(stores, minutes(130, 100));
    await stores.addUser('u1', { cash: 100_000, deposits: 100_000 });
    const execution = { participation: rate('0.5') };
    const trade = await scene.open(at(6), { quantity: quantity('40'), entry: { type: 'market' }, execution });
    // Away for ninety minutes: eighty parts of 0.5, a minute each, in one pass.
    await scene.tickAt(at(100));
    const open = await scene.trade(trade);
    expect(open.fills.map(({ id }) => id)).toEqual(
      Array.from({ length: 80 }, (_, n) => `${trade.id}#entry#${n}`),
    );
    expect(open).toMatchObject({ status: 'open' });
    expect(open.status === 'open' && open.entering).toBeUndefined();
    expect(open.evaluatedTo).toBeUndefined();
    // 40 x 100, and 0.6 % of it.
    expect(await account()).toMatchObject({ cash: '95976', reserved: '0', fees: '24', fillCount: 80 });
    expect(imbalanceOf(await account(), [open])).toBe('0');
    expect(scene.reports.filter(({ what }) => what === 'trade_parked')).toEqual([]);
    await scene.ticks(101, 102);
    expect((await scene.trade(trade)).version).toBe(open.version);
  });

  it('the hundredth ends what is left of the entry, and releases what was held for it', async () => {
    scene = await startScene(stores, minutes(130, 100));
    await stores.addUser('u1', { cash: 100_000, deposits: 100_000 });
    const execution = { participation: rate('0.5') };
    const trade = await scene.open(at(6), { quantity: quantity('60'), entry: { type: 'market' }, execution });
    await scene.tickAt(at(120));
    await scene.tickAt(at(121));
    const open = await scene.trade(trade);
    expect(open.fills).toHaveLength(100);
    expect(open.status === 'open' && open.entering).toBeUndefined();
    // 50 x 100, and 0.6 % of it.
    expect(await account()).toMatchObject({ cash: '94970', reserved: '0' });
  });
});
