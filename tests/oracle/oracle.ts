/**
 * What a trade must have become over a record, by brute force: every element from the first to the last, every leg,
 * both readings. Written from docs/fill-rules.md alone; the numbers in the comments are that page's.
 */
import Big from 'big.js';
import type { Moment } from './amount.ts';
import { followMove, seePoint } from './follow.ts';
import { worth } from './money.ts';
import { allowanceOf, type Bar, endOf, isBar, parse, usable } from './path.ts';
import { resultOf } from './result.ts';
import { commandsOf, nextDue } from './time.ts';
import { copyOf, newTrade, type Trade } from './trade.ts';
import type { OracleElement, OracleOrder, OracleResult } from './types.ts';

export type {
  OracleBar,
  OracleChanges,
  OracleCommand,
  OracleElement,
  OracleEntry,
  OracleEntryChanges,
  OracleOrder,
  OraclePrint,
  OracleResult,
  OracleTrailing,
} from './types.ts';

interface Point {
  price: Big;
  moment: Moment;
}

/** Elements are in time order, holes allowed. A command acts if it is not after the end of the last evaluated one. */
export function runOracle(order: OracleOrder, path: readonly OracleElement[], until: number): OracleResult {
  const commands = commandsOf(order);
  let trade = newTrade(order);
  /** One after the other; what each arms sees at once the price of this very moment, if there is one. */
  const actWhile = (isDue: (at: number) => boolean, point?: Point): void => {
    for (
      let next = nextDue(trade, commands);
      next !== undefined && isDue(next.at);
      next = nextDue(trade, commands)
    ) {
      next.act();
      if (point !== undefined) seePoint(trade, point.price, point.moment, (leg) => !leg.started);
    }
  };
  for (const [index, element] of path.entries()) {
    if (endOf(element) > until) break;
    if (endOf(element) < order.createdAt || !usable(element)) continue;
    if (trade.endedAt !== undefined && commands.length === 0) break;
    const allowance = allowanceOf(order, element);
    const moment = (time: number): Moment => ({ time, element: index, allowance });
    if (isBar(element)) {
      const bar = parse(element);
      const { openTime, closeTime } = bar;
      const open = { price: bar.open, moment: moment(openTime) };
      const close = { price: bar.close, moment: moment(closeTime) };
      actWhile((at) => at < openTime);
      seePoint(trade, open.price, open.moment, (leg) => leg.armedAt <= openTime);
      // 5.1, 5.2: after the open, but what it arms still sees the open.
      actWhile((at) => at === openTime, open);
      actWhile((at) => at < closeTime);
      trade = restOfBar(trade, bar, close.moment);
      // 5.1, 5.2: after the bar, but what it arms still sees the close.
      actWhile((at) => at === closeTime, close);
      continue;
    }
    const { time } = element;
    const point = { price: new Big(element.price), moment: moment(time) };
    actWhile((at) => at < time);
    seePoint(trade, point.price, point.moment, () => true);
    // Several prints may share a millisecond: after the last of them.
    const next = path[index + 1];
    if (next === undefined || endOf(next) > time) actWhile((at) => at === time, point);
  }
  return resultOf(trade);
}

/** Section 4: both readings from the same state; where they differ the worse one, flagged. */
function restOfBar(before: Trade, bar: Bar, moment: Moment): Trade {
  if (before.legs.length === 0) return before;
  const { open, high, low, close } = bar;
  const olhc = read(before, bar, moment, [open, low, high, close]);
  const ohlc = read(before, bar, moment, [open, high, low, close]);
  if (olhc.events.join() === ohlc.events.join()) return olhc;
  const difference = worth(before.order, olhc.fills, close).minus(worth(before.order, ohlc.fills, close));
  const taken = difference.gt(0) ? ohlc : olhc;
  for (const fill of taken.fills.slice(before.fills.length)) fill.ambiguous = true;
  for (const note of taken.notes.slice(before.notes.length)) note.ambiguous = true;
  // 9.5.1
  taken.upside = before.upside.plus(difference.abs());
  if (taken.events.length === before.events.length)
    taken.notes.push({ type: 'reading_taken', at: moment.time, ambiguous: true });
  return taken;
}

function read(
  before: Trade,
  bar: Bar,
  moment: Moment,
  [open, second, third, close]: [Big, Big, Big, Big],
): Trade {
  const trade = copyOf(before);
  followMove(trade, open, second, moment);
  followMove(trade, second, third, moment);
  followMove(trade, third, close, moment);
  // 2.3: a leg armed within the bar (not by a fill in it) has seen nothing yet, and sees only the close.
  seePoint(trade, close, moment, (leg) => !leg.started && leg.armedAt <= bar.closeTime);
  return trade;
}
