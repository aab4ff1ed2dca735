import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TradeJson, tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { type Books, startBooks } from '../accounts/support.ts';
import { flat, minutes, type Row } from '../tick/support.ts';

/** A way through the market: what is asked for, what the minutes do, what comes of it. */
interface Scenario {
  readonly name: string;
  readonly body: object;
  /** Minutes other than those at 100; each bar has a volume of 1. */
  readonly rows: Readonly<Record<number, Row>>;
  /** Leg, price, quantity. */
  readonly fills: readonly string[];
  readonly is: object;
  /** States of the legs at the end. */
  readonly legs: readonly string[];
}

const market = { entry: { type: 'market' }, quantity: '2' };

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a trailing stop follows to 110 and fires 5 below it',
    body: { ...market, trailing: { amount: '5' } },
    rows: { 10: [100, 110, 100, 110], 11: flat(110), 12: [110, 110, 104, 104] },
    fills: ['entry 100 2', 'trailing_stop 105 2'],
    is: { status: 'closed', closeReason: 'trailing_stop', filledQuantity: '2', openQuantity: '0' },
    legs: ['entry filled', 'trailing_stop filled'],
  },
  {
    name: 'a trailing stop with an activation price does nothing before it',
    body: { ...market, trailing: { amount: '5', activation: '108' } },
    rows: { 8: flat(94), 10: [94, 110, 94, 110], 11: flat(110), 12: [110, 110, 104, 104] },
    fills: ['entry 100 2', 'trailing_stop 105 2'],
    is: { status: 'closed', closeReason: 'trailing_stop' },
    legs: ['entry filled', 'trailing_stop filled'],
  },
  {
    name: 'half at the first target, the rest at break-even',
    body: {
      ...market,
      targets: [
        { price: '105', percent: '50' },
        { price: '110', percent: '50' },
      ],
      stopLoss: '95',
      breakEven: true,
    },
    rows: { 9: flat(101), 10: [101, 106, 101, 106], 11: flat(106), 12: [106, 106, 99, 99] },
    fills: ['entry 100 2', 'target 105 1', 'stop_loss 100 1'],
    is: { status: 'closed', closeReason: 'stop_loss', exitPrice: '102.5' },
    legs: ['entry filled', 'target filled', 'target disarmed', 'stop_loss filled'],
  },
  {
    name: 'two targets and a take profit for the rest',
    body: {
      ...market,
      targets: [
        { price: '105', quantity: '0.5' },
        { price: '110', quantity: '0.5' },
      ],
      takeProfit: '115',
    },
    rows: { 10: [100, 116, 100, 116] },
    fills: ['entry 100 2', 'target 105 0.5', 'target 110 0.5', 'take_profit 115 1'],
    is: { status: 'closed', closeReason: 'take_profit' },
    legs: ['entry filled', 'target filled', 'target filled', 'take_profit filled'],
  },
  {
    name: 'of two entries the stop fires: the limit is gone',
    body: { quantity: '2', entry: { type: 'oco', limit: '95', stop: '105' } },
    rows: { 10: [100, 106, 100, 106], 12: [106, 106, 90, 90] },
    fills: ['entry 105 2'],
    is: { status: 'open', filledQuantity: '2' },
    legs: ['entry disarmed', 'entry filled'],
  },
  {
    name: 'of two entries the limit fills: the stop is gone',
    body: { quantity: '2', entry: { type: 'oco', limit: '95', stop: '105' } },
    rows: { 10: [100, 100, 94, 94], 12: [94, 110, 94, 110] },
    fills: ['entry 95 2'],
    is: { status: 'open', entryPrice: '95' },
    legs: ['entry filled', 'entry disarmed'],
  },
  {
    name: 'a post-only limit that would take is rejected',
    body: { quantity: '2', entry: { type: 'limit', limit: '101', postOnly: true } },
    rows: {},
    fills: [],
    is: { status: 'rejected', entry: { type: 'limit', postOnly: true } },
    legs: ['entry disarmed'],
  },
  {
    name: 'a post-only limit that waits is filled as maker',
    body: { quantity: '2', entry: { type: 'limit', limit: '95', postOnly: true } },
    rows: { 10: [100, 100, 94, 94] },
    fills: ['entry 95 2'],
    is: { status: 'open', fills: [{ liquidity: 'maker' }] },
    legs: ['entry filled'],
  },
  {
    name: 'a stop-limit exit that the price jumps over waits at its limit',
    body: { ...market, stopLoss: '95', stopLimit: '94.5', takeProfit: '120' },
    rows: { 10: [94, 94, 93, 94], 11: flat(94), 12: [94, 96, 94, 96] },
    fills: ['entry 100 2', 'stop_loss 94.5 2'],
    is: { status: 'closed', closeReason: 'stop_loss' },
    legs: ['entry filled', 'take_profit disarmed', 'stop_loss filled'],
  },
  {
    name: 'an iceberg fills one slice a bar, at its limit',
    body: { quantity: '2', entry: { type: 'limit', limit: '95' }, visible: '0.5' },
    rows: { 10: [100, 100, 94, 94], 11: flat(94), 12: flat(93), 13: flat(94), 14: flat(94) },
    fills: ['entry 95 0.5', 'entry 95 0.5', 'entry 95 0.5', 'entry 95 0.5'],
    is: { status: 'open', filledQuantity: '2', openQuantity: '2', entryPrice: '95' },
    legs: ['entry filled'],
  },
  {
    name: 'an iceberg that is not done shows what has filled',
    body: { quantity: '2', entry: { type: 'limit', limit: '95' }, visible: '0.5', stopLoss: '90' },
    rows: { 10: [100, 100, 94, 94], 11: flat(94) },
    fills: ['entry 95 0.5', 'entry 95 0.5'],
    is: { status: 'open', filledQuantity: '1', openQuantity: '1' },
    legs: ['entry armed', 'stop_loss armed'],
  },
  {
    // A quarter of each bar's volume of 1.
    name: 'a participation limit fills a large order over time',
    body: { quantity: '0.8', entry: { type: 'market' }, participation: '0.25' },
    rows: { 7: flat(101), 8: flat(102), 9: flat(103) },
    fills: ['entry 100 0.25', 'entry 101 0.25', 'entry 102 0.25', 'entry 103 0.05'],
    // (100 + 101 + 102) x 0.25 + 103 x 0.05 = 80.9; / 0.8
    is: { status: 'open', filledQuantity: '0.8', entryPrice: '101.125' },
    legs: ['entry filled'],
  },
  {
    name: 'a time-out closes after three minutes',
    body: { ...market, stopLoss: '90', timeOutSeconds: 180 },
    rows: { 9: flat(104) },
    fills: ['entry 100 2', 'close 104 2'],
    is: { status: 'closed', closeReason: 'timeout', timeOutSeconds: 180 },
    legs: ['entry filled', 'stop_loss disarmed', 'close filled'],
  },
  {
    name: 'a daily close closes at a quarter past midnight',
    body: { ...market, dailyClose: '00:15' },
    rows: { 15: flat(103) },
    fills: ['entry 100 2', 'close 103 2'],
    is: { status: 'closed', closeReason: 'daily_close', dailyClose: '00:15' },
    legs: ['entry filled', 'close filled'],
  },
  {
    name: 'exits for a part leave the rest open, without exits',
    body: { ...market, takeProfit: '110', stopLoss: '90', covers: '0.5' },
    rows: { 10: [100, 111, 100, 111], 12: [111, 111, 80, 80] },
    fills: ['entry 100 2', 'take_profit 110 0.5'],
    is: { status: 'open', openQuantity: '1.5' },
    // What was covered is used up, and the plan of exits with it.
    legs: ['entry filled', 'take_profit filled'],
  },
];

const PRICES = new Set(['price', 'limit', 'stop', 'stopLimit', 'takeProfit', 'stopLoss', 'activation']);
const mirror = (price: number | string): string => String(Number((200 - Number(price)).toFixed(8)));

/** The same for a short: every price on the other side of 100. */
const mirrored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(mirrored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      PRICES.has(key) && typeof inner === 'string' ? mirror(inner) : mirrored(inner),
    ]),
  );
};
const mirroredRow = (row: Row): Row => row && [200 - row[0], 200 - row[2], 200 - row[1], 200 - row[3]];
const mirroredFill = (fill: string): string => {
  const [leg, price = '', quantity] = fill.split(' ');
  return `${leg} ${mirror(price)} ${quantity}`;
};
/** Of a short the averages are mirrored; a liquidation stands behind it. */
const shortOf = ({ name, body, rows, fills, is, legs }: Scenario): Scenario => ({
  name: `${name} (short)`,
  body: { ...(mirrored(body) as object), direction: 'short' },
  rows: Object.fromEntries(Object.entries(rows).map(([minute, row]) => [minute, mirroredRow(row)])),
  fills: fills.map(mirroredFill),
  is: Object.fromEntries(
    Object.entries(is).map(([key, value]) => [
      key,
      (key === 'entryPrice' || key === 'exitPrice') && typeof value === 'string' ? mirror(value) : value,
    ]),
  ),
  legs,
});

describe('orders through the API, on a market that a test writes down', () => {
  let stores: Stores;
  let books: Books | undefined;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => books?.close());
  afterAll(() => stores.stop());

  it.each([...SCENARIOS, ...SCENARIOS.map(shortOf)])('$name', async ({ body, rows, fills, is, legs }) => {
    books = await startBooks(stores, minutes(40, 100, rows));
    const made = await books.post('/v1/trades', { symbol: 'BTC/USDT', ...body });
    expect([made.status, made.text]).toEqual([201, made.text]);
    const { id } = tradeSchema.parse(made.json);
    const last = Math.max(16, ...Object.keys(rows).map(Number)) + 2;
    // Until the last minute that matters, unless it would go on to fill.
    await books.ticks(7, 'visible' in body && fills.length < 4 ? 12 : last);
    const trade: TradeJson = tradeSchema.parse((await books.ask({ path: `/v1/trades/${id}` })).json);
    expect(trade.fills.map(({ leg, price, quantity }) => `${leg} ${price} ${quantity}`)).toEqual(fills);
    expect(trade).toMatchObject(is);
    const shown = trade.legs.filter(({ leg }) => leg !== 'liquidation');
    expect(shown.map(({ leg, state }) => `${leg} ${state}`)).toEqual(legs);
    const log = await books.ask({ path: `/v1/trades/${id}/logs` });
    expect(log.status).toBe(200);
    expect(books.logged).toEqual([]);
    expect(await books.imbalance()).toBe('0');
    expect(await books.audit()).toMatchObject({ balanced: true });
  });
});
