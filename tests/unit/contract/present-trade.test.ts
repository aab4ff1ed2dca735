import { describe, expect, it } from 'vitest';
import { presentTrade } from '../../../shared/contract/present/trade.ts';
import { tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { money, price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { ClosedTrade, OpenTrade, PendingTrade } from '../../../shared/domain/trades/trade.ts';
import { CREATED, cancelled, closed, ENDED, entryFill, ID, OPENED, open, pending } from './trades.ts';

/** Written by hand from the description of a trade's JSON. */
const pendingJson = {
  id: ID,
  accountId: 'main',
  clientTradeId: null,
  symbol: 'BTC/USDT',
  venue: 'binance',
  direction: 'long',
  quantity: '0.05',
  entry: { type: 'limit', limit: '64000' },
  takeProfit: '66000',
  stopLoss: '63000',
  stopLimit: null,
  targets: null,
  trailing: null,
  breakEven: false,
  covers: null,
  timeOutSeconds: null,
  dailyClose: null,
  participation: null,
  visible: null,
  status: 'pending',
  state: 'pending',
  version: 1,
  createdAt: '2026-11-20T09:30:00.000Z',
  goodTill: null,
  endedAt: null,
  closeReason: null,
  endReason: null,
  legs: [
    {
      leg: 'entry',
      type: 'limit',
      price: '64000',
      quantity: '0.05',
      filledQuantity: '0',
      state: 'armed',
      armedAt: '2026-11-20T09:30:00.000Z',
    },
    {
      leg: 'take_profit',
      type: 'limit',
      price: '66000',
      filledQuantity: '0',
      state: 'planned',
      armedAt: null,
    },
    { leg: 'stop_loss', type: 'stop', price: '63000', filledQuantity: '0', state: 'planned', armedAt: null },
  ],
  fills: [],
  filledQuantity: '0',
  openQuantity: '0',
  entryPrice: null,
  exitPrice: null,
  currentPrice: null,
  currentPriceStale: false,
  unrealizedPnl: null,
  unrealizedPnlPercent: null,
  realizedPnl: null,
  fees: '0',
  netPnl: null,
  readings: null,
};

const entryFillJson = {
  id: `${ID}#entry#1`,
  leg: 'entry',
  time: '2026-11-20T09:31:04.999Z',
  price: '64000',
  quantity: '0.05',
  notional: '3200',
  fee: '19.2',
  liquidity: 'maker',
  ambiguous: false,
  late: false,
};

const armedAt = '2026-11-20T09:31:04.999Z';

describe('a trade in the answers of the API', () => {
  it('pending, without a price', () => {
    expect(presentTrade(pending)).toEqual(pendingJson);
  });

  it('open, valued at the last price: (64500 - 64000) x 0.05 = 25, 25 / 3200 = 0.78125 %', () => {
    expect(presentTrade({ ...open, clientTradeId: 'a-1', goodTill: ENDED }, 64500)).toEqual({
      ...pendingJson,
      clientTradeId: 'a-1',
      goodTill: '2026-11-20T10:30:00.000Z',
      status: 'open',
      state: 'open',
      version: 2,
      legs: [
        { ...pendingJson.legs[0], filledQuantity: '0.05', state: 'filled' },
        { ...pendingJson.legs[1], state: 'armed', armedAt },
        { ...pendingJson.legs[2], state: 'armed', armedAt },
      ],
      fills: [entryFillJson],
      filledQuantity: '0.05',
      openQuantity: '0.05',
      entryPrice: '64000',
      currentPrice: '64500',
      currentPriceStale: false,
      unrealizedPnl: '25',
      unrealizedPnlPercent: '0.7812',
      fees: '19.2',
    });
  });

  it('closed at its target: 3300 - 3200 = 100 gross, 100 - 19.2 - 19.8 = 61 net, no current price', () => {
    expect(presentTrade(closed, 70000)).toEqual({
      ...pendingJson,
      status: 'closed',
      state: 'closed',
      version: 3,
      endedAt: '2026-11-20T10:30:00.000Z',
      closeReason: 'take_profit',
      legs: [
        { ...pendingJson.legs[0], filledQuantity: '0.05', state: 'filled' },
        { ...pendingJson.legs[1], filledQuantity: '0.05', state: 'filled' },
        { ...pendingJson.legs[2], state: 'disarmed' },
      ],
      fills: [
        entryFillJson,
        {
          ...entryFillJson,
          id: `${ID}#take_profit#1`,
          leg: 'take_profit',
          time: '2026-11-20T10:30:00.000Z',
          price: '66000',
          notional: '3300',
          fee: '19.8',
        },
      ],
      filledQuantity: '0.05',
      entryPrice: '64000',
      exitPrice: '66000',
      realizedPnl: '100',
      fees: '39',
      netPnl: '61',
    });
  });

  it('cancelled: every leg disarmed, nothing made', () => {
    const json = presentTrade(cancelled, 64500);
    expect(json.legs.map(({ state }) => state)).toEqual(['disarmed', 'disarmed', 'disarmed']);
    expect(json).toMatchObject({
      status: 'cancelled',
      state: 'cancelled',
      endReason: 'cancelled by its owner',
      closeReason: null,
      endedAt: '2026-11-20T10:30:00.000Z',
      realizedPnl: null,
      netPnl: null,
      currentPrice: null,
    });
  });

  it('short and closed by hand: (200 - 190) x 3 = 30 gross; 200 x 3 = 600, 190 x 3 = 570', () => {
    const short: ClosedTrade = {
      ...closed,
      direction: 'short',
      entry: { type: 'market' },
      exits: {},
      quantity: quantity(3),
      closeReason: 'manual',
      fills: [
        { ...entryFill, price: price(200), quantity: quantity(3), notional: money(600), fee: money('3.6') },
        {
          ...entryFill,
          leg: 'close',
          price: price(190),
          quantity: quantity(3),
          notional: money(570),
          fee: money('3.42'),
        },
      ],
    };
    const json = presentTrade(short);
    expect(json.legs).toEqual([
      {
        leg: 'entry',
        type: 'market',
        price: null,
        quantity: '3',
        filledQuantity: '3',
        state: 'filled',
        armedAt: '2026-11-20T09:30:00.000Z',
      },
      { leg: 'close', type: 'market', price: null, filledQuantity: '3', state: 'filled', armedAt: null },
    ]);
    expect([json.realizedPnl, json.fees, json.netPnl]).toEqual(['30', '7.02', '22.98']);
    expect([json.takeProfit, json.stopLoss, json.closeReason]).toEqual([null, null, 'manual']);
  });

  it('names the average of several entry fills: (100 x 1 + 103 x 2) / 3 = 102', () => {
    const fills = [
      { ...entryFill, price: price(100), quantity: quantity(1), notional: money(100) },
      { ...entryFill, price: price(103), quantity: quantity(2), notional: money(206) },
    ];
    expect(presentTrade({ ...open, fills }).entryPrice).toBe('102');
  });

  it('a stop-limit whose stop has fired waits at its limit', () => {
    const trade: PendingTrade = {
      ...pending,
      entry: { type: 'stop_limit', stop: price(65000), limit: price('65010.5') },
      triggeredAt: OPENED,
    };
    expect(presentTrade(trade).legs[0]).toEqual({
      leg: 'entry',
      type: 'stop_limit',
      price: '65000',
      limit: '65010.5',
      quantity: '0.05',
      filledQuantity: '0',
      state: 'triggered',
      armedAt,
    });
  });

  it('an open trade with a close in force has its exits disarmed and is closing', () => {
    const { takeProfit: _, stopLoss: __, ...disarmed } = open;
    const json = presentTrade({ ...disarmed, closeArmedAt: ENDED });
    expect(json.state).toBe('closing');
    expect(json.legs.map(({ leg, state }) => `${leg} ${state}`)).toEqual([
      'entry filled',
      'take_profit disarmed',
      'stop_loss disarmed',
      'close armed',
    ]);
  });

  it.each<[string, PendingTrade | OpenTrade, string]>([
    ['a cancel', { ...pending, commands: [{ kind: 'cancel', at: CREATED }] }, 'cancelling'],
    ['a close', { ...open, commands: [{ kind: 'close', at: ENDED }] }, 'closing'],
    [
      'an amendment',
      { ...open, commands: [{ kind: 'amend', at: ENDED, changes: { stopLoss: null } }] },
      'amending',
    ],
    [
      'an amendment and then a close',
      {
        ...open,
        commands: [
          { kind: 'amend', at: ENDED, changes: { stopLoss: null } },
          { kind: 'close', at: ENDED },
        ],
      },
      'closing',
    ],
  ])('with %s waiting says so in its state', (_, trade, state) => {
    expect(presentTrade(trade)).toMatchObject({ state, status: trade.status });
  });

  it('writes tiny and huge last prices in plain digits', () => {
    expect(presentTrade(pending, 64500, true)).toMatchObject({
      currentPrice: '64500',
      currentPriceStale: true,
    });
    expect(presentTrade(closed, 64500, true)).toMatchObject({ currentPrice: null, currentPriceStale: false });
    expect(presentTrade(pending, 1.5e-7).currentPrice).toBe('0.00000015');
    expect(presentTrade(pending, 1e21).currentPrice).toBe('1000000000000000000000');
  });

  it.each([pending, open, closed, cancelled])('is what the schema says: %#', (trade) => {
    expect(tradeSchema.safeParse(presentTrade(trade, 64000)).error).toBeUndefined();
  });
});
