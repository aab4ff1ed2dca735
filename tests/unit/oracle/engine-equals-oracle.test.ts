import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../shared/domain/market/path.ts';
import { endOf, startOf } from '../../../shared/domain/market/path.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { price, quantity, rate, ZERO } from '../../../shared/domain/money/decimal.ts';
import { advance } from '../../../shared/domain/trades/advance.ts';
import { journalOf } from '../../../shared/domain/trades/journal.ts';
import { realizedGross, realizedNet } from '../../../shared/domain/trades/pnl.ts';
import type { Command, PendingTrade, Trade } from '../../../shared/domain/trades/trade.ts';
import { randomOrders } from '../../oracle/generate.ts';
import { type OracleBar, type OracleOrder, type OracleResult, runOracle } from '../../oracle/oracle.ts';
import { hasRecorded, recordedBars } from '../../oracle/recorded.ts';

const LOOK_BACK = 300_000;

const toBar = (bar: OracleBar): Bar => ({
  kind: 'bar',
  openTime: bar.openTime,
  closeTime: bar.closeTime,
  open: Number(bar.open),
  high: Number(bar.high),
  low: Number(bar.low),
  close: Number(bar.close),
  volume: 1,
});

const toTrade = (order: OracleOrder): PendingTrade => ({
  id: order.id,
  userId: 'u',
  accountId: 'main',
  venue: 'replay',
  symbol: 'BTC/USDT' as MarketSymbol,
  direction: order.direction,
  quantity: quantity(order.quantity),
  entry: order.entry as PendingTrade['entry'],
  exits: {
    ...(order.takeProfit ? { takeProfit: price(order.takeProfit) } : {}),
    ...(order.stopLoss ? { stopLoss: price(order.stopLoss) } : {}),
  },
  terms: {
    makerRate: rate(order.makerRate),
    takerRate: rate(order.takerRate),
    slippageBps: order.slippageBps,
    tickSize: price(order.tickSize),
  },
  createdAt: order.createdAt,
  ...(order.goodTill === undefined ? {} : { goodTill: order.goodTill }),
  version: 1,
  reservation: ZERO,
  commands: [],
  fills: [],
  status: 'pending',
});

/** As the tick does it: pass after pass, each over its look-back, commands stored when they are given. */
const runEngine = (
  order: OracleOrder,
  bars: readonly Bar[],
  stepBars: number,
): { trade: Trade; superseded: number } => {
  let trade: Trade = toTrade(order);
  let superseded = 0;
  const waiting = [...order.commands];
  let cursor = (bars[0]?.openTime ?? 0) - 1;
  for (let index = stepBars - 1; ; index = Math.min(index + stepBars, bars.length - 1)) {
    const completeTo = bars[index]?.closeTime ?? 0;
    // A command is stored before the pass over its moment runs.
    while (waiting[0] && waiting[0].at <= completeTo) {
      const command = waiting.shift() as Command;
      if (trade.status === 'pending' || trade.status === 'open')
        trade = journalOf(trade, [{ type: 'command_requested', at: command.at, command }]).trade;
      else superseded++;
    }
    const from = cursor - LOOK_BACK + 1;
    const first = bars.findIndex((bar) => startOf(bar) >= from);
    const elements = bars.slice(first, index + 1);
    const previous = bars[first - 1];
    if (order.createdAt <= completeTo) {
      const events = advance(trade, {
        elements,
        venue: 'replay',
        resolution: '1m',
        before: previous ? endOf(previous) : 0,
        completeTo,
        previousCursor: cursor,
      });
      superseded += events.filter(({ type }) => type === 'command_superseded').length;
      trade = journalOf(trade, events).trade;
    }
    cursor = completeTo;
    if (index === bars.length - 1) return { trade, superseded };
  }
};

const asOracle = ({ trade, superseded }: { trade: Trade; superseded: number }): Partial<OracleResult> => ({
  status: trade.status as OracleResult['status'],
  superseded,
  fills: trade.fills.map(({ leg, time, price: at, quantity: q, notional, fee, liquidity, ambiguous }) => ({
    leg: leg as OracleResult['fills'][number]['leg'],
    time,
    price: at,
    quantity: q,
    notional,
    fee,
    liquidity,
    ambiguous,
  })),
  ...(trade.status === 'closed'
    ? { closeReason: trade.closeReason, grossPnl: realizedGross(trade), netPnl: realizedNet(trade) }
    : {}),
  ...('endedAt' in trade ? { endedAt: trade.endedAt } : {}),
});

const FILES = [
  'replay-7d/BTCUSDT.1m.csv.gz',
  'replay-7d/XRPUSDT.1m.csv.gz',
  'ohlcv-1m/coinbase-2018-04/BTCUSD.1m.csv.gz',
];
const TICKS = ['0.1', '0.0001', '0.01'];

describe('the engine against the brute-force oracle, on recorded minutes', () => {
  FILES.forEach((file, number) => {
    it.skipIf(!hasRecorded(file))(`${file} (skipped where the recorded data is absent)`, () => {
      const all = recordedBars(file);
      const bars = all.slice(0, 2500);
      const engineBars = bars.map(toBar);
      const until = bars.at(-1)?.closeTime ?? 0;
      const seed = 4711 + number;
      const orders = randomOrders(seed, bars, 150, {
        tickSize: TICKS[number] ?? '0.01',
        makerRate: '0.004',
        takerRate: '0.006',
      });
      for (const [index, order] of orders.entries()) {
        const { triggeredAt: _, ...expected } = runOracle(order, bars, until);
        const actual = asOracle(runEngine(order, engineBars, 1 + (index % 7)));
        expect(actual, `seed ${seed}, order ${JSON.stringify(order)}`).toEqual(expected);
      }
    });
  });
});
