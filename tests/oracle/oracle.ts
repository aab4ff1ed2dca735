/**
 * What a trade must have become over a record of bars, by brute force: every bar from the first to the last, every
 * leg, both readings. Written from docs/fill-rules.md alone; the numbers in the comments are that page's.
 */
import Big from 'big.js';
import { act, actsOf } from './commands.ts';
import { text, worth } from './money.ts';
import { copyOf, followMove, newTrade, seePoint, type Trade } from './trade.ts';
import type { OracleBar, OracleFill, OracleOrder, OracleResult } from './types.ts';

export type {
  OracleBar,
  OracleCommand,
  OracleEntry,
  OracleOrder,
  OracleResult,
} from './types.ts';

interface Bar {
  openTime: number;
  closeTime: number;
  open: Big;
  high: Big;
  low: Big;
  close: Big;
}

/** Bars are in time order, holes allowed. A command acts if it is not after the close of the last evaluated bar. */
export function runOracle(order: OracleOrder, bars: readonly OracleBar[], until: number): OracleResult {
  const acts = actsOf(order);
  let trade = newTrade(order);
  /** One after the other; what each arms sees at once the price of this very moment, if there is one. */
  const actWhile = (due: (at: number) => boolean, price?: Big): void => {
    for (let next = acts[0]; next !== undefined && due(next.at); next = acts[0]) {
      acts.shift();
      act(trade, next);
      if (price !== undefined) seePoint(trade, price, next.at, (leg) => !leg.started);
    }
  };
  for (const raw of bars) {
    if (raw.closeTime > until) break;
    if (raw.closeTime < order.createdAt || !usable(raw)) continue;
    const bar = parse(raw);
    const { openTime, closeTime } = bar;
    actWhile((at) => at < openTime);
    seePoint(trade, bar.open, openTime, (leg) => leg.armedAt <= openTime);
    // 5.1, 5.2: after the open, but what it arms still sees the open.
    actWhile((at) => at === openTime, bar.open);
    actWhile((at) => at < closeTime);
    trade = restOfBar(trade, bar);
    // 5.1, 5.2: after the bar, but what it arms still sees the close.
    actWhile((at) => at === closeTime, bar.close);
  }
  return resultOf(trade);
}

/** Section 4: both readings from the same state; where they differ the worse one, flagged. */
function restOfBar(before: Trade, bar: Bar): Trade {
  const { open, high, low, close } = bar;
  const olhc = read(before, bar, [open, low, high, close]);
  const ohlc = read(before, bar, [open, high, low, close]);
  const already = before.fills.length;
  if (sameEvents(olhc.fills.slice(already), ohlc.fills.slice(already))) return olhc;
  const worse = worth(before.order, ohlc.fills, close).lt(worth(before.order, olhc.fills, close))
    ? ohlc
    : olhc;
  for (const fill of worse.fills.slice(already)) fill.ambiguous = true;
  return worse;
}

function read(before: Trade, bar: Bar, [open, second, third, close]: [Big, Big, Big, Big]): Trade {
  const trade = copyOf(before);
  followMove(trade, open, second, bar.closeTime);
  followMove(trade, second, third, bar.closeTime);
  followMove(trade, third, close, bar.closeTime);
  // 2.3: a leg armed within the bar (not by a fill in it) has seen nothing yet, and sees only the close.
  seePoint(trade, close, bar.closeTime, (leg) => !leg.started && leg.armedAt <= bar.closeTime);
  return trade;
}

const eventText = (fills: OracleFill[]): string =>
  fills.map((fill) => `${fill.leg} ${fill.price} ${fill.liquidity}`).join('\n');

const sameEvents = (a: OracleFill[], b: OracleFill[]): boolean => eventText(a) === eventText(b);

/** Rule 7.1. */
function usable(bar: OracleBar): boolean {
  const numbers = [bar.open, bar.high, bar.low, bar.close].map(Number);
  return numbers.every((n) => Number.isFinite(n) && n > 0) && new Big(bar.high).gte(bar.low);
}

const parse = (bar: OracleBar): Bar => ({
  openTime: bar.openTime,
  closeTime: bar.closeTime,
  open: new Big(bar.open),
  high: new Big(bar.high),
  low: new Big(bar.low),
  close: new Big(bar.close),
});

function resultOf(trade: Trade): OracleResult {
  const { status, fills, superseded, triggeredAt, endedAt } = trade;
  const result: OracleResult = { status, fills, superseded };
  if (triggeredAt !== undefined) result.triggeredAt = triggeredAt;
  if (endedAt !== undefined) result.endedAt = endedAt;
  const [entry, exit] = fills;
  if (entry === undefined || exit === undefined) return result;
  // 6.2
  const bought = trade.order.direction === 'long' ? entry : exit;
  const sold = trade.order.direction === 'long' ? exit : entry;
  const gross = new Big(sold.notional).minus(bought.notional);
  result.closeReason = exit.leg === 'take_profit' || exit.leg === 'stop_loss' ? exit.leg : 'manual';
  result.grossPnl = text(gross);
  result.netPnl = text(gross.minus(entry.fee).minus(exit.fee));
  return result;
}
