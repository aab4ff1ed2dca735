import { describe, expect, it, test } from 'vitest';
import type { Account } from '../../../../shared/domain/accounts/account.ts';
import { costOfOpen, isIdle } from '../../../../shared/domain/accounts/balance.ts';
import { accountOf, bookIdOf, booksOf, nextBook, numberOf } from '../../../../shared/domain/accounts/book.ts';
import { amountOf, type FillEntry, sideOf } from '../../../../shared/domain/accounts/ledger.ts';
import { positionsOf } from '../../../../shared/domain/accounts/positions.ts';
import { percentOf, valuationOf } from '../../../../shared/domain/accounts/valuation.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../../../shared/domain/money/decimal.ts';
import { opened, pending } from '../../../fixtures/trades.ts';

const BTC = 'BTC/USDT' as MarketSymbol;
const ETH = 'ETH/USDT' as MarketSymbol;

describe('the books of an account', () => {
  test('are numbered from the second on', () => {
    expect([bookIdOf('main', 1), nextBook('main'), nextBook('main#0002'), nextBook('a-1#0009')]).toEqual([
      'main',
      'main#0002',
      'main#0003',
      'a-1#0010',
    ]);
    expect(['main', 'a-1#0010'].map((id) => [accountOf(id), numberOf(id)])).toEqual([
      ['main', 1],
      ['a-1', 10],
    ]);
  });

  test('lie in a range that holds no book of another account', () => {
    const { first, last } = booksOf('main');
    const inside = (id: string) => id >= first && id <= last;
    expect(['main', 'main#0002', 'main#9999'].map(inside)).toEqual([true, true, true]);
    expect(['mai', 'main-2', 'main0', 'maine', 'main-2#0002', 'n'].map(inside)).toEqual(Array(6).fill(false));
  });
});

describe('an account is idle', () => {
  const account = (changes: object) =>
    ({
      cash: money('80'),
      reserved: money('0'),
      deposits: money('100'),
      withdrawals: money('30'),
      realizedPnl: money('12'),
      fees: money('2'),
      fillCount: 2,
      ...changes,
    }) as Account;

  test.each([
    ['nothing is open: 80 = 100 - 30 + 12 - 2', {}, '0', true],
    ['an entry waits', { cash: money('70'), reserved: money('10') }, '0', false],
    ['a long is open that cost 10', { cash: money('70') }, '10', false],
    ['a gap took more than there was', { cash: money('-5'), realizedPnl: money('-73') }, '0', true],
  ])('where %s', (_, changes, cost, idle) => {
    expect([costOfOpen(account(changes)), isIdle(account(changes))]).toEqual([cost, idle]);
  });
});

describe('a line of the ledger', () => {
  const fill = (direction: 'long' | 'short', leg: FillEntry['leg']) =>
    ({ kind: 'fill', direction, leg, notional: money('200'), fee: money('1.5') }) as FillEntry;

  test.each([
    ['long', 'entry', 'buy', '-201.5'],
    ['long', 'take_profit', 'sell', '198.5'],
    ['short', 'entry', 'sell', '198.5'],
    ['short', 'liquidation', 'buy', '-201.5'],
  ] as const)('of a %s, %s: %s, %s', (direction, leg, side, amount) => {
    expect([sideOf(fill(direction, leg)), amountOf(fill(direction, leg))]).toEqual([side, amount]);
  });
});

describe('positions', () => {
  const long = (at: number, amount: string, id: string) => opened(at, { quantity: quantity(amount), id });

  it('put the open trades of a symbol and direction together', () => {
    const trades = [
      long(100, '1', 'T1'),
      long(130, '2', 'T2'),
      opened(120, { direction: 'short', quantity: quantity('1'), id: 'T3' }),
      pending({ id: 'T4' }),
    ];
    expect(positionsOf(trades, new Map([[BTC, 110]]))).toEqual([
      {
        symbol: BTC,
        direction: 'long',
        quantity: '3',
        cost: '360',
        averageCost: '120',
        trades: 2,
        valued: { price: 110, value: '330', unrealizedPnl: '-30' },
      },
      {
        symbol: BTC,
        direction: 'short',
        quantity: '1',
        cost: '120',
        averageCost: '120',
        trades: 1,
        valued: { price: 110, value: '110', unrealizedPnl: '10' },
      },
    ]);
  });

  it('have no value where there is no price', () => {
    const [position] = positionsOf([long(100, '1', 'T1')], new Map([[ETH, 50]]));
    expect(position).not.toHaveProperty('valued');
    expect(position).toMatchObject({ cost: '100', averageCost: '100' });
  });

  it('round an average that does not end to 8 decimals', () => {
    const trades = [long(100, '1', 'T1'), long(101, '2', 'T2')];
    expect(positionsOf(trades, new Map())[0]).toMatchObject({
      cost: '302',
      averageCost: price('100.66666667'),
    });
  });
});

describe('what an account is worth', () => {
  const account = {
    cash: money('500'),
    reserved: money('120'),
    deposits: money('1000'),
    withdrawals: money('0'),
    realizedPnl: money('0'),
    fees: money('20'),
    fillCount: 3,
  };

  it('counts longs at their value and of shorts what they have made', () => {
    const trades = [
      opened(120, { quantity: quantity('3'), id: 'T1' }),
      opened(120, { direction: 'short', quantity: quantity('1'), id: 'T2' }),
    ];
    const positions = positionsOf(trades, new Map([[BTC, 110]]));
    // 330 + 10; 500 + 120 + 340; 960 - 1000
    expect(valuationOf(account, positions)).toEqual({
      cash: '500',
      reserved: '120',
      positions: '340',
      total: '960',
      paidIn: '1000',
      allTimePnl: '-40',
      unpriced: [],
    });
  });

  it('counts at cost what has no price, and says so', () => {
    const positions = positionsOf([opened(120, { quantity: quantity('3') })], new Map());
    expect(valuationOf(account, positions)).toMatchObject({ positions: '360', unpriced: [BTC] });
  });

  it('is told in percent of something only', () => {
    expect([percentOf('1', '3'), percentOf('-5', '100'), percentOf('1', '0')]).toEqual([
      '33.3333',
      '-5',
      undefined,
    ]);
  });
});
