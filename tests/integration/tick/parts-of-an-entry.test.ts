import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { imbalanceOf } from '../../../shared/domain/accounts/funds.ts';
import { price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../shared/domain/trades/plan.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, flat, minutes, type Scene, startScene } from './support.ts';

/** Half of the volume of one a minute: four parts of 0.5, at the opens of minutes 6, 7, 8 and 9. Fees 0.6 %. */
const PLAN: Partial<TradePlan> = {
  quantity: quantity('2'),
  entry: { type: 'market' },
  execution: { participation: rate('0.5') },
  exits: { takeProfit: price('150') },
};

describe('an entry that fills in parts', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  const start = async () => {
    const top = [150, 151, 150, 150] as const;
    const rows = { 7: flat(106), 8: flat(130), 9: flat(130), 10: flat(130), 11: top, 12: top };
    scene = await startScene(stores, minutes(30, 105, rows));
    // 105 x 1.02 x 2 x 1.006 = 215.4852 is held of 216: 0.5148 is free.
    await stores.addUser('scant', { cash: 216, deposits: 216 });
    await stores.addUser('rich', { cash: 1000, deposits: 1000 });
  };
  const account = async (userId: string) => {
    const found = await scene.requests.accounts.load(userId, 'main');
    if (!found) throw new Error('no account');
    return found;
  };
  const partsOf = (trade: Trade) =>
    trade.fills.map(({ leg, quantity: amount, price: paid }) => `${leg} ${amount} ${paid}`);
  const rowsOf = async (trade: Trade) =>
    (await scene.requests.trades.logs(trade.id, { limit: 20 })).items.map(({ event }) => event.type);

  const TICKS: readonly (readonly [string, readonly number[]])[] = [
    ['minute by minute', [7, 8, 9, 10, 11]],
    ['in one pass', [11]],
  ];

  it.each(TICKS)('ends at the part that the account cannot pay: %s', async (_, ticks) => {
    await start();
    const trade = await scene.open(at(6), PLAN, 'scant');
    for (const minute of ticks) await scene.tickAt(at(minute));
    // Each part releases 53.8713. 52.5 + 0.315 and 53 + 0.318 leave 2.1244 free; 65.39 asks for 11.5187 more.
    expect(partsOf(await scene.trade(trade))).toEqual(['entry 0.5 105', 'entry 0.5 106']);
    expect(await rowsOf(trade)).toEqual(['trade_created', 'entry_filled', 'entry_filled', 'entry_ended']);
    // 216 - 52.815 - 53.318
    expect(await account('scant')).toMatchObject({ cash: '109.867', reserved: '0', fillCount: 2 });
    await scene.ticks(12, 13);
    // 1 at 150 in two parts, less 0.9; fees of 0.633 before.
    expect((await scene.trade(trade)).status).toBe('closed');
    expect(await account('scant')).toMatchObject({
      cash: '258.967',
      reserved: '0',
      fees: '1.533',
      fillCount: 4,
    });
    expect(imbalanceOf(await account('scant'), [await scene.trade(trade)])).toBe('0');
  });

  it.each(TICKS)('fills whole where the account can pay: %s', async (_, ticks) => {
    await start();
    const trade = await scene.open(at(6), PLAN, 'rich');
    for (const minute of ticks) await scene.tickAt(at(minute));
    expect(partsOf(await scene.trade(trade))).toEqual([
      'entry 0.5 105',
      'entry 0.5 106',
      'entry 0.5 130',
      'entry 0.5 130',
    ]);
    // 1000 - 52.815 - 53.318 - 2 x 65.39
    expect(await account('rich')).toMatchObject({ cash: '763.087', reserved: '0' });
  });
});
