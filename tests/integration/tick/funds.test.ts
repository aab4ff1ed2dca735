import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrade } from '../../../shared/application/open-trade.ts';
import { imbalanceOf } from '../../../shared/domain/accounts/funds.ts';
import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { BTC, type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { at, minutes } from './support.ts';

describe('money through real transactions', () => {
  let lab: Lab;
  const account = async (userId: string) => {
    const found = await lab.requests.accounts.load(userId, 'main');
    if (!found) throw new Error('no account');
    return found;
  };
  const ask = (userId: string, limitAt: number, amount: string) => {
    lab.clock.time = at(6);
    return openTrade(lab.requests, {
      userId,
      accountId: 'main',
      now: at(6),
      plan: {
        symbol: BTC,
        direction: 'long',
        quantity: quantity(amount),
        entry: { type: 'limit', limit: price(limitAt) },
        exits: {},
      },
      bodyHash: '',
    });
  };
  beforeAll(async () => {
    // Flat at 105, a gap up to 140 in minute 12, down to 99 in minute 14.
    const rows = minutes(30, 105, { 12: [140, 140, 140, 140], 14: [105, 105, 99, 100] });
    lab = await startLab({ market: scriptedMarket(at(0), { 'BTC/USDT': rows }), now: at(5) });
    for (const user of ['rich', 'poor', 'crowd', 'stopper'])
      await lab.stores.addUser(user, { cash: 1000, deposits: 1000 });
    await lab.tickAt(at(5));
  });
  afterAll(() => lab.stop());

  it('a trade holds what it can cost, and a second one that finds too little is refused with both sums', async () => {
    // 100 x 6 x 1.006
    expect((await ask('poor', 100, '6')).ok).toBe(true);
    expect(await account('poor')).toMatchObject({ cash: '396.4', reserved: '603.6' });
    const refused = await ask('poor', 100, '6');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'insufficient_funds' } });
    expect(JSON.stringify(refused)).toContain('603.6');
    expect(JSON.stringify(refused)).toContain('396.4');
    expect(await account('poor')).toMatchObject({ cash: '396.4', reserved: '603.6' });
  });

  it('of ten at once that each fit alone, only as many are made as there is money for', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('crowd', 100, '3')));
    // 301.8 each of 1000
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await account('crowd')).toMatchObject({ cash: '94.6', reserved: '905.4' });
  });

  it('a gap beyond the reservation is paid from free cash, or the entry is rejected and everything released', async () => {
    const entry = { type: 'stop', stop: price(110) } as const;
    // 110 x 1.02 x 1.006 x 8 = 902.9856 held; at 140 it costs 1126.72: 223.7344 more than the 97.0144 that are free.
    const dear = await lab.open(at(6), { quantity: quantity('8'), entry }, 'stopper');
    // 112.8732 held; at 140 it costs 140.84.
    const cheap = await lab.open(at(6), { quantity: quantity('1'), entry }, 'rich');
    for (let minute = 7; minute <= 14; minute++) await lab.tickAt(at(minute));
    expect(await lab.trade(dear)).toMatchObject({ status: 'rejected', endedAt: at(12) });
    expect(await account('stopper')).toMatchObject({ cash: '1000', reserved: '0', fees: '0', fillCount: 0 });
    expect(
      (await lab.requests.trades.logs(dear.id, { limit: 9 })).items.map(({ event }) => event.type),
    ).toEqual(['trade_created', 'trade_rejected']);
    expect(await lab.trade(cheap)).toMatchObject({ status: 'open', fills: [{ price: '140', fee: '0.84' }] });
    expect(await account('rich')).toMatchObject({ cash: '859.16', reserved: '0' });
  });

  it('the books of everybody balance to the last digit', async () => {
    for (let minute = 15; minute <= 16; minute++) await lab.tickAt(at(minute));
    for (const user of ['rich', 'poor', 'crowd', 'stopper']) {
      const trades: Trade[] = [...(await lab.requests.trades.list(user, {}, { limit: 100 })).items];
      expect(imbalanceOf(await account(user), trades)).toBe('0');
    }
    expect((await account('crowd')).fillCount).toBe(3);
  });
});
