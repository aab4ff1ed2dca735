import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { fromLogItem, logItem } from '../../../shared/adapters/dynamodb/log-item.ts';
import { fromItem, toItem } from '../../../shared/adapters/dynamodb/trade-item.ts';
import { money, price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import type { LogRow } from '../../../shared/domain/trades/event.ts';
import type {
  ArmedClose,
  ArmedTarget,
  ArmedTrailing,
  ClosedTrade,
  CloseReason,
  Entering,
  EntryPlan,
  Execution,
  Exiting,
  Exits,
  OpenTrade,
  PendingTrade,
  PriceLeg,
  Terms,
  Trade,
} from '../../../shared/domain/trades/trade.ts';
import { closed, entryFill, facts, OPENED, open, pending } from '../contract/trades.ts';

const AT = OPENED + 60_000;

/** As DynamoDB gives it back. */
const stored = (trade: Trade): Record<string, unknown> =>
  unmarshall(marshall(toItem(trade, 4), { removeUndefinedValues: true, convertClassInstanceToMap: false }));

const ENTRIES: EntryPlan[] = [
  { type: 'market' },
  { type: 'limit', limit: price(64_000), postOnly: true },
  { type: 'stop', stop: price(65_000) },
  { type: 'stop_limit', stop: price(65_000), limit: price(65_010) },
  { type: 'oco', limit: price(63_000), stop: price(65_000), stopLimit: price(65_010) },
];

interface Whole {
  readonly exits: Required<Exits>;
  readonly execution: Required<Execution>;
  readonly terms: Required<Terms>;
}
interface WholeOpen extends Whole {
  readonly takeProfit: Required<PriceLeg>;
  readonly trailing: Required<ArmedTrailing>;
  readonly targets: readonly Required<ArmedTarget>[];
  readonly entering: Required<Entering>;
  readonly exiting: Required<Exiting>;
  readonly partialCloses: readonly Required<ArmedClose>[];
}

/** Every field that a waiting trade may have: a new one that is not stored breaks this. */
const full: Required<PendingTrade> & Whole = {
  ...pending,
  clientTradeId: 'a-1',
  exits: {
    takeProfit: price(70_000),
    stopLoss: price(60_000),
    stopLimit: price(59_990),
    trailing: { percent: rate('1.5'), activation: price(66_000) },
    targets: [
      { price: price(66_000), quantity: quantity('0.02') },
      { price: price(67_000), quantity: quantity('0.01') },
    ],
    breakEven: true,
    covers: quantity('0.04'),
    timeOut: 3_600_000,
    dailyClose: 1_265,
  },
  execution: { participation: rate('0.1'), visible: quantity('0.01') },
  terms: { ...facts.terms, lotSize: quantity('0.00001') },
  reservation: money('3219.2'),
  goodTill: AT + 86_400_000,
  entryArmedAt: AT,
  triggeredAt: AT,
  restFrom: AT + 1,
  evaluatedTo: AT,
  walkedTo: AT,
  upside: money('1.25'),
  ambiguousAt: AT,
  commands: [
    {
      kind: 'amend',
      at: AT,
      changes: {
        takeProfit: null,
        stopLoss: price(61_000),
        stopLimit: null,
        trailing: { amount: price(500) },
        targets: null,
        breakEven: null,
        covers: null,
        timeOut: null,
        dailyClose: null,
      },
      entry: { entry: { type: 'limit', limit: price(64_500) }, quantity: quantity('0.06'), goodTill: null },
      reservation: money('3900'),
      extra: money('680.8'),
    },
    { kind: 'cancel', at: AT },
  ],
};

/** Every field that an open one may have, though no trade has all at once. */
const { triggeredAt: _, restFrom: __, ...kept } = full;
const fullOpen: Required<OpenTrade> & WholeOpen = {
  ...kept,
  status: 'open',
  fills: [
    entryFill,
    { ...entryFill, id: 'x#target#2', leg: 'target' },
    { ...entryFill, leg: 'trailing_stop', orderId: 'o' },
  ],
  takeProfit: { price: price(70_000), armedAt: AT, restFrom: AT + 1 },
  stopLoss: { price: price(60_000), armedAt: AT },
  closeArmedAt: AT,
  closeFor: 'timeout',
  closeRestFrom: AT + 1,
  trailing: { armedAt: AT, activatedAt: AT + 1, mark: price(66_500), markAt: AT + 2, bound: price(66_750) },
  targets: [{ price: price(67_000), quantity: quantity('0.01'), armedAt: AT, restFrom: AT + 1 }],
  amendedAt: AT,
  coverLeft: quantity('0.02'),
  entering: { quantity: quantity('0.01'), armedAt: AT, limit: price(64_000), restFrom: AT + 1 },
  exiting: { leg: 'stop_loss', armedAt: AT, limit: price(59_990), restFrom: AT + 1 },
  partialCloses: [
    { id: 'half', quantity: quantity('0.01'), limit: price(68_000), armedAt: AT, restFrom: AT + 1 },
  ],
};

const REASONS: CloseReason[] = [
  'take_profit',
  'stop_loss',
  'trailing_stop',
  'liquidation',
  'manual',
  'timeout',
  'daily_close',
];

describe('a stored trade reads as it was written', () => {
  it.each(ENTRIES)('with the entry %j', (entry) => {
    const trade: PendingTrade = { ...pending, entry };
    expect(fromItem(stored(trade))).toEqual(trade);
  });

  it.each<[string, Trade]>([
    ['waiting, with everything', full],
    ['open, with everything', fullOpen],
    ['open, with a trailing stop by amount', { ...open, exits: { trailing: { amount: price(500) } } }],
    ...REASONS.map((closeReason): [string, ClosedTrade] => [
      `closed: ${closeReason}`,
      { ...closed, closeReason },
    ]),
  ])('%s', (_, trade) => {
    expect(fromItem(stored(trade))).toEqual(trade);
  });

  it('as trades were before there were these orders', () => {
    // What an item of then holds, word for word.
    const item = {
      userId: 'ada',
      tradeId: pending.id,
      version: 2,
      status: 'open',
      market: 'binance#BTC/USDT',
      openUser: 'ada',
      trade: {
        accountId: 'main',
        venue: 'binance',
        symbol: 'BTC/USDT',
        direction: 'long',
        quantity: '0.05',
        entry: { type: 'limit', limit: '64000' },
        exits: { takeProfit: '66000', stopLoss: '63000' },
        terms: { makerRate: '0.006', takerRate: '0.006', slippageBps: 0, tickSize: '0.01' },
        createdAt: facts.createdAt,
        commands: [{ kind: 'amend', at: AT, changes: { stopLoss: null } }],
        fills: [{ ...entryFill }],
        takeProfit: { price: '66000', armedAt: OPENED },
        stopLoss: { price: '63000', armedAt: OPENED },
      },
    };
    expect(fromItem(item)).toEqual({
      ...open,
      commands: [{ kind: 'amend', at: AT, changes: { stopLoss: null } }],
    });
  });
});

describe('a row of the log reads as it was written', () => {
  it.each<LogRow['event']>([
    { type: 'close_withdrawn', at: AT, orderId: 'half' },
    { type: 'entry_ended', at: AT, reason: 'the good-till time has passed' },
    {
      type: 'reading_taken',
      at: AT,
      reading: 'OLHC',
      better: { reading: 'OHLC', value: money(1), takenValue: money(0), events: [] },
    },
  ])('%j', (event) => {
    const row: LogRow = { tradeId: pending.id, seq: 4, event, sentence: 'It happened.' };
    expect(fromLogItem(unmarshall(marshall(logItem(row))))).toEqual(row);
  });
});
